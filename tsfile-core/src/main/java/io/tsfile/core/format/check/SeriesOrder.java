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
package io.tsfile.core.format.check;

import io.tsfile.core.CorruptTsFileException;
import io.tsfile.core.index.ChunkEntry;
import io.tsfile.core.index.DeviceChunks;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Whether the chunks of each series of a device follow each other in time, as far as the index tells. */
final class SeriesOrder {
    private SeriesOrder() {}

    /**
     * Checks a device.
     *
     * @param ordered whether chunks of a series must not overlap (R1)
     * @throws CorruptTsFileException if they do, or if a chunk ends before it starts
     */
    static void check(DeviceChunks device, boolean ordered) {
        if (device.aligned()) {
            check("times", device.times(), ordered);
        } else {
            device.types().keySet().forEach(name -> check("'" + name + "'", device.chunks(name), ordered));
        }
    }

    private static void check(String series, List<ChunkEntry> chunks, boolean ordered) {
        List<ChunkEntry> byTime = new ArrayList<>(chunks);
        byTime.sort(Comparator.comparingLong(ChunkEntry::startTime));
        ChunkEntry before = null;
        for (ChunkEntry chunk : byTime) {
            if (chunk.startTime() > chunk.endTime()) {
                throw new CorruptTsFileException("the chunk of " + series + " at byte " + chunk.offset() + " starts at "
                        + chunk.startTime() + " and ends at " + chunk.endTime());
            }
            if (ordered && before != null && chunk.startTime() <= before.endTime()) {
                throw new CorruptTsFileException("the chunks of " + series + " at bytes " + before.offset() + " and "
                        + chunk.offset() + " overlap, and times of a series must strictly ascend over the whole file");
            }
            before = chunk;
        }
    }
}
