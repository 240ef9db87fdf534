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

import io.tsfile.core.flush.FlushOptions;
import io.tsfile.core.flush.FusedFlush;
import io.tsfile.core.flush.memtable.MemTable;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.Cut;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.Deletion;
import io.tsfile.core.model.DeviceScope;
import io.tsfile.core.model.LiveFile;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimePartitioning;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.model.Version;
import io.tsfile.core.scan.ScanRequest;
import io.tsfile.core.scan.ScanSource;
import io.tsfile.core.table.TableMetadata;
import io.tsfile.core.testing.LibraryAnswer;
import io.tsfile.core.testing.Oracle;
import io.tsfile.core.testing.RandomRows;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.apache.tsfile.file.metadata.enums.CompressionType;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Files of all shapes, apart and overlapping, give the same answers compacted (R2), to us and to the library. */
class CopyingCompactionTest {
    @TempDir
    Path folder;

    static Stream<Arguments> tables() {
        List<Arguments> tables = new ArrayList<>();
        for (long seed = 1; seed <= 8; seed++) {
            tables.add(Arguments.of("table", RandomRows.tableOfAllTypes(), true, seed));
            tables.add(Arguments.of("tree, aligned", RandomRows.treeOfAllTypes(), true, seed));
            tables.add(Arguments.of("tree", RandomRows.treeOfAllTypes(), false, seed));
        }
        return tables.stream();
    }

    @ParameterizedTest(name = "{0}, seed {3}")
    @MethodSource("tables")
    void changesNoAnswer(String name, TableSchema schema, boolean aligned, long seed) throws IOException {
        Random random = new Random(seed);
        try (FileStore store = StoreLocation.of(folder.toString()).open()) {
            Oracle oracle = new Oracle(schema);
            List<LiveFile> inputs = write(store, schema, aligned, random, oracle);
            boolean deleted = random.nextBoolean();
            if (deleted) {
                inputs.replaceAll(file -> new LiveFile(file.file(), deletions(file.file(), schema, random)));
            }
            Version newest = inputs.get(inputs.size() - 1).file().version();
            Cut cut = cut(inputs, random);
            CompactionTask task = new CompactionTask(
                    0,
                    CompactionReason.FORCED,
                    CompactionStrategy.REWRITE,
                    inputs.size(),
                    1,
                    cut,
                    new ArrayList<>(inputs));
            List<CompactionProgress> progress = new ArrayList<>();
            CompactionResult result = CompactionRunner.run(
                    store,
                    TableMetadata.of(schema, TimePartitioning.NONE, Map.of()),
                    new CompactionOptions(options(random), random.nextInt(80), 1 << 30, 100, true),
                    task,
                    progress::add);

            List<String> expected = read(store, schema, inputs, cut);
            if (!deleted) {
                assertThat(expected).isEqualTo(oracle.lines(names(schema), cut.times(), cut::contains));
            }
            assertThat(read(store, schema, LiveFile.of(result.outputs()), Cut.ALL))
                    .isEqualTo(expected);
            assertThat(LibraryAnswer.lines(folder, schema, result.outputs())).isEqualTo(expected);
            assertThat(result.outputs())
                    .allSatisfy(file -> assertThat(file.version()).isEqualTo(newest))
                    .allSatisfy(file -> assertThat(file.level()).isEqualTo(1))
                    .allSatisfy(file -> assertThat(file.cleanThrough()).isEqualTo(inputs.size()));
            assertThat(progress.get(progress.size() - 1).doneBytes()).isEqualTo(task.bytes());
        }
    }

    /** Files of rising version, some behind the ones before and some among them. */
    private static List<LiveFile> write(
            FileStore store, TableSchema schema, boolean aligned, Random random, Oracle oracle) throws IOException {
        RandomRows values = new RandomRows(schema, random.nextLong(), 4);
        List<IDeviceID> devices = Stream.generate(values::next)
                .limit(100)
                .map(RandomRows.KeyedRow::device)
                .distinct()
                .toList();
        List<LiveFile> files = new ArrayList<>();
        long now = 0;
        int versions = 2 + random.nextInt(6);
        for (int version = 1; version <= versions; version++) {
            MemTable rows = new MemTable(schema, aligned);
            boolean late = random.nextInt(3) == 0;
            long end = now;
            for (IDeviceID device : devices) {
                if (random.nextInt(4) == 0) {
                    continue;
                }
                long time = late ? random.nextLong(now + 1) : now;
                int count = 1 + random.nextInt(random.nextBoolean() ? 10 : 300);
                for (int i = 0; i < count; i++) {
                    time += 1 + random.nextInt(3);
                    RandomRows.KeyedRow row = values.next();
                    rows.append(device, time, row.row());
                    oracle.put(device, time, row.row());
                }
                end = Math.max(end, time);
            }
            now = end;
            try (FusedFlush flush = new FusedFlush(store, schema, TimePartitioning.NONE, options(random))) {
                flush.drain(rows);
                for (DataFile file : flush.finish()) {
                    files.add(LiveFile.of(file.compacted(new Version(version, 0), 0, version)));
                }
            }
        }
        return files;
    }

    private static Cut cut(List<LiveFile> files, Random random) {
        if (random.nextBoolean() || files.isEmpty()) {
            return Cut.ALL;
        }
        DataFile file = files.get(random.nextInt(files.size())).file();
        long start = file.times().start() + random.nextInt(50);
        return random.nextBoolean()
                ? Cut.ofTimes(new TimeRange(start, start + random.nextInt(400)))
                : new Cut(file.devices().first(), file.devices().last(), TimeRange.ALL);
    }

    private static FlushOptions options(Random random) {
        int pageRows = 1 + random.nextInt(40);
        return new FlushOptions(
                pageRows,
                pageRows + random.nextInt(200),
                random.nextBoolean() ? 10_000 : 10_000_000,
                4,
                random.nextInt(4) == 0 ? CompressionType.UNCOMPRESSED : CompressionType.LZ4);
    }

    private static List<String> names(TableSchema schema) {
        return schema.fields().stream().map(Column::name).toList();
    }

    /** Deletions of rows and of a measurement, of one device or of all. */
    private static List<Deletion> deletions(DataFile file, TableSchema schema, Random random) {
        List<Deletion> deletions = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            long start = file.times().start() + random.nextInt(200);
            List<String> names = names(schema);
            deletions.add(new Deletion(
                    random.nextBoolean()
                            ? DeviceScope.ALL
                            : DeviceScope.of(List.of(file.devices().first())),
                    random.nextBoolean() ? List.of() : List.of(names.get(random.nextInt(names.size()))),
                    new TimeRange(start, start + random.nextInt(200))));
        }
        return deletions;
    }

    private static List<String> read(FileStore store, TableSchema schema, List<LiveFile> files, Cut cut)
            throws IOException {
        ScanSource source = new ScanSource(store.location(), schema, files);
        ScanRequest request = new ScanRequest(names(schema), cut.times(), cut::contains, 1 << 20);
        return Oracle.scan(store, source, request, 100);
    }
}
