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
package io.tsfile.core.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import io.tsfile.core.compact.Compaction;
import io.tsfile.core.compact.CompactionLimits;
import io.tsfile.core.compact.CompactionOptions;
import io.tsfile.core.compact.CompactionReport;
import io.tsfile.core.compact.CompactionRunner;
import io.tsfile.core.flush.FlushOptions;
import io.tsfile.core.format.check.CheckDepth;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.model.Deletion;
import io.tsfile.core.model.DeviceScope;
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.LiveFile;
import io.tsfile.core.model.TableModel;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimePartitioning;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.scan.DeviceFilter;
import io.tsfile.core.scan.ScanRequest;
import io.tsfile.core.scan.ScanSource;
import io.tsfile.core.table.Snapshot;
import io.tsfile.core.table.Table;
import io.tsfile.core.table.TableMetadata;
import io.tsfile.core.testing.Oracle;
import io.tsfile.core.testing.RandomRows;
import io.tsfile.core.testing.VisibleRows;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.apache.tsfile.file.metadata.enums.CompressionType;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** All that may happen to a table, in any order, against an oracle that keeps its rows in a map. */
class TableLifeTest {
    /** Of many that were tried, those that once found a defect. */
    private static final List<Integer> SEEDS = List.of(6, 15);

    private static final int STEPS = 14;
    private static final int DEVICES = 5;
    private static final long TTL = 1_000;
    /** Later than any commit, so that the clock of a test decides what is too old. */
    private static final long FIRST_TIME = 5_000_000_000_000L;

    /** What a reader that began earlier must still find. */
    private record Held(Snapshot snapshot, List<String> answer) {}

    private final Path folder;
    private final Path copy;
    private final List<Held> held = new ArrayList<>();
    private Random random = new Random();
    private TableLife life = new TableLife(RandomRows.tableOfAllTypes());
    private boolean aligned;
    private long later = FIRST_TIME;

    TableLifeTest(@TempDir Path folder, @TempDir Path copy) {
        this.folder = folder;
        this.copy = copy;
    }

    static Stream<Arguments> lives() {
        return SEEDS.stream()
                .flatMap(seed -> Stream.of(
                        Arguments.of("table", RandomRows.tableOfAllTypes(), true, seed),
                        Arguments.of("tree, aligned", RandomRows.treeOfAllTypes(), true, seed),
                        Arguments.of("tree", RandomRows.treeOfAllTypes(), false, seed)));
    }

    @ParameterizedTest(name = "{0}, seed {3}")
    @MethodSource("lives")
    void everyAnswerIsRight(String name, TableSchema schema, boolean alignedDevices, int seed) throws IOException {
        random = new Random(seed);
        life = new TableLife(schema);
        aligned = alignedDevices;
        try (FileStore store = StoreLocation.of(folder.toString()).open();
                FileStore target = StoreLocation.of(copy.toString()).open()) {
            TimePartitioning partitioning = new TimePartitioning(random.nextBoolean() ? 0 : 500);
            Map<String, String> options = Map.of(
                    "ttl", TTL + "ms", "retention", "0 ms", "orphan-retention", "0 ms", "checkpoint-interval", "7");
            Table table = Table.create(store, TableMetadata.of(schema, partitioning, options));
            append(table);
            for (int step = 1; step <= STEPS; step++) {
                String done = step(table);
                table = random.nextBoolean() ? table : Table.open(store);
                assertAnswers(table, String.format("%s, seed %d, after step %d: %s", name, seed, step, done));
            }
            assertThat(VisibleRows.of(store, table.snapshot()))
                    .isEqualTo(life.oracle().lines());
            assertThat(Verify.run(table, CheckDepth.VALUES, file -> {}).findings())
                    .isEmpty();
            ExportReport exported = Export.run(table, target, options());
            ScanSource source = new ScanSource(target.location(), life.schema(), LiveFile.of(exported.files()));
            assertThat(Oracle.scan(target, source, everything(), 1000))
                    .isEqualTo(life.oracle().lines());
        }
    }

    /** Does something; returns what it was. */
    private String step(Table table) throws IOException {
        held.add(new Held(table.snapshot(), life.oracle().lines()));
        switch (random.nextInt(12)) {
            case 0, 1, 2, 3 -> {
                append(table);
                return "append";
            }
            case 4, 5 -> {
                return delete(table);
            }
            case 6 -> {
                long last = FIRST_TIME + random.nextLong(1 + later - FIRST_TIME);
                Retention.apply(table, Clock.fixed(Instant.ofEpochMilli(last + TTL), ZoneOffset.UTC));
                life.deleted(Deletion.ofRows(DeviceScope.ALL, new TimeRange(Long.MIN_VALUE, last)));
                return "retention up to " + last;
            }
            case 7 -> {
                // What readers of older snapshots need goes at once.
                held.clear();
                Vacuum.run(table);
                return "vacuum";
            }
            case 8 -> {
                return alter(table);
            }
            default -> {
                return compact(table);
            }
        }
    }

    private void append(Table table) throws IOException {
        RandomRows rows = new RandomRows(life.schema(), random.nextLong(), DEVICES);
        int count = 1 + random.nextInt(120);
        life.append(
                table,
                rows,
                count,
                later,
                aligned,
                1 + random.nextInt(120),
                options().output());
        later += random.nextInt(200);
    }

    private String delete(Table table) throws IOException {
        long from = FIRST_TIME - 500 + random.nextLong(1_500);
        TimeRange times = random.nextInt(6) == 0 ? TimeRange.ALL : new TimeRange(from, from + random.nextInt(600));
        List<String> fields = life.fields();
        List<String> measurements = random.nextBoolean()
                ? List.of()
                : List.of(fields.get(random.nextInt(fields.size())), fields.get(random.nextInt(fields.size()))).stream()
                        .distinct()
                        .toList();
        List<IDeviceID> all = devices();
        IDeviceID one = all.get(random.nextInt(DEVICES));
        IDeviceID other = all.get(random.nextInt(DEVICES));
        Deletion deletion;
        if (random.nextBoolean()) {
            DeviceScope scope = switch (random.nextInt(4)) {
                case 0 -> DeviceScope.ALL;
                case 1 -> new DeviceScope.Between(one, random.nextBoolean() ? other : null);
                case 2 ->
                    life.schema().model() == TableModel.TREE
                            ? new DeviceScope.Below("root.fleet.r0")
                            : DeviceScope.of(List.of(one));
                default -> DeviceScope.of(List.of(one, other));
            };
            deletion = new Deletion(scope, measurements, times);
            Delete.from(table, deletion);
        } else {
            DeviceFilter filter = device -> device.equals(one) || device.compareTo(other) > 0;
            deletion = new Deletion(
                    DeviceScope.of(all.stream().filter(filter::matches).toList()), measurements, times);
            Delete.where(table, filter, measurements, times);
        }
        life.deleted(deletion);
        return "deletion of " + deletion;
    }

    private String alter(Table table) throws IOException {
        switch (random.nextInt(3)) {
            case 0 -> life.alter(table, now -> now.widened("i", TSDataType.INT64));
            case 1 -> life.alter(table, now -> now.widened("f", TSDataType.DOUBLE));
            default -> {
                String added = "added" + life.fields().size();
                life.alter(table, now -> now.withField(added, TSDataType.FLOAT));
            }
        }
        return "alter";
    }

    private String compact(Table table) throws IOException {
        CompactionOptions options = options().withForce(random.nextInt(4) == 0);
        boolean ended = random.nextInt(3) == 0;
        CompactionLimits limits = CompactionLimits.NONE.withMaxRounds(ended ? 1 : 200);
        Compaction compaction = Compaction.of(table, options)
                .limits(ended ? limits.withMaxBytes(1 + random.nextInt(50_000)) : limits)
                .runner((metadata, task, listener) -> {
                    if (!held.isEmpty() && random.nextInt(8) == 0) {
                        assertHeld(table, held.get(random.nextInt(held.size())), "while " + task + " runs");
                    }
                    return CompactionRunner.run(table.store(), metadata, options, task, listener);
                });
        CompactionReport report = compaction.run();
        if (!ended) {
            assertThat(report.finished()).as("%s ends: %s", options, report).isTrue();
            CompactionReport again = Compaction.of(table, options.withForce(false))
                    .limits(limits)
                    .run();
            assertThat(again.taskCount()).as("%s again: %s", options, again).isZero();
        }
        return "compaction with " + options + ": " + report;
    }

    private void assertAnswers(Table table, String when) throws IOException {
        Snapshot snapshot = table.snapshot();
        Oracle oracle = life.oracle();
        FileStore store = table.store();
        assertThat(Oracle.scan(store, snapshot)).as(when).isEqualTo(oracle.lines());

        ScanSource source = new ScanSource(
                store.location(), snapshot.metadata().schema(), snapshot.liveFiles(store, TimeRange.ALL));
        long from = FIRST_TIME + random.nextInt(300);
        TimeRange times = new TimeRange(from, from + random.nextInt(300));
        List<String> some = List.of("i", "f", "s");
        DeviceFilter devices = device -> !device.toString().endsWith("1");
        ScanRequest request = new ScanRequest(some, times, devices, 1 + random.nextInt(20_000));
        assertThat(Oracle.scan(store, source, request, 1 + random.nextInt(200)))
                .as(when)
                .isEqualTo(oracle.lines(some, times, devices));
        if (!held.isEmpty()) {
            assertHeld(table, held.get(random.nextInt(held.size())), when);
        }
    }

    private static void assertHeld(Table table, Held old, String when) throws IOException {
        assertThat(Oracle.scan(table.store(), old.snapshot))
                .as("snapshot %s %s", old.snapshot.number(), when)
                .isEqualTo(old.answer);
    }

    private ScanRequest everything() {
        return new ScanRequest(life.fields(), TimeRange.ALL, DeviceFilter.ALL, Long.MAX_VALUE);
    }

    private List<IDeviceID> devices() {
        boolean tree = life.schema().model() == TableModel.TREE;
        return IntStream.range(0, DEVICES)
                .mapToObj(i -> tree
                        ? Devices.ofPath("root.fleet.r" + i % 2 + ".d" + i)
                        : Devices.ofTable("sensors", i % 3 == 0 ? null : "site" + i % 2, "m" + i))
                .sorted()
                .toList();
    }

    /** So small that a file has several chunks and pages, and a compaction several tasks. */
    private CompactionOptions options() {
        int pageRows = 1 + random.nextInt(30);
        FlushOptions output = new FlushOptions(
                pageRows,
                pageRows + random.nextInt(60),
                2_000 + random.nextInt(20_000),
                1 + random.nextInt(4),
                CompressionType.LZ4);
        return new CompactionOptions(
                output,
                random.nextInt(100),
                1_000 + random.nextInt(30_000),
                2 + random.nextInt(10),
                random.nextBoolean());
    }
}
