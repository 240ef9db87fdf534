/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     http://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package io.tsfile.core.compact;

import io.tsfile.core.flush.FlushOptions;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.table.TableMetadata;
import java.io.IOException;

/** Merges the inputs of a task into new files. Restartable: it leaves no trace if it fails. */
public final class CompactionRunner {
    private CompactionRunner() {}

    /** Runs the task on the caller's thread; memory is bounded by batches, not by files. */
    public static CompactionResult run(
            FileStore store, TableMetadata metadata, FlushOptions options, CompactionTask task) throws IOException {
        throw new UnsupportedOperationException();
    }
}
