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

import java.io.IOException;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/** Writes the splits that go to readers, and that these keep in checkpoints. */
final class SplitSerializer implements SimpleVersionedSerializer<TsFileSplit> {
    private static final int VERSION = 1;

    private static final int INITIAL_BYTES = 1024;

    @Override
    public int getVersion() {
        return VERSION;
    }

    @Override
    public byte[] serialize(TsFileSplit split) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(INITIAL_BYTES);
        SplitBytes.write(split, out);
        return out.getCopyOfBuffer();
    }

    @Override
    public TsFileSplit deserialize(int version, byte[] bytes) throws IOException {
        if (version != VERSION) {
            throw new IOException("Cannot read a split of version " + version + ": this release reads version "
                    + VERSION + "; restore the job with the release that wrote it");
        }
        return SplitBytes.read(new DataInputDeserializer(bytes));
    }
}
