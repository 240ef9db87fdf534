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
package io.tsfile.core.wal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Bytes that grow at their end, little-endian. Not thread-safe. */
final class LogBytes {
    private byte[] array;
    private ByteBuffer bytes;

    /** No bytes yet, and room for {@code capacity}. */
    LogBytes(int capacity) {
        this.array = new byte[capacity];
        this.bytes = littleEndian(array);
    }

    /** How many bytes there are. */
    int size() {
        return bytes.position();
    }

    /** The bytes, {@link #size()} of them, and room behind them. */
    byte[] array() {
        return array;
    }

    /** Forgets all bytes from {@code size} on. */
    void truncate(int size) {
        bytes.position(size);
    }

    /** The buffer at its end with room for {@code more} bytes; the next call may replace it. */
    ByteBuffer room(long more) {
        if (more > bytes.remaining()) {
            long needed = size() + more;
            if (needed > Integer.MAX_VALUE - 8) {
                throw new IllegalStateException("Cannot hold " + needed + " bytes of records in memory");
            }
            int size = size();
            int capacity = (int) Math.min(Integer.MAX_VALUE - 8, Math.max(needed, 2L * bytes.capacity()));
            array = Arrays.copyOf(array, capacity);
            bytes = littleEndian(array);
            bytes.position(size);
        }
        return bytes;
    }

    private static ByteBuffer littleEndian(byte[] array) {
        return ByteBuffer.wrap(array).order(ByteOrder.LITTLE_ENDIAN);
    }
}
