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

import io.tsfile.core.model.DataFile;
import java.io.Serializable;
import java.util.ArrayList;

/**
 * Files to merge into new ones. Travels to the workers of an engine.
 *
 * @param partition the time partition that all of them lie in
 * @param reason why, for people
 * @param snapshot the number of the snapshot it was planned on
 * @param inputs in ascending order of version
 */
public record CompactionTask(long partition, String reason, long snapshot, ArrayList<DataFile> inputs)
        implements Serializable {
    /** Bytes of the inputs. */
    public long bytes() {
        return inputs.stream().mapToLong(DataFile::length).sum();
    }
}
