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
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.jspecify.annotations.Nullable;

/** Reads what {@link PartOutput} wrote; every failure names the file and the byte. Not thread-safe. */
final class PartInput {
    private static final int MOST_COUNT_BYTES = 10;

    private final String file;
    private final ByteBuffer content;
    private final String[] texts;
    private final IDeviceID[] devices;

    /**
     * Reads the head.
     *
     * @param shared gives the one instance of equal devices, so that the parts of a checkpoint share them
     */
    PartInput(byte[] content, String file, PartKind kind, UnaryOperator<IDeviceID> shared) {
        this.file = file;
        this.content = ByteBuffer.wrap(content);
        if (int32() != PartOutput.MAGIC) {
            throw wrong("it is no part of a checkpoint");
        }
        int version = bytes();
        if (version != PartOutput.VERSION) {
            throw new NewerLogException("Cannot read " + file + ": it is of version " + version
                    + ", and this release knows version " + PartOutput.VERSION
                    + ". It was written by a newer version: use that version here, too");
        }
        int code = bytes();
        if (code != kind.code()) {
            throw wrong("it holds parts of kind " + code + ", not " + kind.text() + " (" + kind.code() + ")");
        }
        this.texts = new String[size()];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = text();
        }
        this.devices = new IDeviceID[size()];
        for (int i = 0; i < devices.length; i++) {
            devices[i] = shared.apply(readDevice());
        }
    }

    int bytes() {
        if (!content.hasRemaining()) {
            throw wrong("it ends too early");
        }
        return content.get() & 0xff;
    }

    long count() {
        long value = 0;
        for (int i = 0; i < MOST_COUNT_BYTES; i++) {
            int next = bytes();
            value |= (next & 0x7fL) << (7 * i);
            if (next < 0x80) {
                return value;
            }
        }
        throw wrong("a number has more than " + MOST_COUNT_BYTES + " bytes");
    }

    /** A number that is not negative. */
    long natural() {
        long value = count();
        if (value < 0) {
            throw wrong("a number that is not negative is expected, not " + value);
        }
        return value;
    }

    int natural32() {
        long value = count();
        if (value < 0 || value > Integer.MAX_VALUE) {
            throw wrong("a number of 31 bits is expected, not " + Long.toUnsignedString(value));
        }
        return (int) value;
    }

    /** How many things follow, each of at least one byte. */
    int size() {
        long size = count();
        if (size < 0 || size > content.remaining()) {
            throw wrong("it says that " + Long.toUnsignedString(size) + " things follow, and has " + content.remaining()
                    + " bytes left");
        }
        return (int) size;
    }

    long signed() {
        long value = count();
        return (value >>> 1) ^ -(value & 1);
    }

    int int32() {
        need(Integer.BYTES);
        return content.getInt();
    }

    UUID uuid() {
        need(2 * Long.BYTES);
        return new UUID(content.getLong(), content.getLong());
    }

    TimeRange times() {
        long start = signed();
        long length = count();
        return checked(() -> new TimeRange(start, start + length));
    }

    String text() {
        int length = size();
        ByteBuffer bytes = content.slice(content.position(), length);
        content.position(content.position() + length);
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException e) {
            throw wrong("a text is not in UTF-8");
        }
    }

    String sharedText() {
        return texts[index(texts.length, "texts")];
    }

    IDeviceID device() {
        return devices[index(devices.length, "devices")];
    }

    /** What {@code supplier} makes of what was read, or an error with its reason. */
    <T> T checked(Supplier<T> supplier) {
        try {
            return supplier.get();
        } catch (IllegalArgumentException e) {
            throw wrong(String.valueOf(e.getMessage()));
        }
    }

    /** Refuses bytes behind the end. */
    void end() {
        if (content.hasRemaining()) {
            throw wrong(content.remaining() + " bytes follow its end");
        }
    }

    TsFileConnectorException wrong(String reason) {
        return new TsFileConnectorException(
                "Cannot read " + file + " before byte " + content.position() + ": " + reason);
    }

    private IDeviceID readDevice() {
        int size = size();
        List<@Nullable String> segments = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            int text = index(texts.length + 1, "texts");
            segments.add(text == 0 ? null : texts[text - 1]);
        }
        if (segments.isEmpty() || segments.get(0) == null) {
            throw wrong("a device starts with a name");
        }
        return Devices.ofSegments(segments);
    }

    private int index(int size, String of) {
        long index = count();
        if (index < 0 || index >= size) {
            throw wrong("it names number " + Long.toUnsignedString(index) + " of " + size + " " + of);
        }
        return (int) index;
    }

    private void need(int bytes) {
        if (content.remaining() < bytes) {
            throw wrong("it ends too early");
        }
    }
}
