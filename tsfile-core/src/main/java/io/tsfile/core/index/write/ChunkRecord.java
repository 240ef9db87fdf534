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
package io.tsfile.core.index.write;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.utils.ReadWriteForEncodingUtils;
import org.apache.tsfile.utils.ReadWriteIOUtils;

/**
 * What the index will say of a chunk.
 *
 * @param measurement the series; empty for the times of an aligned device
 * @param mask {@code 0x80} for times, {@code 0x40} for values of an aligned device, else 0
 * @param offset where its header starts
 * @param statistics in the form of the format, from position to limit
 */
record ChunkRecord(String measurement, TSDataType type, int mask, long offset, ByteBuffer statistics) {
    /** Whether all values are null: the statistics say nothing then. */
    boolean isEmpty() {
        return ReadWriteForEncodingUtils.readUnsignedVarInt(statistics.duplicate()) == 0;
    }

    void write(OutputStream out) throws IOException {
        ReadWriteIOUtils.writeVar(measurement, out);
        out.write(type.serialize());
        out.write(mask);
        ReadWriteIOUtils.write(offset, out);
        ReadWriteForEncodingUtils.writeUnsignedVarInt(statistics.remaining(), out);
        writeStatistics(out);
    }

    void writeStatistics(OutputStream out) throws IOException {
        out.write(statistics.array(), statistics.arrayOffset() + statistics.position(), statistics.remaining());
    }

    /** Reads what {@link #write} wrote. The statistics stay where they are. */
    static ChunkRecord read(ByteBuffer from) {
        String measurement = ReadWriteIOUtils.readVarIntString(from);
        TSDataType type = TSDataType.deserialize(from.get());
        int mask = from.get() & 0xff;
        long offset = from.getLong();
        int length = ReadWriteForEncodingUtils.readUnsignedVarInt(from);
        ByteBuffer statistics = from.duplicate().limit(from.position() + length);
        from.position(from.position() + length);
        return new ChunkRecord(measurement, type, mask, offset, statistics);
    }
}
