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
package io.tsfile.core.writer;

import io.tsfile.core.model.Devices;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.testing.ObjectRow;
import io.tsfile.core.testing.Oracle;
import io.tsfile.core.testing.RandomRows;
import io.tsfile.core.testing.RandomRows.KeyedRow;
import io.tsfile.core.vector.LongVector;
import io.tsfile.core.vector.Vector;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.jspecify.annotations.Nullable;

/** Appends random rows in all ways that there are, and remembers those whose append returned. For one thread. */
final class RandomAppends {
    private static final int MOST_BATCH_ROWS = 20;

    private final TableSchema schema;
    private final RandomRows rows;
    private final Random random;
    private final String suffix;
    private final List<KeyedRow> appended = new ArrayList<>();
    /** Of an append that did not return; else none. */
    private List<KeyedRow> tried = List.of();

    /**
     * @param thread whose devices no other thread's appends have
     */
    RandomAppends(TableSchema schema, long seed, int devices, int thread) {
        this.schema = schema;
        this.rows = new RandomRows(schema, seed, devices);
        this.random = new Random(seed);
        this.suffix = "t" + thread;
    }

    /** One append. */
    void next(TsFileWriter writer) throws IOException {
        KeyedRow row = rows.next();
        IDeviceID device = own(row.device());
        List<KeyedRow> taken = new ArrayList<>();
        tried = taken;
        switch (random.nextInt(4)) {
            case 0 -> {
                int field = random.nextInt(schema.fields().size());
                if (!row.row().isNull(field)) {
                    @Nullable Object[] values = new Object[schema.fields().size()];
                    values[field] = row.row().values().get(field);
                    taken.add(new KeyedRow(device, row.time(), ObjectRow.of(values)));
                }
                writer.append(device, field, row.time(), row.row());
            }
            case 1 -> {
                for (int i = random.nextInt(MOST_BATCH_ROWS); i >= 0; i--) {
                    KeyedRow other = rows.next();
                    taken.add(new KeyedRow(device, other.time(), other.row()));
                }
                appendBatch(writer, device, taken);
            }
            default -> {
                taken.add(new KeyedRow(device, row.time(), row.row()));
                writer.append(device, row.time(), row.row());
            }
        }
        appended.addAll(taken);
        tried = List.of();
    }

    /** How many rows were appended so far. */
    int count() {
        return appended.size();
    }

    /** What a table must answer that holds the first so many rows. */
    Oracle oracle(int count) {
        Oracle oracle = new Oracle(schema);
        putInto(oracle, count);
        return oracle;
    }

    /** What a table must answer that also holds the rows of the append that did not return. */
    Oracle oracleWithTried() {
        Oracle oracle = oracle(count());
        tried.forEach(row -> oracle.put(row.device(), row.time(), row.row()));
        return oracle;
    }

    /** Puts all rows into an oracle. */
    void putInto(Oracle oracle) {
        putInto(oracle, appended.size());
    }

    private void putInto(Oracle oracle, int count) {
        appended.subList(0, count).forEach(row -> oracle.put(row.device(), row.time(), row.row()));
    }

    private void appendBatch(TsFileWriter writer, IDeviceID device, List<KeyedRow> batch) throws IOException {
        LongVector times = (LongVector) Vector.of(TSDataType.TIMESTAMP, 1);
        batch.forEach(row -> times.append(row.time()));
        @Nullable Vector[] columns = new Vector[schema.fields().size()];
        for (int field = 0; field < columns.length; field++) {
            Vector column = Vector.of(schema.fields().get(field).type(), 1);
            for (KeyedRow row : batch) {
                if (row.row().isNull(field)) {
                    column.appendNull();
                } else {
                    row.row().appendTo(field, column);
                }
            }
            columns[field] = column.nullCount() == batch.size() && random.nextBoolean() ? null : column;
        }
        writer.append(device, times, columns);
    }

    private IDeviceID own(IDeviceID device) {
        List<@Nullable String> segments = Devices.segments(device);
        segments.set(segments.size() - 1, segments.get(segments.size() - 1) + suffix);
        return Devices.ofSegments(segments);
    }
}
