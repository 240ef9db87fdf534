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

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What headers and records are made of. No length is believed that does not fit into the bytes at hand. */
final class Fields {
    /** The length of a text that is null. */
    private static final int NULL = -1;

    private Fields() {}

    /**
     * Makes sure that bytes are there.
     *
     * @throws BufferUnderflowException if they are not
     */
    static void require(ByteBuffer in, long bytes) {
        if (bytes > in.remaining()) {
            throw new BufferUnderflowException();
        }
    }

    /** A length that was read, which is not negative. */
    static int length(int length) {
        if (length < 0) {
            throw new BufferUnderflowException();
        }
        return length;
    }

    static void putText(LogBytes out, @Nullable String text) {
        if (text == null) {
            out.room(4).putInt(NULL);
            return;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.room(4L + bytes.length).putInt(bytes.length).put(bytes);
    }

    static @Nullable String getNullableText(ByteBuffer in) {
        int length = in.getInt();
        if (length == NULL) {
            return null;
        }
        require(in, length(length));
        String text = new String(in.array(), in.arrayOffset() + in.position(), length, StandardCharsets.UTF_8);
        in.position(in.position() + length);
        return text;
    }

    static String getText(ByteBuffer in) {
        String text = getNullableText(in);
        if (text == null) {
            throw new IllegalArgumentException("a text is missing");
        }
        return text;
    }

    /** The bytes in the order in which the id is written as text. */
    static void putUuid(LogBytes out, UUID id) {
        out.room(16)
                .putLong(Long.reverseBytes(id.getMostSignificantBits()))
                .putLong(Long.reverseBytes(id.getLeastSignificantBits()));
    }

    static UUID getUuid(ByteBuffer in) {
        return new UUID(Long.reverseBytes(in.getLong()), Long.reverseBytes(in.getLong()));
    }
}
