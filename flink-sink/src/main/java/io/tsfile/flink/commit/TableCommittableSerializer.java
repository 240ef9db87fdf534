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
package io.tsfile.flink.commit;

import io.tsfile.core.table.CommitId;
import io.tsfile.flink.bytes.ModelBytes;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/** Writes the committables that Flink keeps in checkpoints. */
public final class TableCommittableSerializer implements SimpleVersionedSerializer<TableCommittable> {
    /** Version 1 has neither chunks nor splits of the files, version 2 no tombstones. */
    private static final int VERSION = 3;

    private static final int INITIAL_BYTES = 512;

    @Override
    public int getVersion() {
        return VERSION;
    }

    @Override
    public byte[] serialize(TableCommittable value) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(INITIAL_BYTES);
        ModelBytes.writeId(value.table(), out);
        ModelBytes.writeId(value.id().writer(), out);
        out.writeLong(value.id().sequence());
        out.writeLong(value.sealedAtMillis());
        ModelBytes.writeFiles(value.files(), out);
        ModelBytes.writeTombstones(value.tombstones(), out);
        return out.getCopyOfBuffer();
    }

    @Override
    public TableCommittable deserialize(int version, byte[] bytes) throws IOException {
        if (version < 1 || version > VERSION) {
            throw new IOException(
                    "Cannot read a committable of version " + version + ": this release reads versions 1 to " + VERSION
                            + "; restore the job with the release that wrote it");
        }
        DataInputDeserializer in = new DataInputDeserializer(bytes);
        UUID table = ModelBytes.readId(in);
        CommitId id = new CommitId(ModelBytes.readId(in), in.readLong());
        return new TableCommittable(
                table,
                id,
                in.readLong(),
                ModelBytes.readFiles(in, version > 1),
                version > 2 ? ModelBytes.readTombstones(in) : List.of());
    }
}
