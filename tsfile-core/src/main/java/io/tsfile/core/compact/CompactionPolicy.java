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

import io.tsfile.core.compact.policy.Rules;
import io.tsfile.core.model.LiveFile;
import io.tsfile.core.table.Snapshot;
import java.util.List;
import java.util.Map;
import org.apache.tsfile.file.metadata.IDeviceID;

/**
 * Decides what to compact. Pure.
 *
 * <p>Within a time partition, one rule after the other looks at the files that those before it left alone: what nobody sees is dropped, what
 * overlaps is merged, what is mostly deleted is written again, small files and small chunks are gathered, and what is as it
 * should be moves up a level. Each rule's work leaves less of it than it found, so the work ends.
 */
public final class CompactionPolicy {
    private CompactionPolicy() {}

    /**
     * The tasks worth doing, closed (R3), and disjoint in keys; tasks with files in common have cuts that are apart. None if
     * there is nothing to gain, so that a finished compaction never asks for the same work again.
     *
     * @param live all files of the snapshot, with what must not be seen of them
     * @param options how; files of about the target length are left alone unless they overlap others
     */
    public static List<CompactionTask> plan(Snapshot snapshot, List<LiveFile> live, CompactionOptions options) {
        return plan(snapshot, live, options, Map.of());
    }

    /**
     * The tasks worth doing, as {@link #plan(Snapshot, List, CompactionOptions)} has them, where of some files all devices are known. What is seen
     * nowhere else than between them is then as if it were not there.
     *
     * @param devices all devices of a file in ascending order, by the file's path
     */
    static List<CompactionTask> plan(
            Snapshot snapshot, List<LiveFile> live, CompactionOptions options, Map<String, List<IDeviceID>> devices) {
        return Rules.plan(snapshot, live, options, devices);
    }
}
