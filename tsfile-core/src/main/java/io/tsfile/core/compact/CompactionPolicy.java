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

import io.tsfile.core.table.Snapshot;
import java.util.List;

/** Decides what to compact. Pure. */
public final class CompactionPolicy {
    private CompactionPolicy() {}

    /**
     * The tasks worth doing, disjoint and closed (R3); none if there is nothing to gain, so that a finished compaction never
     * asks for the same work again.
     *
     * @param targetFileBytes files of about that length are left alone unless they overlap others
     */
    public static List<CompactionTask> plan(Snapshot snapshot, long targetFileBytes) {
        throw new UnsupportedOperationException();
    }
}
