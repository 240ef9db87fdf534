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

import io.tsfile.flink.bytes.ModelBytes;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.base.TypeSerializerSingleton;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Writes messages from the packer to the buffer: version (1 byte), bucket (4), length (4), bytes. The version is that of the bytes,
 * too.
 */
public final class PackedRowsSerializer extends TypeSerializerSingleton<PackedRows> {
    static final PackedRowsSerializer INSTANCE = new PackedRowsSerializer();

    private static final int VERSION = 1;

    @Override
    public void serialize(PackedRows rows, DataOutputView out) throws IOException {
        out.writeByte(VERSION);
        out.writeInt(rows.bucket());
        ModelBytes.writeBytes(rows.bytes(), out);
    }

    @Override
    public PackedRows deserialize(DataInputView in) throws IOException {
        int version = in.readByte();
        if (version != VERSION) {
            throw new IOException("Cannot read rows of version " + version + " on their way to the sink's buffer: this"
                    + " release writes and reads version " + VERSION
                    + "; run one release of the connector on all workers, and"
                    + " after an update start the job from a savepoint, not from an unaligned checkpoint");
        }
        return new PackedRows(in.readInt(), ModelBytes.readBytes(in));
    }

    @Override
    public PackedRows deserialize(PackedRows reuse, DataInputView in) throws IOException {
        return deserialize(in);
    }

    @Override
    public void copy(DataInputView in, DataOutputView out) throws IOException {
        serialize(deserialize(in), out);
    }

    @Override
    public PackedRows copy(PackedRows from) {
        return from;
    }

    @Override
    public PackedRows copy(PackedRows from, PackedRows reuse) {
        return from;
    }

    @Override
    public boolean isImmutableType() {
        return true;
    }

    @Override
    public PackedRows createInstance() {
        throw new UnsupportedOperationException("Cannot make an empty message: messages are not reused");
    }

    @Override
    public int getLength() {
        return -1;
    }

    @Override
    public TypeSerializerSnapshot<PackedRows> snapshotConfiguration() {
        return new Snapshot();
    }

    /** Names the serializer in checkpoints. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<PackedRows> {
        /** For Flink. */
        public Snapshot() {
            super(PackedRowsSerializer::new);
        }
    }
}
