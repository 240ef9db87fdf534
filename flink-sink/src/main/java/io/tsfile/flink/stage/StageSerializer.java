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

import io.tsfile.core.model.Column;
import io.tsfile.core.vector.Vector;
import io.tsfile.flink.bytes.ModelBytes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeutils.base.TypeSerializerSingleton;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Writes a stage's messages: version (1 byte), interval (8), kind (1), then a series, tombstones or columns. Messages are not changed
 * after they were sent, so copies are the messages themselves.
 */
abstract class StageSerializer<T> extends TypeSerializerSingleton<Staged<T>> {
    /** In version 1 every message was a series. */
    private static final int VERSION = 2;

    private static final int SERIES = 0;
    private static final int DELETIONS = 1;
    private static final int COLUMNS = 2;

    abstract void writeSeries(T series, DataOutputView out) throws IOException;

    abstract T readSeries(DataInputView in) throws IOException;

    @Override
    public final void serialize(Staged<T> message, DataOutputView out) throws IOException {
        out.writeByte(VERSION);
        out.writeLong(message.interval());
        if (message instanceof Staged.Series<T> rows) {
            out.writeByte(SERIES);
            writeSeries(rows.series(), out);
        } else if (message instanceof Staged.Deletions<T> deletions) {
            out.writeByte(DELETIONS);
            ModelBytes.writeTombstones(deletions.tombstones(), out);
        } else if (message instanceof Staged.Columns<T> columns) {
            out.writeByte(COLUMNS);
            ColumnBytes.write(columns.columns(), columns.values(), out);
        }
    }

    @Override
    public final Staged<T> deserialize(DataInputView in) throws IOException {
        int version = in.readByte();
        if (version != VERSION) {
            throw new IOException("Cannot read a message of version " + version
                    + " between the sink's stages: this release" + " writes and reads version " + VERSION
                    + "; run one release of the connector on all workers");
        }
        long interval = in.readLong();
        int kind = in.readByte();
        return switch (kind) {
            case SERIES -> new Staged.Series<>(interval, readSeries(in));
            case DELETIONS -> new Staged.Deletions<>(interval, ModelBytes.readTombstones(in));
            case COLUMNS -> readColumns(interval, in);
            default ->
                throw new IOException("Cannot read a message of kind " + kind + " between the sink's stages: there are "
                        + SERIES + " to " + COLUMNS + "; the bytes are damaged");
        };
    }

    private static <T> Staged<T> readColumns(long interval, DataInputView in) throws IOException {
        List<Column> columns = new ArrayList<>();
        List<Vector> values = new ArrayList<>();
        ColumnBytes.read(in, SeriesMessages.spareVectors(), columns, values);
        return new Staged.Columns<>(interval, columns, values, true);
    }

    @Override
    public final Staged<T> deserialize(Staged<T> reuse, DataInputView in) throws IOException {
        return deserialize(in);
    }

    @Override
    public final void copy(DataInputView in, DataOutputView out) throws IOException {
        serialize(deserialize(in), out);
    }

    @Override
    public final Staged<T> copy(Staged<T> from) {
        return from;
    }

    @Override
    public final Staged<T> copy(Staged<T> from, Staged<T> reuse) {
        return from;
    }

    @Override
    public final boolean isImmutableType() {
        return true;
    }

    @Override
    public final Staged<T> createInstance() {
        throw new UnsupportedOperationException("Cannot make an empty message: messages are not reused");
    }

    @Override
    public final int getLength() {
        return -1;
    }
}
