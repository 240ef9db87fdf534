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

import io.tsfile.core.model.Column;
import io.tsfile.core.model.TableModel;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimePrecision;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.apache.tsfile.enums.ColumnCategory;
import org.apache.tsfile.enums.TSDataType;

/**
 * The bytes in front of a segment's records: a start that never changes from version to version (magic, version, length of the
 * rest, checksum), and the rest with a checksum of its own.
 *
 * @param header what the segment says of itself
 * @param generation of its records
 * @param salt part of the checksum of each record, so that a record of another segment, which a disk may show where nothing
 *     was written yet, is none of this one
 */
record SegmentHead(WalHeader header, long generation, int salt) {
    static final int VERSION = 1;
    /** Magic, version, length, checksum. */
    static final int START_BYTES = 20;
    /** More than this no table needs. */
    static final int MAX_BODY_BYTES = 1 << 28;

    private static final byte[] MAGIC = "TSFILWAL".getBytes(StandardCharsets.US_ASCII);

    /** A head as bytes. */
    static LogBytes encode(WalHeader header, long generation) {
        LogBytes body = body(header, generation);
        LogBytes head = new LogBytes(256);
        head.room(START_BYTES).put(MAGIC).putInt(VERSION).putInt(body.size());
        head.room(4).putInt(checksum(head.array(), 0, head.size()));
        head.room(body.size() + 4L).put(body.array(), 0, body.size()).putInt(checksum(body.array(), 0, body.size()));
        return head;
    }

    /** The salt of a head that {@link #encode} made. */
    static int salt(LogBytes head) {
        return ByteBuffer.wrap(head.array()).order(ByteOrder.LITTLE_ENDIAN).getInt(head.size() - 4);
    }

    /**
     * How many bytes follow the start.
     *
     * @param start little-endian
     * @throws IllegalArgumentException with what is wrong, if it is no start of this version
     */
    static int bodyBytes(ByteBuffer start) {
        byte[] magic = new byte[MAGIC.length];
        start.get(magic);
        int version = start.getInt();
        int length = start.getInt();
        if (start.getInt() != checksum(start.array(), start.arrayOffset(), START_BYTES - 4)) {
            throw new IllegalArgumentException("the checksum of its first bytes does not match");
        }
        if (!Arrays.equals(magic, MAGIC)) {
            throw new IllegalArgumentException("it does not start as a segment does");
        }
        if (version != VERSION) {
            throw new IllegalArgumentException("it has version " + version + ", and this release knows only version "
                    + VERSION + "; use the release that wrote it");
        }
        if (length < 0 || length > MAX_BODY_BYTES) {
            throw new IllegalArgumentException("a header of " + length + " bytes is none");
        }
        return length;
    }

    /**
     * Reads what follows the start.
     *
     * @param rest little-endian, of {@link #bodyBytes} bytes and a checksum
     * @throws IllegalArgumentException with what is wrong
     */
    static SegmentHead decode(ByteBuffer rest) {
        int length = rest.remaining() - 4;
        int salt = rest.getInt(rest.position() + length);
        if (salt != checksum(rest.array(), rest.arrayOffset() + rest.position(), length)) {
            throw new IllegalArgumentException("the checksum of its header does not match");
        }
        try {
            ByteBuffer body = rest.slice(rest.position(), length).order(rest.order());
            SegmentHead head = decodeBody(body, salt);
            if (body.hasRemaining()) {
                throw new IllegalArgumentException("its header is longer than what it holds");
            }
            return head;
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("its header is shorter than what it holds", e);
        }
    }

    static int checksum(byte[] bytes, int from, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, from, length);
        return (int) crc.getValue();
    }

    private static LogBytes body(WalHeader header, long generation) {
        TableSchema schema = header.schema();
        LogBytes body = new LogBytes(256);
        Fields.putUuid(body, header.table());
        Fields.putUuid(body, header.writer());
        body.room(11)
                .putLong(generation)
                .put((byte) (schema.model() == TableModel.TABLE ? 0 : 1))
                .put((byte) (header.aligned() ? 1 : 0))
                .put((byte)
                        switch (schema.precision()) {
                            case MILLIS -> 0;
                            case MICROS -> 1;
                            case NANOS -> 2;
                        });
        Fields.putText(body, schema.name());
        Fields.putText(body, schema.timeColumn());
        body.room(4).putInt(schema.columns().size());
        for (Column column : schema.columns()) {
            Fields.putText(body, column.name());
            body.room(2).put(column.type().serialize()).put((byte) (column.category() == ColumnCategory.TAG ? 0 : 1));
        }
        return body;
    }

    private static SegmentHead decodeBody(ByteBuffer body, int salt) {
        UUID table = Fields.getUuid(body);
        UUID writer = Fields.getUuid(body);
        long generation = body.getLong();
        TableModel model = choice(body, TableModel.TABLE, TableModel.TREE);
        boolean aligned = choice(body, false, true);
        TimePrecision precision = choice(body, TimePrecision.MILLIS, TimePrecision.MICROS, TimePrecision.NANOS);
        String name = Fields.getText(body);
        String timeColumn = Fields.getText(body);
        int count = body.getInt();
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String column = Fields.getText(body);
            TSDataType type = TSDataType.deserialize(body.get());
            columns.add(new Column(column, type, choice(body, ColumnCategory.TAG, ColumnCategory.FIELD)));
        }
        TableSchema schema = new TableSchema(model, name, timeColumn, precision, columns);
        return new SegmentHead(new WalHeader(table, writer, schema, aligned), generation, salt);
    }

    @SafeVarargs
    private static <T> T choice(ByteBuffer body, T... choices) {
        int index = Byte.toUnsignedInt(body.get());
        if (index >= choices.length) {
            throw new IllegalArgumentException(
                    "its header holds " + index + " where " + choices.length + " things can be chosen from");
        }
        return choices[index];
    }
}
