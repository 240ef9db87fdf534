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
package io.tsfile.core.flush;

import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.DeviceSplit;
import java.util.ArrayList;
import java.util.List;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.jspecify.annotations.Nullable;

/**
 * Finds the places to cut a file between devices while it is written. Not thread-safe.
 *
 * <p>A place is noted about every so many bytes; when there are more than {@value DataFile#MOST_SPLITS}, every other one is
 * forgotten, and from then on they lie twice as far apart. Devices that do not ascend (another drain into the same file) end the
 * search: their bytes belong to places that are noted already, and splits are only estimates.
 */
final class SplitPoints {
    /** A file shorter than that is not worth a cut. */
    private static final long LEAST_BYTES = 4L << 20;

    private final List<DeviceSplit> splits = new ArrayList<>();
    private long distance = LEAST_BYTES;
    private long last;
    private @Nullable IDeviceID highest;

    /**
     * Notes where a device's chunks begin.
     *
     * @param position bytes of the file so far
     */
    void add(IDeviceID device, long position) {
        if (highest != null && device.compareTo(highest) <= 0) {
            return;
        }
        if (highest != null && position - last >= distance) {
            splits.add(new DeviceSplit(device, position));
            last = position;
            if (splits.size() > DataFile.MOST_SPLITS) {
                thin();
            }
        }
        highest = device;
    }

    private void thin() {
        distance *= 2;
        for (int i = splits.size() - 1; i >= 0; i -= 2) {
            splits.remove(i);
        }
    }

    /** The places so far. */
    List<DeviceSplit> splits() {
        return List.copyOf(splits);
    }
}
