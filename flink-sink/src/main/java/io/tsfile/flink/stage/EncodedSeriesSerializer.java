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
package io.tsfile.flink.stage;

import io.tsfile.core.flush.EncodedSeries;
import io.tsfile.core.format.EncodedChunk;
import io.tsfile.core.model.TimeRange;
import io.tsfile.flink.bytes.ModelBytes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.enums.CompressionType;
import org.apache.tsfile.file.metadata.enums.TSEncoding;
import org.apache.tsfile.file.metadata.statistics.Statistics;

/** Messages from the encoder to the writer. */
public final class EncodedSeriesSerializer extends StageSerializer<EncodedSeries> {
    static final EncodedSeriesSerializer INSTANCE = new EncodedSeriesSerializer();

    @Override
    void writeSeries(EncodedSeries series, DataOutputView out) throws IOException {
        ModelBytes.writeDevice(series.device(), out);
        out.writeBoolean(series.aligned());
        out.writeLong(series.partition());
        out.writeInt(series.order());
        out.writeLong(series.times().start());
        out.writeLong(series.times().end());
        out.writeLong(series.rows());
        out.writeLong(series.points());
        out.writeInt(series.chunks().size());
        for (EncodedChunk chunk : series.chunks()) {
            writeChunk(chunk, out);
        }
    }

    @Override
    EncodedSeries readSeries(DataInputView in) throws IOException {
        var device = ModelBytes.readDevice(in);
        boolean aligned = in.readBoolean();
        long partition = in.readLong();
        int order = in.readInt();
        TimeRange times = new TimeRange(in.readLong(), in.readLong());
        long rows = in.readLong();
        long points = in.readLong();
        int count = in.readInt();
        List<EncodedChunk> chunks = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            chunks.add(readChunk(in));
        }
        return new EncodedSeries(device, aligned, partition, order, times, rows, points, chunks);
    }

    private static void writeChunk(EncodedChunk chunk, DataOutputView out) throws IOException {
        ModelBytes.writeString(chunk.measurement(), out);
        out.writeByte(chunk.type().serialize());
        out.writeByte(chunk.compression().serialize());
        out.writeByte(chunk.encoding().serialize());
        out.writeByte(chunk.mask());
        out.writeInt(chunk.pages());
        ByteArrayOutputStream statistics = new ByteArrayOutputStream();
        chunk.statistics().serialize(statistics);
        ModelBytes.writeBytes(statistics.toByteArray(), out);
        ModelBytes.writeBytes(chunk.data(), out);
    }

    private static EncodedChunk readChunk(DataInputView in) throws IOException {
        String measurement = ModelBytes.readString(in);
        TSDataType type = TSDataType.deserialize(in.readByte());
        CompressionType compression = CompressionType.deserialize(in.readByte());
        TSEncoding encoding = TSEncoding.deserialize(in.readByte());
        int mask = in.readUnsignedByte();
        int pages = in.readInt();
        Statistics<? extends Serializable> statistics =
                Statistics.deserialize(new ByteArrayInputStream(ModelBytes.readBytes(in)), type);
        return new EncodedChunk(
                measurement, type, compression, encoding, mask, pages, statistics, ModelBytes.readBytes(in));
    }

    @Override
    public TypeSerializerSnapshot<Staged<EncodedSeries>> snapshotConfiguration() {
        return new Snapshot();
    }

    /** Names the serializer in checkpoints. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<Staged<EncodedSeries>> {
        /** For Flink. */
        public Snapshot() {
            super(EncodedSeriesSerializer::new);
        }
    }
}
