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

import java.io.IOException;
import org.apache.flink.api.common.typeutils.base.TypeSerializerSingleton;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Writes a stage's messages: version (1 byte), interval (8), series. Messages are not changed after they were sent, so
 * copies are the messages themselves.
 */
abstract class StageSerializer<T> extends TypeSerializerSingleton<Staged<T>> {
    private static final int VERSION = 1;

    abstract void writeSeries(T series, DataOutputView out) throws IOException;

    abstract T readSeries(DataInputView in) throws IOException;

    @Override
    public final void serialize(Staged<T> message, DataOutputView out) throws IOException {
        out.writeByte(VERSION);
        out.writeLong(message.interval());
        writeSeries(message.series(), out);
    }

    @Override
    public final Staged<T> deserialize(DataInputView in) throws IOException {
        int version = in.readByte();
        if (version != VERSION) {
            throw new IOException("Cannot read a message of version " + version
                    + " between the sink's stages: this release" + " writes and reads version " + VERSION
                    + "; run one release of the connector on all workers");
        }
        return new Staged<>(in.readLong(), readSeries(in));
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
