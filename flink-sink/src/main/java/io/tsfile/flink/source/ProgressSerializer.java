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
package io.tsfile.flink.source;

import io.tsfile.flink.bytes.ModelBytes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/** Writes the enumerator's state. */
final class ProgressSerializer implements SimpleVersionedSerializer<ReadProgress> {
    private static final int VERSION = 1;

    private static final int INITIAL_BYTES = 1024;

    @Override
    public int getVersion() {
        return VERSION;
    }

    @Override
    public byte[] serialize(ReadProgress progress) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(INITIAL_BYTES);
        ModelBytes.writeString(progress.phase().name(), out);
        UUID table = progress.table();
        out.writeBoolean(table != null);
        if (table != null) {
            ModelBytes.writeId(table, out);
        }
        out.writeLong(progress.next());
        out.writeLong(progress.current());
        out.writeInt(progress.pending().size());
        for (TsFileSplit split : progress.pending()) {
            SplitBytes.write(split, out);
        }
        return out.getCopyOfBuffer();
    }

    @Override
    public ReadProgress deserialize(int version, byte[] bytes) throws IOException {
        if (version != VERSION) {
            throw new IOException("Cannot read a source's progress of version " + version
                    + ": this release reads version " + VERSION + "; restore the job with the release that wrote it");
        }
        DataInputDeserializer in = new DataInputDeserializer(bytes);
        ReadProgress.Phase phase = ReadProgress.Phase.valueOf(ModelBytes.readString(in));
        UUID table = in.readBoolean() ? ModelBytes.readId(in) : null;
        long next = in.readLong();
        long current = in.readLong();
        int count = in.readInt();
        List<TsFileSplit> pending = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            pending.add(SplitBytes.read(in));
        }
        return new ReadProgress(phase, table, next, current, pending);
    }
}
