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
package io.tsfile.core.table;

import io.tsfile.core.model.Cut;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.DeviceRange;
import io.tsfile.core.model.TimeRange;
import java.util.Optional;

/**
 * The tombstones of one commit that were too many for its entry, in a file of their own beside the log.
 *
 * @param path relative to the table's folder
 * @param length bytes
 * @param crc32c checksum of all bytes (Castagnoli)
 * @param commit of their versions
 * @param devices all devices that they name lie in this range; empty if one of them is of devices without an end
 * @param times all of their times lie in this range
 * @param count how many there are
 */
public record TombstoneFile(
        String path,
        long length,
        long crc32c,
        long commit,
        Optional<DeviceRange> devices,
        TimeRange times,
        long count) {
    /** The same tombstones as the commit {@code number} brings them. */
    TombstoneFile ofCommit(long number) {
        return new TombstoneFile(path, length, crc32c, number, devices, times, count);
    }

    /** Whether one of them may concern the file; a yes may be wrong, a no never is. */
    boolean mayConcern(DataFile file) {
        return commit >= file.version().commit()
                && commit > file.cleanThrough()
                && times.overlaps(file.times())
                && devices.map(range -> range.overlaps(file.devices())).orElse(true);
    }

    /** Whether one of them may delete a row of the cut; a yes may be wrong, a no never is. */
    boolean mayMeet(Cut cut) {
        return times.overlaps(cut.times())
                && devices.map(range -> cut.devices().mayMeet(range)).orElse(true);
    }
}
