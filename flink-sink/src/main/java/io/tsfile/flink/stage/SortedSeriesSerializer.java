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

import io.tsfile.core.flush.SortedSeries;
import io.tsfile.core.model.Column;
import io.tsfile.core.vector.LongVector;
import io.tsfile.core.vector.SpareVectors;
import io.tsfile.core.vector.Vector;
import io.tsfile.core.vector.VectorBytes;
import io.tsfile.flink.bytes.ModelBytes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Messages from the buffer to the encoder. */
public final class SortedSeriesSerializer extends StageSerializer<SortedSeries> {
    static final SortedSeriesSerializer INSTANCE = new SortedSeriesSerializer();

    @Override
    void writeSeries(SortedSeries series, DataOutputView out) throws IOException {
        ModelBytes.writeDevice(series.device(), out);
        out.writeBoolean(series.aligned());
        out.writeLong(series.partition());
        out.writeInt(series.order());
        VectorBytes.write(series.times(), out);
        ColumnBytes.write(series.columns(), series.values(), out);
    }

    @Override
    SortedSeries readSeries(DataInputView in) throws IOException {
        var device = ModelBytes.readDevice(in);
        boolean aligned = in.readBoolean();
        long partition = in.readLong();
        int order = in.readInt();
        LongVector times = (LongVector) VectorBytes.read(in);
        List<Column> columns = new ArrayList<>();
        List<Vector> values = new ArrayList<>();
        ColumnBytes.read(in, SpareVectors.NONE, columns, values);
        return new SortedSeries(device, aligned, partition, order, times, columns, values);
    }

    @Override
    public TypeSerializerSnapshot<Staged<SortedSeries>> snapshotConfiguration() {
        return new Snapshot();
    }

    /** Names the serializer in checkpoints. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<Staged<SortedSeries>> {
        /** For Flink. */
        public Snapshot() {
            super(SortedSeriesSerializer::new);
        }
    }
}
