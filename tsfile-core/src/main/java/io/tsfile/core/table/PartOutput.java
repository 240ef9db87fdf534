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
package io.tsfile.core.table;

import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.TimeRange;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a part of a checkpoint, as {@code docs/table-log.md} defines them: a head, the texts and devices that the body
 * names by number, the body. Not thread-safe.
 */
final class PartOutput {
    static final int MAGIC = 0x54534350;
    static final int VERSION = 1;

    private final Map<String, Integer> texts = new LinkedHashMap<>();
    private final Map<IDeviceID, Integer> devices = new LinkedHashMap<>();
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    void bytes(int value) {
        body.write(value);
    }

    /** A number without a sign. */
    void count(long value) {
        count(body, value);
    }

    /** A number with a sign, of which small ones are short. */
    void signed(long value) {
        count((value << 1) ^ (value >> 63));
    }

    void int32(int value) {
        body.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(value).array());
    }

    void uuid(UUID value) {
        body.writeBytes(ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(value.getMostSignificantBits())
                .putLong(value.getLeastSignificantBits())
                .array());
    }

    void times(TimeRange range) {
        signed(range.start());
        count(range.end() - range.start());
    }

    /** A text that comes once. */
    void text(String text) {
        text(body, text);
    }

    /** A text that comes often. */
    void sharedText(String text) {
        count(number(text));
    }

    void device(IDeviceID device) {
        Integer known = devices.get(device);
        if (known == null) {
            known = devices.size();
            devices.put(device, known);
            // Now, because the texts are written before the devices.
            Devices.segments(device).forEach(segment -> {
                if (segment != null) {
                    number(segment);
                }
            });
        }
        count(known);
    }

    /** The whole part. */
    byte[] finish(PartKind kind) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(body.size() + 1024);
        out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(MAGIC).array());
        out.write(VERSION);
        out.write(kind.code());
        count(out, texts.size());
        texts.keySet().forEach(text -> text(out, text));
        count(out, devices.size());
        for (IDeviceID device : devices.keySet()) {
            count(out, device.segmentNum());
            for (@Nullable String segment : Devices.segments(device)) {
                count(out, segment == null ? 0 : 1 + number(segment));
            }
        }
        out.writeBytes(body.toByteArray());
        return out.toByteArray();
    }

    private int number(String text) {
        Integer known = texts.get(text);
        if (known == null) {
            known = texts.size();
            texts.put(text, known);
        }
        return known;
    }

    private static void count(ByteArrayOutputStream out, long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            out.write((int) (rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        out.write((int) rest);
    }

    private static void text(ByteArrayOutputStream out, String text) {
        try {
            ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            count(out, bytes.remaining());
            out.write(bytes.array(), bytes.arrayOffset(), bytes.remaining());
        } catch (CharacterCodingException e) {
            throw new TsFileConnectorException(
                    "Cannot write '" + text + "' into a checkpoint: it is no Unicode text", e);
        }
    }
}
