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

import io.tsfile.core.table.TableMetadata;
import java.io.IOException;

/** Where tasks that read and write files are carried out. Used by several threads at once. */
@FunctionalInterface
public interface TaskRunner {
    /**
     * Carries out a task.
     *
     * @param metadata what the table is
     * @param listener hears how the task gets on; if it throws, the task ends with that, and leaves nothing behind
     */
    CompactionResult run(TableMetadata metadata, CompactionTask task, CompactionListener listener) throws IOException;
}
