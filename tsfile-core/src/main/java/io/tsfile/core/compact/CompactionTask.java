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

import io.tsfile.core.model.Cut;
import io.tsfile.core.model.LiveFile;
import java.io.Serializable;
import java.util.ArrayList;

/**
 * Files of one time partition, or a cut of them, to compact. Travels to the workers of an engine. Tasks of one plan have no key in
 * common.
 *
 * @param partition the time partition that all of them lie in
 * @param reason why
 * @param strategy what is done with them
 * @param snapshot the number of the snapshot it was planned on: tombstones up to it are applied (R4)
 * @param level of the outputs
 * @param cut only keys inside; the rest of the inputs is left to other tasks
 * @param inputs closed (R3), in ascending order of version, each with what must not be seen of it
 */
public record CompactionTask(
        long partition,
        CompactionReason reason,
        CompactionStrategy strategy,
        long snapshot,
        int level,
        Cut cut,
        ArrayList<LiveFile> inputs)
        implements Serializable {
    /** Bytes of the inputs, also of what lies outside of the cut. */
    public long bytes() {
        return inputs.stream().mapToLong(file -> file.file().length()).sum();
    }
}
