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
package io.tsfile.flink.compact;

import io.tsfile.core.compact.CompactionReason;
import io.tsfile.core.compact.CompactionResult;
import io.tsfile.core.compact.CompactionStrategy;
import io.tsfile.core.compact.CompactionTask;
import io.tsfile.core.model.Cut;
import io.tsfile.core.model.Deletion;
import io.tsfile.core.model.LiveFile;
import io.tsfile.flink.bytes.LiveFileBytes;
import io.tsfile.flink.bytes.ModelBytes;
import java.io.DataInput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/**
 * What the operators send each other, as bytes, which Flink has a serializer for: version (1 byte), then a task, or a task and its
 * outputs. Never in a checkpoint.
 */
final class MessageBytes {
    private static final int VERSION = 1;
    private static final int INITIAL_BYTES = 1024;

    private MessageBytes() {}

    static byte[] of(CompactionTask task) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(INITIAL_BYTES);
        out.writeByte(VERSION);
        write(task, out);
        return out.getCopyOfBuffer();
    }

    static byte[] of(CompactionResult result) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(INITIAL_BYTES);
        out.writeByte(VERSION);
        write(result.task(), out);
        ModelBytes.writeFiles(result.outputs(), out);
        return out.getCopyOfBuffer();
    }

    static CompactionTask task(byte[] bytes) throws IOException {
        return readTask(open(bytes));
    }

    static CompactionResult result(byte[] bytes) throws IOException {
        DataInput in = open(bytes);
        return new CompactionResult(readTask(in), new ArrayList<>(ModelBytes.readFiles(in, true)));
    }

    private static DataInput open(byte[] bytes) throws IOException {
        DataInputDeserializer in = new DataInputDeserializer(bytes);
        int version = in.readByte();
        if (version != VERSION) {
            throw new IOException("Cannot read a message of version " + version
                    + " between the operators of a compaction: this release writes and reads version " + VERSION
                    + "; run one release of the connector on all workers");
        }
        return in;
    }

    private static void write(CompactionTask task, DataOutputSerializer out) throws IOException {
        out.writeLong(task.partition());
        ModelBytes.writeString(task.reason().name(), out);
        ModelBytes.writeString(task.strategy().name(), out);
        out.writeLong(task.snapshot());
        out.writeInt(task.level());
        ModelBytes.writeCut(task.cut(), out);
        Map<Deletion, Integer> deletions = LiveFileBytes.writeDeletions(task.inputs().stream(), out);
        LiveFileBytes.writeFiles(task.inputs(), deletions, out);
    }

    private static CompactionTask readTask(DataInput in) throws IOException {
        long partition = in.readLong();
        CompactionReason reason = CompactionReason.valueOf(ModelBytes.readString(in));
        CompactionStrategy strategy = CompactionStrategy.valueOf(ModelBytes.readString(in));
        long snapshot = in.readLong();
        int level = in.readInt();
        Cut cut = ModelBytes.readCut(in);
        List<Deletion> deletions = LiveFileBytes.readDeletions(in);
        List<LiveFile> inputs = LiveFileBytes.readFiles(in, deletions);
        return new CompactionTask(partition, reason, strategy, snapshot, level, cut, new ArrayList<>(inputs));
    }
}
