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
package io.tsfile.core.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.compact.CompactionListener;
import io.tsfile.core.compact.CompactionOptions;
import io.tsfile.core.compact.CompactionReason;
import io.tsfile.core.compact.CompactionRunner;
import io.tsfile.core.compact.CompactionStrategy;
import io.tsfile.core.compact.CompactionTask;
import io.tsfile.core.flush.FlushOptions;
import io.tsfile.core.io.CountingFileStore;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.merge.DeviceMerge;
import io.tsfile.core.merge.MergeFiles;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.Cut;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.Deletion;
import io.tsfile.core.model.DeviceScope;
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.LiveFile;
import io.tsfile.core.model.TableModel;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimePartitioning;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.model.TimeSet;
import io.tsfile.core.model.Version;
import io.tsfile.core.scan.DeviceFilter;
import io.tsfile.core.scan.PlainFolder;
import io.tsfile.core.scan.ScanPlanner;
import io.tsfile.core.scan.ScanRequest;
import io.tsfile.core.scan.ScanSource;
import io.tsfile.core.scan.ScanTask;
import io.tsfile.core.table.TableMetadata;
import io.tsfile.core.testing.Fleet;
import io.tsfile.core.testing.LibraryFile;
import io.tsfile.core.testing.ObjectRow;
import io.tsfile.core.testing.RandomRows;
import io.tsfile.core.testing.RowGroups;
import io.tsfile.core.testing.RowGroups.Group;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.apache.tsfile.file.metadata.enums.CompressionType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Aggregates are those of the rows that a scan gives, whatever they were answered from. */
class SectionAggregatorTest {
    private static final int ROUNDS = 40;
    private static final int TIMES = 300;
    private static final FlushOptions OPTIONS = new FlushOptions(20, 60, 1 << 30, 1, CompressionType.LZ4);
    private static final List<String> NUMBERS = List.of("i", "l", "f", "d", "day", "at");
    private static final IDeviceID M1 = Devices.ofTable("t", "m1");

    @TempDir
    Path folder;

    private Random random = new Random(0);

    @ParameterizedTest
    @ValueSource(strings = {"TABLE", "TREE", "TREE aligned", "TREE series"})
    void givesWhatTheRowsGive(String shape) throws IOException {
        try (FileStore store = StoreLocation.of(folder.toString()).open()) {
            for (long seed = 1; seed <= ROUNDS; seed++) {
                random = new Random(seed);
                TableSchema schema = shape.equals("TABLE") ? RandomRows.tableOfAllTypes() : RandomRows.treeOfAllTypes();
                List<LiveFile> files = new ArrayList<>();
                for (int version = 1 + random.nextInt(5); version > 0; version--) {
                    files.add(file(store, shape, schema, seed + "-" + files.size(), files.size() + 1));
                }
                ScanSource source = new ScanSource(store.location(), schema, files);
                ScanSource compacted =
                        new ScanSource(store.location(), schema, LiveFile.of(compacted(store, schema, files)));
                for (int i = 0; i < 4; i++) {
                    long start = random.nextInt(TIMES);
                    TimeRange times =
                            random.nextBoolean() ? TimeRange.ALL : new TimeRange(start, start + random.nextInt(TIMES));
                    AggregateRequest request = request(schema);
                    String what = shape + ", seed " + seed + ", " + times + ", " + request;
                    check(store, source, times, request, what);
                    check(store, compacted, times, request, what + ", compacted");
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sensors", ""})
    void givesWhatTheRowsOfAServersFolderGive(String table) throws IOException {
        Path fleet = Fleet.unpack(folder);
        Path data = table.isEmpty() ? fleet.resolve("data/sequence/root.fleet") : fleet.resolve("data");
        try (FileStore store = StoreLocation.of(data.toString()).open()) {
            ScanSource source = PlainFolder.discover(
                    store, table.isEmpty() ? Optional.empty() : Optional.of(table), Optional.empty());
            for (int seed = 1; seed <= 20; seed++) {
                random = new Random(seed);
                long start = 1_700_000_000_000L + random.nextInt(4_000_000);
                TimeRange times =
                        random.nextBoolean() ? TimeRange.ALL : new TimeRange(start, start + random.nextInt(2_000_000));
                AggregateRequest request = request(source.schema());
                check(store, source, times, request, table + ", seed " + seed + ", " + times + ", " + request);
            }
        }
    }

    /** Columns without bytes, columns that many chunks lack, and chunks of one series that overlap in one file. */
    @ParameterizedTest
    @ValueSource(strings = {"TABLE", "TREE aligned", "TREE series"})
    void givesWhatTheRowsOfTheLibrarysFilesGive(String shape) throws IOException {
        boolean table = shape.equals("TABLE");
        boolean aligned = !shape.equals("TREE series");
        List<IDeviceID> devices = table
                ? List.of(Devices.ofTable("t"), Devices.ofTable("t", "m1"), Devices.ofTable("t", "m2"))
                : List.of(Devices.ofPath("root.a.b.c"), Devices.ofPath("root.a.d"));
        for (int number = 1; number <= 3; number++) {
            try (LibraryFile file = new LibraryFile(
                    folder.resolve(number + "-" + number + "-0-0.tsfile"),
                    table ? "t" : null,
                    LibraryFile.everyEncoding(CompressionType.LZ4),
                    CompressionType.LZ4)) {
                for (IDeviceID device : devices) {
                    for (int group = 0; group < 2; group++) {
                        long[][] pages = LibraryFile.pages(number * 150 + random.nextInt(200), 120, 25);
                        if (!aligned) {
                            file.series(device, pages);
                        } else if (group == 0) {
                            file.aligned(device, pages, LibraryFile.pages(1000L * number, 40, 40));
                        } else {
                            file.alignedTimesFirst(device, pages);
                        }
                    }
                }
            }
        }
        try (FileStore store = StoreLocation.of(folder.toString()).open()) {
            ScanSource source =
                    PlainFolder.discover(store, table ? Optional.of("t") : Optional.empty(), Optional.empty());
            for (int seed = 1; seed <= 15; seed++) {
                random = new Random(seed);
                long start = random.nextInt(3500);
                TimeRange times =
                        random.nextBoolean() ? TimeRange.ALL : new TimeRange(start, start + random.nextInt(2000));
                AggregateRequest request = request(source.schema());
                check(store, source, times, request, shape + ", seed " + seed + ", " + times + ", " + request);
            }
        }
    }

    @Test
    void readsNoPageOfFilesThatAreCompacted() throws IOException {
        try (FileStore local = StoreLocation.of(folder.toString()).open()) {
            CountingFileStore store = new CountingFileStore(local);
            TableSchema schema = TableSchema.ofTable(
                    "t",
                    List.of(
                            Column.tag("machine"),
                            Column.field("i", TSDataType.INT32),
                            Column.field("l", TSDataType.INT64),
                            Column.field("d", TSDataType.DOUBLE)));
            List<LiveFile> files = new ArrayList<>();
            for (int version = 1; version <= 3; version++) {
                List<Group> groups = new ArrayList<>();
                for (String machine : List.of("m1", "m2", "m3")) {
                    TreeMap<Long, ObjectRow> rows = new TreeMap<>();
                    for (long time = version; time < 1000; time += version) {
                        rows.put(time, ObjectRow.of((int) time, time * version, time / 8.0));
                    }
                    groups.add(new Group(Devices.ofTable("t", machine), true, schema.fields(), rows));
                }
                files.add(LiveFile.of(
                        RowGroups.write(store, "f" + version, schema, groups, OPTIONS, new Version(version, 0), true)));
            }
            ScanSource source = new ScanSource(store.location(), schema, LiveFile.of(compacted(store, schema, files)));
            AggregateRequest request = AggregateRequest.of(
                    List.of(
                            Aggregate.countRows(),
                            new Aggregate(AggregateFunction.MAX, null),
                            new Aggregate(AggregateFunction.COUNT, "i"),
                            new Aggregate(AggregateFunction.SUM, "i"),
                            new Aggregate(AggregateFunction.SUM, "l"),
                            new Aggregate(AggregateFunction.MIN, "d"),
                            new Aggregate(AggregateFunction.SUM, "d")),
                    List.of("machine"));
            ScanTask task = task(source, TimeRange.ALL);
            store.takeBytes();
            try (MergeFiles open = MergeFiles.open(store, schema, source.files())) {
                DeviceMerge devices = new DeviceMerge(open.inputs());
                while (devices.nextDevice()) {
                    assertThat(devices.files()).hasSize(1);
                }
            }
            long index = store.takeBytes();
            assertThat(aggregated(store, List.of(task), request)).hasSize(3);
            assertThat(store.takeBytes()).isEqualTo(index);
            check(store, source, TimeRange.ALL, request, "compacted");
            // What a time range cuts has to be read.
            store.takeBytes();
            aggregated(store, List.of(task(source, new TimeRange(0, 500))), request);
            assertThat(store.takeBytes()).isGreaterThan(index);
        }
    }

    @Test
    void readsManyPartsOfADevice() throws IOException {
        try (FileStore store = StoreLocation.of(folder.toString()).open()) {
            TableSchema schema =
                    TableSchema.ofTable("t", List.of(Column.tag("machine"), Column.field("v", TSDataType.INT32)));
            List<LiveFile> files = new ArrayList<>();
            for (int version = 1; version <= 2; version++) {
                List<Group> chunks = new ArrayList<>();
                for (long start = 0; start < 5000; start += 10L * version) {
                    TreeMap<Long, ObjectRow> rows = new TreeMap<>();
                    rows.put(start, ObjectRow.of((int) start * version));
                    rows.put(start + 1, ObjectRow.of((int) start + version));
                    chunks.add(new Group(M1, true, schema.fields(), rows));
                }
                files.add(LiveFile.of(
                        RowGroups.write(store, "p" + version, schema, chunks, OPTIONS, new Version(version, 0), true)));
            }
            AggregateRequest request = AggregateRequest.of(
                    List.of(
                            Aggregate.countRows(),
                            new Aggregate(AggregateFunction.MAX, null),
                            new Aggregate(AggregateFunction.SUM, "v")),
                    List.of());
            ScanSource source = new ScanSource(store.location(), schema, files);
            ScanRequest oneTask = new ScanRequest(request.fields(), TimeRange.ALL, DeviceFilter.ALL, Long.MAX_VALUE);
            check(store, source, oneTask, request, "parts");
        }
    }

    @Test
    void doesNotBelieveBoundsThatMayHideNan() throws IOException {
        assertThat(ofDoubles(AggregateFunction.MIN, 2.0, Double.NaN, 1.0)).isEqualTo(1.0);
        assertThat(ofDoubles(AggregateFunction.MAX, 2.0, Double.NaN, 1.0)).isEqualTo(Double.NaN);
        assertThat(ofDoubles(AggregateFunction.MIN, Double.NaN, 2.0)).isEqualTo(2.0);
        assertThat(ofDoubles(AggregateFunction.MIN, Double.NaN, Double.NaN)).isEqualTo(Double.NaN);
        assertThat(ofDoubles(AggregateFunction.MAX, Double.NEGATIVE_INFINITY, -1.0))
                .isEqualTo(-1.0);
        assertThat(ofDoubles(AggregateFunction.MAX, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY))
                .isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(ofDoubles(AggregateFunction.SUM, 1.0, Double.NEGATIVE_INFINITY))
                .isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(ofDoubles(AggregateFunction.SUM, 1.0, Double.NaN)).isEqualTo(Double.NaN);
        assertThat(ofDoubles(AggregateFunction.MIN, -0.0, -0.0)).isEqualTo(-0.0);
    }

    @Test
    void sumsLongsThatADoubleWouldRound() throws IOException {
        long large = (1L << 53) + 1;
        assertThat(ofLongs(AggregateFunction.SUM, large, 0L, 0L)).isEqualTo(large);
        assertThat(ofLongs(AggregateFunction.SUM, 1L, -3L)).isEqualTo(-2L);
        assertThat(ofLongs(AggregateFunction.WRAPPING_SUM, Long.MAX_VALUE, 2L)).isEqualTo(Long.MIN_VALUE + 1);
        assertThatThrownBy(() -> ofLongs(AggregateFunction.SUM, Long.MAX_VALUE, 2L))
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageStartingWith("Cannot sum column 'v'");
    }

    @Test
    void aDeviceOfWhichNoRowIsSeenIsNoGroup() throws IOException {
        try (FileStore store = StoreLocation.of(folder.toString()).open()) {
            TableSchema schema = TableSchema.ofTree("t", List.of(Column.field("v", TSDataType.INT32)));
            List<Group> groups = new ArrayList<>();
            for (int device = 0; device < 3; device++) {
                TreeMap<Long, ObjectRow> rows = new TreeMap<>();
                rows.put(1L, ObjectRow.of(device == 1 ? 7 : null));
                rows.put(2L, ObjectRow.of((Object) null));
                groups.add(new Group(Devices.ofPath("root.a.d" + device), true, schema.fields(), rows));
            }
            LiveFile file = LiveFile.of(RowGroups.write(store, "f", schema, groups, OPTIONS, new Version(1, 0), false));
            ScanTask task = task(new ScanSource(store.location(), schema, List.of(file)), TimeRange.ALL);
            AggregateRequest request = AggregateRequest.of(
                    List.of(new Aggregate(AggregateFunction.COUNT, "v"), Aggregate.countRows()),
                    List.of(TableSchema.DEVICE_COLUMN));
            assertThat(aggregated(store, List.of(task), request))
                    .isEqualTo(Map.of(List.of("root.a.d1"), List.of(List.of(1L, 1L))));
        }
    }

    @Test
    void refusesWhatIsNoAggregate() {
        TableSchema schema = RandomRows.tableOfAllTypes();
        assertThat(refusal(schema, AggregateFunction.SUM, "t", List.of()))
                .hasValueSatisfying(
                        text -> assertThat(text).isEqualTo("there is no SUM of 't', which is of type TEXT"));
        assertThat(refusal(schema, AggregateFunction.SUM, null, List.of())).isPresent();
        assertThat(refusal(schema, AggregateFunction.MIN, "site", List.of())).isPresent();
        assertThat(refusal(schema, AggregateFunction.MIN, "i", List.of("i"))).isPresent();
        assertThat(refusal(schema, AggregateFunction.MIN, "i", List.of("machine", "site")))
                .isEmpty();
        assertThat(refusal(RandomRows.treeOfAllTypes(), AggregateFunction.COUNT, "x", List.of("device")))
                .isEmpty();
    }

    private static Optional<String> refusal(
            TableSchema schema, AggregateFunction function, @Nullable String column, List<String> groups) {
        return AggregateRequest.of(List.of(new Aggregate(function, column)), groups)
                .refusal(schema);
    }

    private @Nullable Object ofDoubles(AggregateFunction function, Double... values) throws IOException {
        return ofValues(function, TSDataType.DOUBLE, values);
    }

    private @Nullable Object ofLongs(AggregateFunction function, Long... values) throws IOException {
        return ofValues(function, TSDataType.INT64, values);
    }

    /** The aggregate of a file with one chunk, all of which is seen. */
    private @Nullable Object ofValues(AggregateFunction function, TSDataType type, Object[] values) throws IOException {
        TableSchema schema = TableSchema.ofTable("t", List.of(Column.tag("machine"), Column.field("v", type)));
        TreeMap<Long, ObjectRow> rows = new TreeMap<>();
        for (int i = 0; i < values.length; i++) {
            rows.put((long) i, ObjectRow.of(values[i]));
        }
        try (FileStore store = StoreLocation.of(folder.toString()).open()) {
            Group group = new Group(M1, true, schema.fields(), rows);
            String name = "v" + random.nextLong();
            LiveFile file =
                    LiveFile.of(RowGroups.write(store, name, schema, List.of(group), OPTIONS, new Version(1, 0), true));
            ScanTask task = task(new ScanSource(store.location(), schema, List.of(file)), TimeRange.ALL);
            AggregateRequest request = AggregateRequest.of(List.of(new Aggregate(function, "v")), List.of());
            try (SectionAggregator aggregator = new SectionAggregator(store, task, request)) {
                assertThat(aggregator.next()).isTrue();
                return aggregator.values().get(0);
            }
        }
    }

    /** All in new files, which meet nobody. */
    private List<DataFile> compacted(FileStore store, TableSchema schema, List<LiveFile> files) throws IOException {
        CompactionTask task = new CompactionTask(
                0,
                CompactionReason.FORCED,
                CompactionStrategy.REWRITE,
                files.size(),
                1,
                Cut.ALL,
                new ArrayList<>(files));
        return CompactionRunner.run(
                        store,
                        TableMetadata.of(schema, TimePartitioning.NONE, Map.of()),
                        CompactionOptions.of(OPTIONS),
                        task,
                        CompactionListener.NONE)
                .outputs();
    }

    /** Some of it before the table's columns were widened. */
    private LiveFile file(FileStore store, String shape, TableSchema schema, String name, int version)
            throws IOException {
        boolean narrow = random.nextInt(3) == 0;
        boolean ordered = random.nextBoolean();
        RandomRows rows = new RandomRows(schema, random.nextLong(), 4);
        List<Group> groups = new ArrayList<>();
        Map<IDeviceID, Boolean> aligned = new TreeMap<>();
        int start = random.nextInt(TIMES / 2);
        for (int count = 1 + random.nextInt(8); count > 0; count--) {
            int from = ordered ? start : random.nextInt(TIMES);
            start = from + 1 + random.nextInt(TIMES / 6);
            List<Column> columns = new ArrayList<>(schema.fields());
            columns.removeIf(column -> random.nextInt(4) == 0);
            RandomRows.KeyedRow first = rows.next();
            boolean share = aligned.computeIfAbsent(first.device(), any -> switch (shape) {
                case "TREE" -> random.nextBoolean();
                case "TREE series" -> false;
                default -> true;
            });
            if (shape.equals("TREE series") && random.nextInt(3) == 0) {
                columns = new ArrayList<>(List.of(Column.field("d", TSDataType.DOUBLE)));
            }
            TreeMap<Long, ObjectRow> group = new TreeMap<>();
            boolean nulls = random.nextBoolean();
            for (long time = from; time < start; time++) {
                ObjectRow row = rows.next().row();
                boolean isEmpty = columns.stream()
                        .allMatch(column -> row.values().get(schema.fields().indexOf(column)) == null);
                boolean isRow = !isEmpty || (schema.model() == TableModel.TABLE || !ordered);
                boolean isFull = columns.stream()
                        .allMatch(column -> row.values().get(schema.fields().indexOf(column)) != null);
                if (isRow && (nulls || isFull)) {
                    group.put(time, row);
                }
            }
            if (!group.isEmpty()) {
                groups.add(new Group(first.device(), share, columns, group));
            }
        }
        if (groups.isEmpty()
                || groups.stream().allMatch(group -> group.columns().isEmpty())) {
            return file(store, shape, schema, name, version);
        }
        List<Deletion> deletions = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            IDeviceID device = groups.get(random.nextInt(groups.size())).device();
            DeviceScope scope = random.nextBoolean() ? DeviceScope.ALL : DeviceScope.of(List.of(device));
            long from = random.nextInt(TIMES);
            deletions.add(new Deletion(
                    scope,
                    random.nextBoolean() ? List.of() : List.of(NUMBERS.get(random.nextInt(NUMBERS.size()))),
                    random.nextInt(3) == 0
                            ? TimeSet.ofTimes(random.longs(1 + random.nextInt(80), 0, TIMES)
                                    .toArray())
                            : TimeSet.of(new TimeRange(from, from + random.nextInt(60)))));
        }
        int pageRows = 1 + random.nextInt(20);
        FlushOptions options =
                new FlushOptions(pageRows, pageRows + random.nextInt(60), 1 << 30, 1, CompressionType.LZ4);
        TableSchema stored = narrow ? narrow(schema) : schema;
        return new LiveFile(
                RowGroups.write(
                        store,
                        "f" + name,
                        stored,
                        narrow
                                ? groups.stream()
                                        .map(group -> narrow(schema, stored, group))
                                        .toList()
                                : groups,
                        options,
                        new Version(version, 0),
                        ordered),
                deletions);
    }

    private static TableSchema narrow(TableSchema schema) {
        List<Column> columns = schema.columns().stream()
                .map(column -> switch (column.type()) {
                    case INT64 -> Column.field(column.name(), TSDataType.INT32);
                    case DOUBLE -> Column.field(column.name(), TSDataType.FLOAT);
                    default -> column;
                })
                .toList();
        return new TableSchema(schema.model(), schema.name(), schema.timeColumn(), schema.precision(), columns);
    }

    private static Group narrow(TableSchema schema, TableSchema stored, Group group) {
        TreeMap<Long, ObjectRow> rows = new TreeMap<>();
        group.rows().forEach((time, row) -> {
            List<@Nullable Object> values = new ArrayList<>();
            for (int i = 0; i < row.values().size(); i++) {
                Object value = row.values().get(i);
                values.add(
                        schema.fields().get(i).type() == TSDataType.INT64 && value instanceof Long number
                                ? (Object) (int) (long) number
                                : value instanceof Double number ? (Object) (float) (double) number : value);
            }
            rows.put(time, new ObjectRow(values));
        });
        List<Column> columns = group.columns().stream()
                .map(column -> stored.column(column.name()).orElseThrow())
                .toList();
        return new Group(group.device(), group.aligned(), columns, rows);
    }

    private AggregateRequest request(TableSchema schema) {
        List<Aggregate> aggregates = new ArrayList<>();
        List<Column> fields = schema.fields();
        for (int count = random.nextInt(5); count >= 0; count--) {
            Column field = fields.get(random.nextInt(fields.size()));
            AggregateFunction function = List.of(AggregateFunction.values()).get(random.nextInt(5));
            Aggregate aggregate = new Aggregate(function, random.nextInt(4) == 0 ? null : field.name());
            // Random values leave the range of longs.
            boolean possible = aggregate.column() == null
                    ? Accumulator.isPossible(function, TSDataType.VECTOR)
                    : Accumulator.isPossible(function, field.type())
                            && !(function == AggregateFunction.SUM && field.type() == TSDataType.INT64);
            aggregates.add(possible ? aggregate : Aggregate.countRows());
        }
        List<String> groups = new ArrayList<>();
        if (schema.model() == TableModel.TREE) {
            groups.addAll(random.nextBoolean() ? List.of() : List.of(TableSchema.DEVICE_COLUMN));
        } else {
            schema.tags().stream()
                    .map(Column::name)
                    .filter(any -> random.nextBoolean())
                    .forEach(groups::add);
        }
        return AggregateRequest.of(aggregates, groups);
    }

    private static void check(
            FileStore store, ScanSource source, TimeRange times, AggregateRequest request, String what)
            throws IOException {
        check(store, source, new ScanRequest(request.fields(), times, DeviceFilter.ALL, 20_000), request, what);
    }

    private static void check(
            FileStore store, ScanSource source, ScanRequest scan, AggregateRequest request, String what)
            throws IOException {
        List<ScanTask> tasks = ScanPlanner.plan(source, scan);
        RowAggregates expected = RowAggregates.of(store, tasks, request);
        assertThat(expected.differences(aggregated(store, tasks, request)))
                .as(what)
                .isEmpty();
    }

    private static ScanTask task(ScanSource source, TimeRange times) {
        return ScanPlanner.plan(source, new ScanRequest(List.of(), times, DeviceFilter.ALL, Long.MAX_VALUE))
                .get(0);
    }

    /** All partial answers, by group. */
    private static Map<List<@Nullable String>, List<List<@Nullable Object>>> aggregated(
            FileStore store, List<ScanTask> tasks, AggregateRequest request) throws IOException {
        Map<List<@Nullable String>, List<List<@Nullable Object>>> partials = new HashMap<>();
        for (ScanTask task : tasks) {
            try (SectionAggregator aggregator = new SectionAggregator(store, task, request)) {
                while (aggregator.next()) {
                    partials.computeIfAbsent(aggregator.group(), any -> new ArrayList<>())
                            .add(aggregator.values());
                }
            }
        }
        return partials;
    }
}
