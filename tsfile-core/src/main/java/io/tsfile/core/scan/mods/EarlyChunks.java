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
package io.tsfile.core.scan.mods;

import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.index.ChunkEntry;
import io.tsfile.core.model.Deletion;
import io.tsfile.core.model.DeviceScope;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.model.TimeSet;
import java.util.ArrayList;
import java.util.List;
import org.apache.tsfile.file.metadata.IDeviceID;

/**
 * A deletion that concerns a device's chunks before some byte of the file, and none of those that came later.
 *
 * <p>Times alone say that as long as the chunks behind the byte are at other times than those before it, which is so in every
 * sequence file.
 */
record EarlyChunks(IDeviceID device, ModEntry entry) {
    /**
     * Says what is hidden of one series.
     *
     * @param chunks of the series
     * @param measurements whose values stand in them; empty for the rows themselves
     */
    void addDeletions(List<ChunkEntry> chunks, List<String> measurements, List<Deletion> deletions) {
        List<TimeRange> early = new ArrayList<>();
        List<TimeRange> late = new ArrayList<>();
        for (ChunkEntry chunk : chunks) {
            TimeRange times = new TimeRange(chunk.startTime(), chunk.endTime());
            if (times.overlaps(entry.times())) {
                (chunk.offset() < entry.before() ? early : late).add(common(times));
            }
        }
        for (TimeRange hidden : early) {
            late.stream().filter(hidden::overlaps).findFirst().ifPresent(seen -> {
                throw new TsFileConnectorException("Cannot tell what is deleted of device " + device + " from "
                        + hidden.start() + " to " + hidden.end() + ": an IoTDB 1 deleted it before byte "
                        + entry.before() + " of the file, and later wrote other values of that time into the same file."
                        + " Compact the data in its server first");
            });
        }
        if (!early.isEmpty()) {
            TimeSet hidden = TimeSet.of(late.isEmpty() ? List.of(entry.times()) : early);
            deletions.add(new Deletion(DeviceScope.of(List.of(device)), measurements, hidden));
        }
    }

    private TimeRange common(TimeRange times) {
        return new TimeRange(
                Math.max(times.start(), entry.times().start()),
                Math.min(times.end(), entry.times().end()));
    }
}
