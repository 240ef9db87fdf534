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
package io.tsfile.benchmarks.spark;

import io.tsfile.core.flush.FlushOptions;
import io.tsfile.core.flush.FusedFlush;
import io.tsfile.core.flush.memtable.MemTable;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimePartitioning;
import io.tsfile.core.table.Commit;
import io.tsfile.core.table.CommitId;
import io.tsfile.core.table.Table;
import io.tsfile.core.table.TableMetadata;
import io.tsfile.core.vector.DoubleVector;
import io.tsfile.core.vector.LongVector;
import io.tsfile.core.vector.Vector;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.tsfile.enums.TSDataType;

/**
 * A table of devices that measure ten values every second, each a walk.
 *
 * @param firstDevice the number of the first
 * @param devices how many there are
 * @param firstTime of each device, in milliseconds
 * @param rows of each device
 * @param values what the values are like
 */
record SensorTable(int firstDevice, int devices, long firstTime, int rows, Values values) {
    static final int FIELDS = 10;

    private static final long SOME_TIME = 1_700_000_000_000L;
    private static final int STEP_MILLIS = 1000;
    private static final int JITTER_MILLIS = 20;
    /** One row in so many comes a commit late. */
    private static final int ONE_LATE = 20;

    /** What values are like. */
    enum Values {
        /** Decimals. */
        TWO_DECIMALS,
        /** All bits of a value count. */
        FULL_PRECISION,
        /** Decimals, one in twenty NaN, and one in twenty missing. */
        GAPPED
    }

    /** Rows of one device for one commit. */
    private static final class Part {
        private final LongVector times = (LongVector) Vector.of(TSDataType.TIMESTAMP, 16);
        private final Vector[] columns = new Vector[FIELDS];

        Part() {
            for (int field = 0; field < FIELDS; field++) {
                columns[field] = Vector.of(TSDataType.DOUBLE, 16);
            }
        }
    }

    /** A table of so many devices and rows of each. */
    static SensorTable of(int devices, int rows, Values values) {
        return new SensorTable(0, devices, SOME_TIME, rows, values);
    }

    /** A table of one row, of the middle device at the middle time: what asks for these finds it. */
    SensorTable middleRow() {
        return new SensorTable(middleDevice(), 1, middle(), 1, values);
    }

    static TableSchema schema() {
        List<Column> columns = new ArrayList<>(List.of(Column.tag("host")));
        for (int field = 0; field < FIELDS; field++) {
            columns.add(Column.field("v" + field, TSDataType.DOUBLE));
        }
        return TableSchema.ofTable("metrics", columns);
    }

    /** The number of a device in the middle. */
    int middleDevice() {
        return firstDevice + devices / 2;
    }

    /** The name of a device; names are in the order of the devices. */
    static String host(int device) {
        return String.format(Locale.ROOT, "host%05d", device);
    }

    /** A time in the middle, in milliseconds. */
    long middle() {
        return firstTime + (long) rows / 2 * STEP_MILLIS;
    }

    long points() {
        return (long) devices * rows * FIELDS;
    }

    /** Makes the table in an empty folder, with rows dealt to so many commits by their times, some of them late if there are several. */
    void write(Path folder, int commits) throws IOException {
        TableSchema schema = schema();
        try (FileStore store = StoreLocation.of(folder.toString()).open()) {
            Table table = Table.create(store, TableMetadata.of(schema, TimePartitioning.NONE, Map.of()));
            List<FusedFlush> flushes = new ArrayList<>();
            FlushOptions options = FlushOptions.DEFAULT.forTable(schema, Map.of());
            for (int commit = 0; commit < commits; commit++) {
                flushes.add(new FusedFlush(store, schema, TimePartitioning.NONE, options));
            }
            MemTable memTable = new MemTable(schema, true);
            for (int device = firstDevice; device < firstDevice + devices; device++) {
                List<Part> parts = parts(device, commits);
                for (int commit = 0; commit < commits; commit++) {
                    Part part = parts.get(commit);
                    memTable.append(Devices.ofTable(schema.name(), host(device)), part.times, part.columns);
                    flushes.get(commit).drain(memTable);
                }
            }
            for (FusedFlush flush : flushes) {
                table.commit(Commit.append(
                        table.snapshot().metadata().id(), CommitId.unique(), "benchmark", flush.finish()));
                flush.close();
            }
        }
    }

    private List<Part> parts(int device, int commits) {
        SplittableRandom random = new SplittableRandom(device);
        List<Part> parts = new ArrayList<>();
        for (int commit = 0; commit < commits; commit++) {
            parts.add(new Part());
        }
        long[] hundredths = new long[FIELDS];
        double[] full = new double[FIELDS];
        for (int row = 0; row < rows; row++) {
            int commit = (int) ((long) row * commits / rows);
            boolean late = random.nextInt(ONE_LATE) == 0;
            Part part = parts.get(late ? Math.min(commits - 1, commit + 1) : commit);
            part.times.append(firstTime + (long) row * STEP_MILLIS + random.nextInt(JITTER_MILLIS));
            for (int field = 0; field < FIELDS; field++) {
                hundredths[field] += random.nextInt(-25, 26);
                full[field] += random.nextDouble() - 0.5;
                DoubleVector column = (DoubleVector) part.columns[field];
                int gap = values == Values.GAPPED ? random.nextInt(ONE_LATE) : -1;
                if (gap == 0) {
                    column.appendNull();
                } else {
                    double value = values == Values.FULL_PRECISION ? full[field] : (2000 + hundredths[field]) / 100.0;
                    column.append(gap == 1 ? Double.NaN : value);
                }
            }
        }
        return parts;
    }
}
