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
package io.tsfile.core.testing;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Files of deletions and of resources in the layout of an IoTDB 2. */
public final class ModBytes {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final DataOutputStream out = new DataOutputStream(bytes);

    /** A deletion by a path with wildcards. */
    public ModBytes tree(String path, long start, long end) {
        return write(() -> {
            out.writeByte(1);
            out.writeLong(start);
            out.writeLong(end);
            text(path);
        });
    }

    /** A deletion from the devices of a table that have the value as their first tag; of all columns without any. */
    public ModBytes table(String table, String firstTag, List<String> columns, long start, long end) {
        return write(() -> {
            out.writeByte(0);
            out.writeLong(start);
            out.writeLong(end);
            text(table);
            out.writeByte(2);
            text(firstTag);
            number(1);
            number(columns.size());
            for (String column : columns) {
                text(column);
            }
        });
    }

    /** A resource without devices. */
    public ModBytes resource(String sharedMods, long from) {
        return write(() -> {
            out.writeByte(1);
            out.writeByte(3);
            out.writeInt(0);
            out.writeLong(Long.MIN_VALUE);
            out.writeLong(Long.MAX_VALUE);
            byte[] path = sharedMods.getBytes(StandardCharsets.UTF_8);
            out.writeInt(path.length);
            out.write(path);
            out.writeLong(from);
            out.writeByte(0);
        });
    }

    /** All that was written. */
    public byte[] toBytes() {
        return bytes.toByteArray();
    }

    private interface Step {
        void run() throws IOException;
    }

    private ModBytes write(Step step) {
        try {
            step.run();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void text(String text) throws IOException {
        byte[] content = text.getBytes(StandardCharsets.UTF_8);
        number(content.length);
        out.write(content);
    }

    /** Seven bits a byte, the lowest first, the sign in the lowest bit. */
    private void number(int number) throws IOException {
        int coded = (number << 1) ^ (number >> 31);
        while ((coded & ~0x7f) != 0) {
            out.writeByte((coded & 0x7f) | 0x80);
            coded >>>= 7;
        }
        out.writeByte(coded);
    }
}
