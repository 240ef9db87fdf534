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
package io.tsfile.benchmarks;

import io.tsfile.core.flush.memtable.RowValues;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.vector.BinaryVector;
import io.tsfile.core.vector.BooleanVector;
import io.tsfile.core.vector.DoubleVector;
import io.tsfile.core.vector.IntVector;
import io.tsfile.core.vector.LongVector;
import io.tsfile.core.vector.Vector;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.IDeviceID;

/**
 * Rows of 50 machines that report ten values a second: readings with two decimals that walk, counters that rise, states and
 * words that rarely change, and a few nulls.
 */
final class Machines {
    static final int ROWS = 400_000;
    static final int MACHINES = 50;
    private static final int DOUBLES = 6;
    private static final double LATE = 0.01;
    private static final double DUPLICATE = 0.01;
    private static final String[] WORDS = {"idle", "warming up", "running", "cooling down"};

    static final TableSchema SCHEMA = schema();
    static final List<String> FIELDS =
            SCHEMA.fields().stream().map(Column::name).toList();

    private Machines() {}

    /** A row as it arrives. */
    static final class Row implements RowValues {
        final int machine;
        final long time;
        final double[] doubles = new double[DOUBLES];
        boolean gap;
        int count;
        long total;
        boolean ok;
        String state = "";

        Row(int machine, long time) {
            this.machine = machine;
            this.time = time;
        }

        /** The same values at another time. */
        Row at(long otherTime) {
            Row copy = new Row(machine, otherTime);
            System.arraycopy(doubles, 0, copy.doubles, 0, doubles.length);
            copy.gap = gap;
            copy.count = count;
            copy.total = total;
            copy.ok = ok;
            copy.state = state;
            return copy;
        }

        @Override
        public boolean isNull(int field) {
            return gap && field < 2;
        }

        @Override
        public void appendTo(int field, Vector target) {
            if (target instanceof DoubleVector vector) {
                vector.append(doubles[field]);
            } else if (target instanceof IntVector vector) {
                vector.append(count);
            } else if (target instanceof LongVector vector) {
                vector.append(total);
            } else if (target instanceof BooleanVector vector) {
                vector.append(ok);
            } else if (target instanceof BinaryVector vector) {
                vector.append(state.getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    static IDeviceID device(int machine) {
        return Devices.ofTable(SCHEMA.name(), name(machine));
    }

    static String name(int machine) {
        return "machine-" + (100 + machine);
    }

    /** All rows, in the order of their times. */
    static List<Row> inOrder() {
        Random random = new Random(1);
        Row[] last = new Row[MACHINES];
        List<Row> rows = new ArrayList<>(ROWS);
        for (int i = 0; i < ROWS; i++) {
            int machine = i % MACHINES;
            Row row = new Row(machine, 1_700_000_000_000L + (i / MACHINES) * 1000L + random.nextInt(5));
            Row before = last[machine];
            for (int field = 0; field < DOUBLES; field++) {
                double from = before == null ? 50 : before.doubles[field];
                row.doubles[field] = Math.round((from + random.nextGaussian() / 4) * 100) / 100.0;
            }
            row.gap = random.nextInt(100) == 0;
            row.count = (before == null ? 0 : before.count) + random.nextInt(3);
            row.total = (before == null ? 0 : before.total) + random.nextInt(10_000);
            row.ok = random.nextInt(50) != 0;
            row.state = WORDS[(i / MACHINES / 600) % WORDS.length];
            rows.add(row);
            last[machine] = row;
        }
        return rows;
    }

    /** The same rows, a few of them late by up to minutes and a few twice. */
    static List<Row> withLateOnes() {
        Random random = new Random(2);
        List<Row> ordered = inOrder();
        List<Row> rows = new ArrayList<>(ordered);
        for (int i = 0; i < ordered.size(); i++) {
            if (random.nextDouble() < LATE) {
                int to = Math.min(rows.size() - 1, i + random.nextInt(MACHINES * 120));
                Row swap = rows.get(to);
                rows.set(to, rows.get(i));
                rows.set(i, swap);
            }
            if (random.nextDouble() < DUPLICATE) {
                rows.add(Math.min(rows.size(), i + random.nextInt(MACHINES * 60)), ordered.get(i));
                // One for one, so that both orders have the same number of rows.
                rows.remove(rows.size() - 1);
            }
        }
        return rows;
    }

    private static TableSchema schema() {
        List<Column> columns = new ArrayList<>();
        columns.add(Column.tag("machine"));
        for (int i = 0; i < DOUBLES; i++) {
            columns.add(Column.field("reading" + i, TSDataType.DOUBLE));
        }
        columns.add(Column.field("count", TSDataType.INT32));
        columns.add(Column.field("total", TSDataType.INT64));
        columns.add(Column.field("ok", TSDataType.BOOLEAN));
        columns.add(Column.field("state", TSDataType.STRING));
        return TableSchema.ofTable("machines", columns);
    }
}
