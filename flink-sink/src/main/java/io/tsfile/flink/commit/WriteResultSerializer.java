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

import io.tsfile.flink.bytes.ModelBytes;
import java.io.IOException;
import java.util.List;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/** Writes what writers tell the aggregator. */
public final class WriteResultSerializer implements SimpleVersionedSerializer<WriteResult> {
    /** Version 1 has neither chunks nor splits of the files, version 2 neither an id nor tombstones. */
    private static final int VERSION = 3;

    private static final int INITIAL_BYTES = 512;

    @Override
    public int getVersion() {
        return VERSION;
    }

    @Override
    public byte[] serialize(WriteResult value) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(INITIAL_BYTES);
        ModelBytes.writeId(value.id(), out);
        ModelBytes.writeFiles(value.files(), out);
        ModelBytes.writeTombstones(value.tombstones(), out);
        return out.getCopyOfBuffer();
    }

    @Override
    public WriteResult deserialize(int version, byte[] bytes) throws IOException {
        if (version < 1 || version > VERSION) {
            throw new IOException(
                    "Cannot read a writer's result of version " + version + ": this release reads versions 1 to "
                            + VERSION + "; restore the job with the release that wrote it");
        }
        DataInputDeserializer in = new DataInputDeserializer(bytes);
        if (version < 3) {
            return WriteResult.of(ModelBytes.readFiles(in, version > 1), List.of());
        }
        return new WriteResult(ModelBytes.readId(in), ModelBytes.readFiles(in, true), ModelBytes.readTombstones(in));
    }
}
