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
package io.tsfile.core.index.write;

import io.tsfile.core.TsFileConnectorException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Serializable;
import java.util.List;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.apache.tsfile.file.metadata.statistics.Statistics;
import org.apache.tsfile.utils.PublicBAOS;
import org.apache.tsfile.utils.ReadWriteForEncodingUtils;
import org.apache.tsfile.utils.ReadWriteIOUtils;

/** Writes what the index says of one series: see the reader of this form, {@code SeriesChunks}. Not thread-safe. */
final class SeriesWriter {
    private final String path;
    private final PublicBAOS list = new PublicBAOS();

    /**
     * A writer.
     *
     * @param path the file, for messages
     */
    SeriesWriter(String path) {
        this.path = path;
    }

    /**
     * Writes a series.
     *
     * @param chunks of one measurement; at least one
     * @throws TsFileConnectorException if their types differ, which no reader can make sense of
     */
    void write(IDeviceID device, List<ChunkRecord> chunks, OutputStream out) throws IOException {
        ChunkRecord first = chunks.get(0);
        boolean several = chunks.size() > 1;
        list.reset();
        for (ChunkRecord chunk : chunks) {
            if (chunk.type() != first.type()) {
                throw new TsFileConnectorException(
                        "Cannot finish " + path + ": measurement '" + first.measurement() + "' of device " + device
                                + " has chunks of type " + first.type() + " and of type " + chunk.type()
                                + ". Write a measurement with one type, or to two files");
            }
            ReadWriteIOUtils.write(chunk.offset(), list);
            if (several) {
                chunk.writeStatistics(list);
            }
        }
        out.write((several ? 1 : 0) | first.mask());
        ReadWriteIOUtils.writeVar(first.measurement(), out);
        out.write(first.type().serialize());
        ReadWriteForEncodingUtils.writeUnsignedVarInt(list.size(), out);
        if (several) {
            merged(first.type(), chunks).serialize(out);
        } else {
            first.writeStatistics(out);
        }
        list.writeTo(out);
    }

    private static Statistics<? extends Serializable> merged(TSDataType type, List<ChunkRecord> chunks) {
        Statistics<? extends Serializable> all = Statistics.getStatsByType(type);
        for (ChunkRecord chunk : chunks) {
            if (!chunk.isEmpty()) {
                all.mergeStatistics(Statistics.deserialize(chunk.statistics().duplicate(), type));
            }
        }
        return all;
    }
}
