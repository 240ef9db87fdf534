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

import io.tsfile.core.format.EncodedChunk;
import io.tsfile.core.model.TimeRange;
import java.util.ArrayList;
import java.util.List;
import org.apache.tsfile.file.metadata.IDeviceID;

/**
 * The chunks of one {@link SortedSeries}: the time chunk and the value chunks of an aligned device, or one chunk.
 *
 * @param device whose they are
 * @param aligned whether the chunks are those of an aligned device
 * @param partition the time partition
 * @param order the order of the file
 * @param times the first and the last time
 * @param rows how many times
 * @param points how many values that are not null
 * @param chunks in the order in which they are written
 */
public record EncodedSeries(
        IDeviceID device,
        boolean aligned,
        long partition,
        int order,
        TimeRange times,
        long rows,
        long points,
        List<EncodedChunk> chunks) {
    /** These chunks and behind them those of later columns, which {@link EncodeStage#encodeMore} made of the same rows. */
    public EncodedSeries with(EncodedSeries more) {
        List<EncodedChunk> all = new ArrayList<>(chunks.size() + more.chunks.size());
        all.addAll(chunks);
        all.addAll(more.chunks);
        return new EncodedSeries(device, aligned, partition, order, times, rows, points + more.points, all);
    }

    /** The measurements of the chunks; that of the times is empty. */
    List<String> measurements() {
        return chunks.stream().map(EncodedChunk::measurement).toList();
    }

    /** Bytes of all chunks without their headers. */
    public long bytes() {
        long bytes = 0;
        for (EncodedChunk chunk : chunks) {
            bytes += chunk.data().length;
        }
        return bytes;
    }
}
