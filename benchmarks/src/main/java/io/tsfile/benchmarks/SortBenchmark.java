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

import io.tsfile.core.flush.FlushOptions;
import io.tsfile.core.flush.SortStage;
import io.tsfile.core.flush.memtable.MemTable;
import io.tsfile.core.flush.memtable.RowValues;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimePartitioning;
import io.tsfile.core.vector.DoubleVector;
import io.tsfile.core.vector.LongVector;
import io.tsfile.core.vector.Vector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.apache.tsfile.write.record.Tablet;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The first two steps of the write path: rows into the memtable against rows into the library's tablets, whose size is known
 * in advance, and sorted series out of it against rows that arrived in order or the sort of bare times.
 *
 * <p>{@code ./benchmarks/run.sh sort}
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 8)
@Measurement(iterations = 10)
@Fork(value = 1, jvmArgsAppend = "-Xmx3g")
public class SortBenchmark {
    static final int ROWS = 1_000_000;

    private static final int FIELDS = 10;
    private static final int DEVICES = 100;
    private static final int BATCH = 1000;
    private static final long STEP = 1000;
    /** Steps by which a row is late at most. */
    private static final int LATE_BY = 10;

    private static final List<String> NAMES = names();
    private static final TableSchema SCHEMA = schema();

    private static final int SHUFFLED = 100;

    /** How many of 100 rows are late; 100 stands for rows in no order. */
    @Param("0")
    private int late;

    private long[] times = new long[0];
    private long[] toSort = new long[0];
    private Vector[] columns = new Vector[0];
    private LongVector arriving = (LongVector) Vector.of(TSDataType.TIMESTAMP, 0);
    private LongVector inOrder = arriving;
    private MemTable filled = new MemTable(SCHEMA, true);
    private MemTable filledInOrder = filled;
    private final List<IDeviceID> devices = new ArrayList<>();

    static List<Comparison> comparisons() {
        return List.of(
                compare("sort rows of which 1 % are late, against rows in order", "sort", 1, 0.67),
                compare("sort rows of which 10 % are late, against rows in order", "sort", 10, 0.25),
                compare("sort shuffled rows, against Arrays.sort of times", "shuffled", SHUFFLED, 0.5),
                compare("rows of 100 devices in turn into the memtable", "appendInTurn", 0, 1),
                compare("rows in batches of a device into the memtable", "appendRows", 0, 1),
                compare("columns in batches of a device into the memtable", "appendColumns", 0, 2));
    }

    private static Comparison compare(String name, String method, int late, double goal) {
        return new Comparison.Timed(
                name, SortBenchmark.class, method, Map.of("late", Integer.toString(late)), "rows", ROWS, goal);
    }

    /** Makes the times, and checks that the sort stage puts them into order. */
    @Setup(Level.Trial)
    public void prepare() {
        Random random = new Random(1);
        times = new long[ROWS];
        inOrder = (LongVector) Vector.of(TSDataType.TIMESTAMP, ROWS);
        for (int i = 0; i < ROWS; i++) {
            times[i] = 1_700_000_000_000L + i * STEP;
            inOrder.append(times[i]);
            if (late == SHUFFLED) {
                int other = random.nextInt(i + 1);
                long time = times[i];
                times[i] = times[other];
                times[other] = time;
            } else if (random.nextInt(100) < late) {
                // Between the times of two others.
                times[i] -= (1 + random.nextInt(LATE_BY)) * STEP - 1 - i % (STEP - 1);
            }
        }
        for (int i = 0; i < DEVICES; i++) {
            devices.add(Devices.ofTable(SCHEMA.name(), "device-" + i));
        }
        arriving = (LongVector) Vector.of(TSDataType.TIMESTAMP, ROWS);
        for (long time : times) {
            arriving.append(time);
        }
        columns = columns();
        fill();
        long[] expected = Arrays.stream(times).sorted().distinct().toArray();
        if (!Arrays.equals(sort(), expected)) {
            throw new IllegalStateException("Cannot measure the sort of rows of which " + late
                    + " % are late: the times of the series are not those of the rows");
        }
    }

    /** Each call empties a memtable or sorts the array. */
    @Setup(Level.Invocation)
    public void fill() {
        filled = new MemTable(SCHEMA, true);
        filled.append(devices.get(0), arriving, columns);
        filledInOrder = new MemTable(SCHEMA, true);
        filledInOrder.append(devices.get(0), inOrder, columns);
        toSort = times.clone();
    }

    /** Rows of one device, all fields, to sorted series of 100,000 rows; the times of them all. */
    @Benchmark
    public long[] sort() {
        return sort(filled);
    }

    /** The same with rows that arrived in order. */
    @Benchmark
    public long[] sortPeer() {
        return sort(filledInOrder);
    }

    /** As {@link #sort}. */
    @Benchmark
    public long[] shuffled() {
        return sort(filled);
    }

    /** The bare times. */
    @Benchmark
    public long[] shuffledPeer() {
        Arrays.sort(toSort);
        return toSort;
    }

    /** A row of each device in turn. */
    @Benchmark
    public MemTable appendInTurn() {
        MemTable table = new MemTable(SCHEMA, true);
        Row row = new Row();
        for (int i = 0; i < ROWS; i++) {
            row.value = i;
            table.append(devices.get(i % DEVICES), times[i], row);
        }
        return table;
    }

    /** A row into the tablet of each device in turn. */
    @Benchmark
    public List<Tablet> appendInTurnPeer() {
        List<Tablet> tablets = tablets();
        for (int i = 0; i < ROWS; i++) {
            addRow(tablets.get(i % DEVICES), i / DEVICES, i);
        }
        return tablets;
    }

    /** Rows of a device behind each other. */
    @Benchmark
    public MemTable appendRows() {
        MemTable table = new MemTable(SCHEMA, true);
        Row row = new Row();
        for (int i = 0; i < ROWS; i++) {
            row.value = i;
            table.append(devices.get(i / BATCH % DEVICES), times[i], row);
        }
        return table;
    }

    /** Rows into the tablet of a device behind each other. */
    @Benchmark
    public List<Tablet> appendRowsPeer() {
        List<Tablet> tablets = tablets();
        for (int i = 0; i < ROWS; i++) {
            addRow(tablets.get(i / BATCH % DEVICES), i / (BATCH * DEVICES) * BATCH + i % BATCH, i);
        }
        return tablets;
    }

    /** Columns of a device behind each other. */
    @Benchmark
    public MemTable appendColumns() {
        MemTable table = new MemTable(SCHEMA, true);
        for (int from = 0; from < ROWS; from += BATCH) {
            table.append(devices.get(from / BATCH % DEVICES), arriving, columns, from, from + BATCH);
        }
        return table;
    }

    /** The same rows into tablets. */
    @Benchmark
    public List<Tablet> appendColumnsPeer() {
        return appendRowsPeer();
    }

    private static long[] sort(MemTable table) {
        SortStage stage = new SortStage(SCHEMA, TimePartitioning.NONE, FlushOptions.DEFAULT);
        long[] sorted = new long[ROWS];
        int[] count = {0};
        stage.sort(table, series -> {
            int size = series.times().size();
            System.arraycopy(series.times().values(), 0, sorted, count[0], size);
            count[0] += size;
        });
        return count[0] == ROWS ? sorted : Arrays.copyOf(sorted, count[0]);
    }

    private static Vector[] columns() {
        Vector[] columns = new Vector[FIELDS];
        for (int field = 0; field < FIELDS; field++) {
            DoubleVector column = (DoubleVector) Vector.of(TSDataType.DOUBLE, ROWS);
            for (int i = 0; i < ROWS; i++) {
                column.append(i + field);
            }
            columns[field] = column;
        }
        return columns;
    }

    private void addRow(Tablet tablet, int index, int i) {
        tablet.addTimestamp(index, times[i]);
        for (int field = 0; field < FIELDS; field++) {
            tablet.addValue(index, field, (double) (i + field));
        }
    }

    private static List<Tablet> tablets() {
        List<Tablet> tablets = new ArrayList<>();
        for (int i = 0; i < DEVICES; i++) {
            tablets.add(new Tablet(NAMES, types(), ROWS / DEVICES));
        }
        return tablets;
    }

    private static List<String> names() {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < FIELDS; i++) {
            names.add("reading" + i);
        }
        return names;
    }

    private static List<TSDataType> types() {
        return NAMES.stream().map(name -> TSDataType.DOUBLE).toList();
    }

    private static TableSchema schema() {
        List<Column> columns = new ArrayList<>(List.of(Column.tag("device")));
        NAMES.forEach(name -> columns.add(Column.field(name, TSDataType.DOUBLE)));
        return TableSchema.ofTable("readings", columns);
    }

    private static final class Row implements RowValues {
        private double value;

        @Override
        public boolean isNull(int field) {
            return false;
        }

        @Override
        public void appendTo(int field, Vector target) {
            ((DoubleVector) target).append(value + field);
        }
    }
}
