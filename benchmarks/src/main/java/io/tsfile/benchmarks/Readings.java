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

import io.tsfile.core.flush.memtable.MemTable;
import io.tsfile.core.flush.memtable.RowValues;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.vector.DoubleVector;
import io.tsfile.core.vector.LongVector;
import io.tsfile.core.vector.Vector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.IDeviceID;

/**
 * Ten million points in memory: 100 devices report ten doubles a second, with some milliseconds of jitter. They come in batches of
 * 1,000 rows of a device, a batch of each device in turn, as collectors hand them over.
 *
 * @param aligned whether devices are the table model's, whose columns share their times, or paths of the tree model, whose
 *     measurements have times of their own
 * @param batches in the order in which they arrive
 */
record Readings(boolean aligned, List<Batch> batches) {
    static final int DEVICES = 100;
    static final int FIELDS = 10;
    static final int ROWS_PER_DEVICE = 10_000;
    static final int ROWS = DEVICES * ROWS_PER_DEVICE;
    static final int POINTS = ROWS * FIELDS;

    static final int BATCH = 1000;
    private static final long FIRST_TIME = 1_700_000_000_000L;
    private static final long STEP = 1000;
    private static final int JITTER = 5;
    /** Rows that a late row lets pass at most. */
    private static final int LATE_BY = 10;

    private static final String TABLE = "readings";

    /** How values come about. */
    enum Kind {
        /** A sensor with two decimals, whose value walks. */
        DECIMALS {
            @Override
            double[] walk(SplittableRandom random) {
                double[] values = new double[ROWS_PER_DEVICE];
                long cents = random.nextLong(2_000, 3_000);
                for (int i = 0; i < values.length; i++) {
                    cents += random.nextInt(-25, 26);
                    values[i] = cents / 100.0;
                }
                return values;
            }
        },
        /** A computed value that walks, all of whose bits count. */
        FULL_PRECISION {
            @Override
            double[] walk(SplittableRandom random) {
                double[] values = new double[ROWS_PER_DEVICE];
                double value = 20 + 10 * random.nextDouble();
                for (int i = 0; i < values.length; i++) {
                    value += (random.nextDouble() - 0.5) / 2;
                    values[i] = value;
                }
                return values;
            }
        };

        /** The values of a series, in order. */
        abstract double[] walk(SplittableRandom random);
    }

    /** Rows of one device; each array is just as long. */
    record Batch(int device, LongVector times, Vector[] columns) {}

    /**
     * The same readings in each run.
     *
     * @param late how many of 100 rows come up to ten seconds late; the rows are the same
     */
    static Readings of(Kind kind, boolean aligned, int late) {
        List<List<Batch>> byDevice = new ArrayList<>();
        for (int device = 0; device < DEVICES; device++) {
            byDevice.add(batches(kind, device, late));
        }
        List<Batch> inTurn = new ArrayList<>();
        for (int i = 0; i < ROWS_PER_DEVICE / BATCH; i++) {
            for (List<Batch> batches : byDevice) {
                inTurn.add(batches.get(i));
            }
        }
        return new Readings(aligned, inTurn);
    }

    TableSchema schema() {
        List<Column> fields = fields().stream()
                .map(name -> Column.field(name, TSDataType.DOUBLE))
                .toList();
        if (!aligned) {
            return TableSchema.ofTree(TABLE, fields);
        }
        List<Column> columns = new ArrayList<>(List.of(Column.tag("device")));
        columns.addAll(fields);
        return TableSchema.ofTable(TABLE, columns);
    }

    static List<String> fields() {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < FIELDS; i++) {
            names.add("reading" + i);
        }
        return names;
    }

    static String deviceName(int device) {
        return String.format(Locale.ROOT, "device%02d", device);
    }

    static String devicePath(int device) {
        return "root." + TABLE + "." + deviceName(device);
    }

    /** Ids by number. */
    List<IDeviceID> devices() {
        List<IDeviceID> ids = new ArrayList<>();
        for (int device = 0; device < DEVICES; device++) {
            ids.add(aligned ? Devices.ofTable(TABLE, deviceName(device)) : Devices.ofPath(devicePath(device)));
        }
        return ids;
    }

    /** A memtable that got all batches. */
    MemTable inMemory() {
        List<IDeviceID> devices = devices();
        MemTable table = new MemTable(schema(), aligned);
        for (Batch batch : batches) {
            table.append(devices.get(batch.device), batch.times, batch.columns);
        }
        return table;
    }

    /** A memtable that got the rows one by one, of another device each. */
    MemTable inMemoryByRow() {
        List<IDeviceID> devices = devices();
        MemTable table = new MemTable(schema(), aligned);
        Row row = new Row();
        forEachRow((batch, index) -> {
            row.columns = batch.columns;
            row.index = index;
            table.append(devices.get(batch.device), batch.times.get(index), row);
        });
        return table;
    }

    /** Takes a row of a batch. */
    interface RowConsumer<E extends Exception> {
        void accept(Batch batch, int row) throws E;
    }

    /** All rows of batches in order, of another device each. */
    <E extends Exception> void forEachRow(RowConsumer<E> out) throws E {
        for (int first = 0; first < batches.size(); first += DEVICES) {
            for (int row = 0; row < BATCH; row++) {
                for (int device = 0; device < DEVICES; device++) {
                    out.accept(batches.get(first + device), row);
                }
            }
        }
    }

    private static List<Batch> batches(Kind kind, int device, int late) {
        SplittableRandom random = new SplittableRandom(device);
        long[] times = new long[ROWS_PER_DEVICE];
        for (int i = 0; i < times.length; i++) {
            times[i] = FIRST_TIME + i * STEP + random.nextInt(JITTER);
        }
        double[][] series = new double[FIELDS][];
        for (int field = 0; field < FIELDS; field++) {
            series[field] = kind.walk(random);
        }
        int[] arrival = arrival(random, late);
        List<Batch> batches = new ArrayList<>();
        for (int from = 0; from < ROWS_PER_DEVICE; from += BATCH) {
            LongVector time = (LongVector) Vector.of(TSDataType.TIMESTAMP, BATCH);
            for (int i = from; i < from + BATCH; i++) {
                time.append(times[arrival[i]]);
            }
            Vector[] columns = new Vector[FIELDS];
            for (int field = 0; field < FIELDS; field++) {
                DoubleVector column = (DoubleVector) Vector.of(TSDataType.DOUBLE, BATCH);
                for (int i = from; i < from + BATCH; i++) {
                    column.append(series[field][arrival[i]]);
                }
                columns[field] = column;
            }
            batches.add(new Batch(device, time, columns));
        }
        return batches;
    }

    /** The rows in the order in which they come. */
    private static int[] arrival(SplittableRandom random, int late) {
        long[] byArrival = new long[ROWS_PER_DEVICE];
        for (int row = 0; row < byArrival.length; row++) {
            boolean isLate = random.nextInt(100) < late;
            // A late row comes behind the row that it lets pass last.
            long position = isLate ? 2L * (row + 1 + random.nextInt(LATE_BY)) + 1 : 2L * row;
            byArrival[row] = position << Integer.SIZE | row;
        }
        Arrays.sort(byArrival);
        return Arrays.stream(byArrival).mapToInt(each -> (int) each).toArray();
    }

    private static final class Row implements RowValues {
        private Vector[] columns = new Vector[0];
        private int index;

        @Override
        public boolean isNull(int field) {
            return false;
        }

        @Override
        public void appendTo(int field, Vector target) {
            ((DoubleVector) target).append(((DoubleVector) columns[field]).get(index));
        }
    }
}
