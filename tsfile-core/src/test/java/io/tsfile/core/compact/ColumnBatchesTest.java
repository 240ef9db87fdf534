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
package io.tsfile.core.compact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tsfile.core.flush.FlushOptions;
import io.tsfile.core.flush.FusedFlush;
import io.tsfile.core.flush.IoStage;
import io.tsfile.core.flush.MemoryBudget;
import io.tsfile.core.flush.memtable.MemTable;
import io.tsfile.core.flush.work.CrewLimits;
import io.tsfile.core.flush.work.Workers;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.io.StoredFile;
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
import io.tsfile.core.model.Version;
import io.tsfile.core.scan.PlainFolder;
import io.tsfile.core.scan.ScanSource;
import io.tsfile.core.testing.Fault;
import io.tsfile.core.testing.FaultPlan;
import io.tsfile.core.testing.FaultyFileStore;
import io.tsfile.core.testing.LibraryFile;
import io.tsfile.core.testing.RandomRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.apache.tsfile.file.metadata.enums.CompressionType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The columns of aligned devices in batches become the same bytes as all at once. */
class ColumnBatchesTest {
    private static final BatchLimits ALL_AT_ONCE = new BatchLimits(Integer.MAX_VALUE, 1, 1, 1);

    @TempDir
    Path folder;

    static Stream<Arguments> tables() {
        List<Arguments> tables = new ArrayList<>();
        for (long seed = 1; seed <= 25; seed++) {
            tables.add(Arguments.of(TableModel.TABLE, seed));
            tables.add(Arguments.of(TableModel.TREE, seed));
        }
        return tables.stream();
    }

    @ParameterizedTest(name = "{0}, seed {1}")
    @MethodSource("tables")
    void becomeTheSameBytes(TableModel model, long seed) throws IOException {
        Random random = new Random(seed);
        TableSchema schema = schema(model, 30, random);
        try (FileStore store = StoreLocation.of(folder.toString()).open()) {
            FlushOptions flush = options(random);
            List<LiveFile> inputs = write(store, schema, true, flush, random);
            Map<String, String> fixed = random.nextInt(3) == 0 ? Map.of("compression", "lz4") : Map.of();
            CompactionOptions options = new CompactionOptions(
                    (random.nextBoolean() ? flush : options(random)).forTable(schema, fixed),
                    random.nextInt(80),
                    1 << 30,
                    100,
                    false);
            Cut cut = random.nextInt(3) == 0
                    ? Cut.ofTimes(new TimeRange(random.nextInt(300), 300 + random.nextInt(300)))
                    : Cut.ALL;
            CompactionTask task = task(inputs, cut);
            Run whole = run(store, schema, options, task, "whole", ALL_AT_ONCE);

            BatchLimits limits =
                    new BatchLimits(10, 1 + random.nextInt(20), 1 + random.nextInt(100), 1 + random.nextInt(20_000));
            Run batches = run(store, schema, options, task, "batches", limits);

            assertSame(batches, whole);
        }
    }

    /** Columns of nothing but nulls have no bytes there, or no chunk, and chunks stand elsewhere than beside their times. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void becomeTheSameBytesFromTheLibrarysFiles(long seed) throws IOException {
        Random random = new Random(seed);
        for (int number = 1; number <= 3; number++) {
            CompressionType compression = random.nextBoolean() ? CompressionType.LZ4 : CompressionType.UNCOMPRESSED;
            try (LibraryFile file = new LibraryFile(
                    folder.resolve(number + "-" + number + "-0-0.tsfile"),
                    "t",
                    LibraryFile.everyEncoding(compression),
                    compression)) {
                for (String machine : List.of("m1", "m2")) {
                    for (int group = 0; group < 3; group++) {
                        long[][] pages = LibraryFile.pages(
                                number * 150 + random.nextInt(300), 1 + random.nextInt(120), 1 + random.nextInt(60));
                        if (group == 0) {
                            file.aligned(
                                    Devices.ofTable("t", machine),
                                    pages,
                                    LibraryFile.pages(1000 * number + 100 * random.nextInt(3), 100, 100));
                        } else {
                            file.alignedTimesFirst(Devices.ofTable("t", machine), pages);
                        }
                    }
                }
            }
        }
        try (FileStore store = StoreLocation.of(folder.toString()).open()) {
            ScanSource source = PlainFolder.discover(store, Optional.of("t"), Optional.empty());
            CompactionOptions options = new CompactionOptions(options(random), random.nextInt(80), 1 << 30, 100, false);
            CompactionTask task = task(source.files(), Cut.ALL);
            Run whole = run(store, source.schema(), options, task, "whole", ALL_AT_ONCE);

            BatchLimits limits =
                    new BatchLimits(10, 1 + random.nextInt(20), 1 + random.nextInt(100), 1 + random.nextInt(20_000));
            Run batches = run(store, source.schema(), options, task, "batches", limits);

            assertSame(batches, whole);
        }
    }

    /** Whatever is read or written when it happens, no file is left. */
    @Test
    void leaveNothingBehindWhateverStepFails() throws IOException {
        Random random = new Random(1);
        TableSchema schema = schema(TableModel.TABLE, 12, random);
        BatchLimits limits = new BatchLimits(10, 5, 1000, 1000);
        FlushOptions output = new FlushOptions(20, 60, 20_000, 4, CompressionType.LZ4);
        CompactionOptions options = CompactionOptions.of(output);
        try (FileStore store = StoreLocation.of(folder.toString()).open()) {
            CompactionTask task = task(write(store, schema, true, output, random), Cut.ALL);
            List<String> before = paths(store);
            FaultPlan counted = FaultPlan.none();
            run(new FaultyFileStore(store, counted), schema, options, task, "whole", limits);
            store.deleteFolder("whole");
            assertThat(counted.steps()).isGreaterThan(10);
            for (int step = 1; step <= counted.steps(); step++) {
                FaultPlan plan = FaultPlan.at(step, Fault.FAILED);
                FileStore faulty = new FaultyFileStore(store, plan);
                assertThatThrownBy(() -> run(faulty, schema, options, task, "broken", limits))
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("step " + step + " ");
                assertThat(plan.openFiles()).isZero();
                assertThat(paths(store)).as("at step %d", step).isEqualTo(before);
            }
        }
    }

    @Test
    void takeFewerColumnsOfManyChunksAndOfManyValues() {
        Track track = track(TSDataType.INT64, TSDataType.TEXT, TSDataType.INT64, TSDataType.INT64, TSDataType.INT64);
        assertThat(sizes(track, new BatchLimits(4, 3, 1000, 1000), 1, 1)).containsExactly(3, 2);
        assertThat(sizes(track, new BatchLimits(4, 3, 1000, 1000), 500, 1)).containsExactly(2, 2, 1);
        assertThat(sizes(track, new BatchLimits(4, 3, 1000, 1000), 5000, 1)).containsExactly(1, 1, 1, 1, 1);
        assertThat(sizes(track, new BatchLimits(4, 3, 1000, 1000), 1, 110))
                .as("a text counts for eight")
                .containsExactly(2, 3);
        assertThat(sizes(track, new BatchLimits(5, 3, 1000, 1000), 1, 1)).containsExactly(5);
        assertThat(new ColumnBatches(track, new BatchLimits(4, 3, 1000, 1000), 1, false).isWide())
                .isFalse();
    }

    private static List<Integer> sizes(Track track, BatchLimits limits, int sources, int rows) {
        return new ColumnBatches(track, limits, sources, true)
                .merged(rows).stream().map(batch -> batch.columns().size()).toList();
    }

    private static Track track(TSDataType... types) {
        List<Column> columns = new ArrayList<>();
        for (TSDataType type : types) {
            columns.add(Column.field("c" + columns.size(), type));
        }
        return new Track(
                new RandomRows(TableSchema.ofTree("t", columns), 1, 1).next().device(), true, columns);
    }

    private void assertSame(Run batches, Run whole) throws IOException {
        assertSame(folder, batches, whole);
    }

    static void assertSame(Path folder, Run batches, Run whole) throws IOException {
        assertThat(batches.files)
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields("path")
                .isEqualTo(whole.files);
        assertThat(batches.progress).isEqualTo(whole.progress);
        for (int i = 0; i < whole.files.size(); i++) {
            assertThat(Files.mismatch(
                            folder.resolve(whole.files.get(i).path()),
                            folder.resolve(batches.files.get(i).path())))
                    .as("byte of file %s that differs", i)
                    .isEqualTo(-1);
        }
    }

    record Run(List<DataFile> files, CompactionProgress progress) {}

    private static Run run(
            FileStore store,
            TableSchema schema,
            CompactionOptions options,
            CompactionTask task,
            String target,
            BatchLimits limits)
            throws IOException {
        OutputQueue alone = new OutputQueue(Workers.common(), CrewLimits.of(0), new MemoryBudget(1), 1);
        return run(store, schema, options, task, target, limits, alone);
    }

    static Run run(
            FileStore store,
            TableSchema schema,
            CompactionOptions options,
            CompactionTask task,
            String target,
            BatchLimits limits,
            OutputQueue output)
            throws IOException {
        int[] files = new int[1];
        List<CompactionProgress> progress = new ArrayList<>();
        CompactionMeter meter = new CompactionMeter(progress::add, task);
        try (IoStage io = new IoStage(store, schema, options.output(), partition -> target + "/" + files[0]++)) {
            try (MergeFiles inputs = MergeFiles.open(store, schema, task.inputs());
                    OutputQueue queue = output) {
                new Rewrite(schema, options, task, queue, io, meter, limits).run(inputs.inputs());
            }
            meter.end();
            return new Run(io.finish(), progress.get(progress.size() - 1));
        }
    }

    static CompactionTask task(List<LiveFile> inputs, Cut cut) {
        return new CompactionTask(
                0, CompactionReason.FORCED, CompactionStrategy.REWRITE, inputs.size(), 1, cut, new ArrayList<>(inputs));
    }

    static TableSchema schema(TableModel model, int fields, Random random) {
        List<Column> ofAllTypes = RandomRows.treeOfAllTypes().fields();
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < fields; i++) {
            columns.add(Column.field(
                    "c" + i, ofAllTypes.get(random.nextInt(ofAllTypes.size())).type()));
        }
        if (model == TableModel.TREE) {
            return TableSchema.ofTree("fleet", columns);
        }
        columns.add(0, Column.tag("site"));
        columns.add(1, Column.tag("machine"));
        return TableSchema.ofTable("sensors", columns);
    }

    /** A schema as it may have been earlier: without some of the columns, and some of them narrower. */
    private static TableSchema earlier(TableSchema schema, Random random) {
        List<Column> columns = new ArrayList<>();
        boolean narrower = random.nextInt(4) == 0;
        for (Column column : schema.columns()) {
            boolean isField = schema.fields().contains(column);
            if (isField && random.nextInt(8) == 0) {
                continue;
            }
            columns.add(
                    isField && narrower && column.type() == TSDataType.INT64 && random.nextBoolean()
                            ? Column.field(column.name(), TSDataType.INT32)
                            : column);
        }
        return schema.model() == TableModel.TABLE
                ? TableSchema.ofTable(schema.name(), columns)
                : TableSchema.ofTree(schema.name(), columns);
    }

    /** Files of rising version, some behind the ones before and some among them, and with deletions. */
    static List<LiveFile> write(FileStore store, TableSchema schema, boolean aligned, FlushOptions usual, Random random)
            throws IOException {
        List<LiveFile> files = new ArrayList<>();
        Map<IDeviceID, Long> ends = new HashMap<>();
        int versions = 3 + random.nextInt(4);
        for (int version = 1; version <= versions; version++) {
            TableSchema ofFile = random.nextInt(3) == 0 ? earlier(schema, random) : schema;
            RandomRows values = new RandomRows(ofFile, random.nextLong(), 3);
            boolean late = random.nextInt(3) == 0;
            MemTable rows = new MemTable(ofFile, aligned);
            int count = 10 + random.nextInt(random.nextBoolean() ? 20 : 400);
            Map<IDeviceID, Long> times = new HashMap<>(ends);
            if (late) {
                times.replaceAll((device, end) -> random.nextLong(end + 1));
            }
            for (int i = 0; i < count; i++) {
                RandomRows.KeyedRow row = values.next();
                long time = times.merge(row.device(), 1L + random.nextInt(3), Long::sum);
                rows.append(row.device(), time, row.row());
            }
            times.forEach((device, time) -> ends.merge(device, time, Math::max));
            FlushOptions options = random.nextInt(4) == 0 ? options(random) : usual;
            try (FusedFlush flush = new FusedFlush(store, ofFile, TimePartitioning.NONE, options)) {
                flush.drain(rows);
                for (DataFile file : flush.finish()) {
                    files.add(new LiveFile(
                            file.compacted(new Version(version, 0), 0, version), deletions(file, schema, random)));
                }
            }
        }
        return files;
    }

    private static List<Deletion> deletions(DataFile file, TableSchema schema, Random random) {
        if (random.nextInt(3) > 0) {
            return List.of();
        }
        long start = file.times().start() + random.nextInt(100);
        // In the tree model, a row goes with its last value: such devices are never divided.
        boolean ofRows = schema.model() == TableModel.TREE || random.nextBoolean();
        return List.of(new Deletion(
                random.nextBoolean()
                        ? DeviceScope.ALL
                        : DeviceScope.of(List.of(file.devices().first())),
                ofRows ? List.of() : List.of("c3", "c17"),
                new TimeRange(start, start + random.nextInt(100))));
    }

    static FlushOptions options(Random random) {
        int pageRows = 1 + random.nextInt(40);
        return new FlushOptions(
                        pageRows,
                        pageRows + random.nextInt(200),
                        random.nextBoolean() ? 10_000 : 10_000_000,
                        4,
                        random.nextInt(4) == 0 ? CompressionType.UNCOMPRESSED : CompressionType.LZ4)
                .withGroupBytes(random.nextBoolean() ? 20_000 : 10_000_000);
    }

    static List<String> paths(FileStore store) throws IOException {
        List<String> paths = new ArrayList<>(
                store.list("", true).stream().map(StoredFile::path).toList());
        Collections.sort(paths);
        return paths;
    }
}
