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
package io.tsfile.core.merge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tsfile.core.CorruptTsFileException;
import io.tsfile.core.flush.FlushOptions;
import io.tsfile.core.flush.FusedFlush;
import io.tsfile.core.flush.memtable.MemTable;
import io.tsfile.core.format.read.ChunkAhead;
import io.tsfile.core.index.ChunkEntry;
import io.tsfile.core.index.RowChunk;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.merge.MaskedChunks.MaskedChunk;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.DeviceScope;
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.LiveFile;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimePartitioning;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.model.TimeSet;
import io.tsfile.core.model.Version;
import io.tsfile.core.testing.ObjectRow;
import io.tsfile.core.vector.LongVector;
import io.tsfile.core.vector.Vector;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.apache.tsfile.file.metadata.enums.CompressionType;
import org.apache.tsfile.file.metadata.statistics.Statistics;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Thousands of rows that were dealt to several files, with pages, chunks and batches of all lengths, against a map. */
class AlternatingRunsTest {
    private static final int ROWS = 3000;
    private static final TableSchema SCHEMA = TableSchema.ofTable(
            "table",
            List.of(
                    Column.tag("id"),
                    Column.field("full", TSDataType.DOUBLE),
                    Column.field("gaps", TSDataType.INT64),
                    Column.field("text", TSDataType.TEXT)));
    private static final IDeviceID DEVICE = Devices.ofTable("table", "d");

    private final FileStore store;

    AlternatingRunsTest(@TempDir Path folder) throws IOException {
        store = StoreLocation.of(folder.toString()).open();
    }

    /** How rows are dealt. */
    enum Dealing {
        IN_TURN,
        AT_RANDOM,
        IN_BLOCKS,
        /** First in blocks, then in turn, then in blocks once more. */
        MIXED,
        /** Nearly all to one. */
        LATE,
        /** Nearly all to two. */
        TWO,
        /** To two that alternate, each of which soon gives way to the next one. */
        CHAIN;

        int run(int row, int runs, Random random) {
            return switch (this) {
                case IN_TURN -> row % runs;
                case AT_RANDOM -> random.nextInt(runs);
                case IN_BLOCKS -> row / 100 % runs;
                case MIXED -> row > ROWS / 3 && row < ROWS / 2 ? row % runs : row / 100 % runs;
                case LATE -> random.nextInt(20) == 0 ? random.nextInt(runs) : 0;
                case CHAIN -> Math.min(runs - 1, row * runs / ROWS + row % 2);
                case TWO -> random.nextInt(50) == 0 ? random.nextInt(runs) : row % 2;
            };
        }
    }

    @ParameterizedTest
    @EnumSource
    void giveWhatAMapGives(Dealing dealing) throws IOException {
        for (long seed = 1; seed <= 12; seed++) {
            Random random = new Random(seed);
            int runs = 2 + random.nextInt(random.nextBoolean() ? 3 : 12);
            List<Map<Long, ObjectRow>> files = new ArrayList<>();
            for (int run = 0; run < runs; run++) {
                files.add(new TreeMap<>());
            }
            long start = random.nextLong() >> 1;
            long time = start;
            for (int row = 0; row < ROWS; row++) {
                time += 1 + random.nextInt(3);
                files.get(dealing.run(row, runs, random)).put(time, row(random));
                if (random.nextInt(30) == 0) {
                    files.get(random.nextInt(runs)).put(time, row(random));
                }
            }
            Supplier<FlushOptions> options = () -> options(random);
            int most = 1 + random.nextInt(List.of(50, 500, 4096).get(random.nextInt(3)));
            TimeSet wanted = random.nextBoolean() ? TimeSet.of(TimeRange.ALL) : ranges(start, random);
            assertThat(read(files, wanted, options, most)).as("seed %d", seed).isEqualTo(merged(files, wanted));
        }
    }

    /** The third file has nothing more of the first range, and is at the second one long before the others. */
    @Test
    void areNotMergedAcrossWantedRanges() throws IOException {
        Random random = new Random(1);
        List<Map<Long, ObjectRow>> files = List.of(new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
        for (long time = 0; time < 600; time++) {
            files.get((int) time % 2).put(time, row(random));
            if (time == 2 || time > 500) {
                files.get(2).put(time, row(random));
            }
        }
        TimeSet wanted = TimeSet.of(List.of(new TimeRange(0, 400), new TimeRange(500, 600)));
        for (int most = 1; most < 200; most++) {
            assertThat(read(files, wanted, () -> options(ROWS, ROWS), most)).isEqualTo(merged(files, wanted));
        }
    }

    /** The last batch is a page, and the run has come to its end. */
    @Test
    void leaveAPageThatIsABatch() throws IOException {
        Random random = new Random(1);
        Map<Long, ObjectRow> rows = new TreeMap<>();
        for (long time = 0; time < 100; time++) {
            rows.put(time, row(random));
        }
        TimeSet wanted = TimeSet.of(TimeRange.ALL);
        assertThat(read(List.of(rows), wanted, () -> options(10, 50), 30)).isEqualTo(merged(List.of(rows), wanted));
    }

    /** Which page is the last one of a chunk is told by the times of the index, so they must be right. */
    @Test
    void refuseTimesBeyondThoseOfTheIndex() throws IOException {
        TreeMap<Long, ObjectRow> rows = new TreeMap<>();
        for (long time = 0; time < 20; time++) {
            rows.put(time, ObjectRow.of(1.0, null, null));
        }
        LiveFile file = LiveFile.of(List.of(write(rows, options(10, 20), 1))).get(0);
        try (MergeFiles files = MergeFiles.open(store, SCHEMA, List.of(file))) {
            MergeInput input = files.inputs().get(0);
            ChunkEntry times = input.devices().chunks().times().get(0);
            Statistics<? extends Serializable> early = times.statistics();
            early.setEndTime(9);
            ChunkEntry wrong = new ChunkEntry(times.measurement(), times.type(), times.offset(), early);
            Run run = new Run(
                    new MaskedChunks(
                            new ChunkAhead(input.file(), 0),
                            List.of(new MaskedChunk(new RowChunk(true, wrong, new ChunkEntry[0], -1, 0), false)),
                            TimeSet.NONE,
                            List.of()),
                    List.of(),
                    TimeSet.of(TimeRange.ALL));
            assertThat(run.load()).isTrue();
            run.advance(10);
            assertThatThrownBy(run::load)
                    .isInstanceOf(CorruptTsFileException.class)
                    .hasMessageContaining("a chunk has time 19, and its index says that its times are from 0 to 9");
        }
    }

    /** Some hundred rows each. */
    private static TimeSet ranges(long start, Random random) {
        List<TimeRange> ranges = new ArrayList<>();
        for (int count = 1 + random.nextInt(6); count > 0; count--) {
            long from = start + random.nextInt(2 * ROWS);
            ranges.add(new TimeRange(from, from + random.nextInt(1000)));
        }
        return TimeSet.of(ranges);
    }

    private static FlushOptions options(Random random) {
        int pageRows = random.nextBoolean() ? 1 + random.nextInt(30) : ROWS;
        return options(pageRows, pageRows * (1 + random.nextInt(5)));
    }

    private static FlushOptions options(int pageRows, int chunkRows) {
        return new FlushOptions(pageRows, chunkRows, 1 << 20, 1, CompressionType.LZ4);
    }

    private static ObjectRow row(Random random) {
        return ObjectRow.of(
                random.nextDouble(),
                random.nextInt(3) == 0 ? null : random.nextLong(),
                random.nextInt(5) == 0 ? null : ObjectRow.Bytes.of(new byte[] {(byte) random.nextInt(100)}));
    }

    /** Each time with its values, and whether several files have it. */
    private static List<String> merged(List<Map<Long, ObjectRow>> files, TimeSet wanted) {
        TreeMap<Long, List<@Nullable Object>> all = new TreeMap<>();
        Set<Long> shared = new HashSet<>();
        for (Map<Long, ObjectRow> file : files) {
            for (Map.Entry<Long, ObjectRow> entry : file.entrySet()) {
                List<@Nullable Object> newer = new ArrayList<>(entry.getValue().values());
                newer.set(0, "d" + Double.doubleToRawLongBits((Double) newer.get(0)));
                List<@Nullable Object> older = all.put(entry.getKey(), newer);
                for (int i = 0; older != null && i < newer.size(); i++) {
                    newer.set(i, newer.get(i) == null ? older.get(i) : newer.get(i));
                }
                if (older != null) {
                    shared.add(entry.getKey());
                }
            }
        }
        all.keySet().removeIf(time -> !wanted.contains(time));
        shared.retainAll(all.keySet());
        List<String> lines = new ArrayList<>();
        all.forEach((time, values) -> lines.add(time + " " + values));
        lines.add(shared.size() + " of several files");
        return lines;
    }

    private List<String> read(
            List<Map<Long, ObjectRow>> files, TimeSet wanted, Supplier<FlushOptions> options, int most)
            throws IOException {
        List<DataFile> written = new ArrayList<>();
        for (Map<Long, ObjectRow> rows : files) {
            if (!rows.isEmpty()) {
                written.add(write(rows, options.get(), written.size() + 1));
            }
        }
        List<Batch> batches = new ArrayList<>();
        long shared;
        try (MergeFiles open = MergeFiles.open(store, SCHEMA, LiveFile.of(written), DeviceScope.ALL)) {
            DeviceMerge devices = new DeviceMerge(open.inputs());
            assertThat(devices.nextDevice()).isTrue();
            NewestWins rows = devices.rows(
                    List.of("full", "gaps", "text"),
                    List.of(TSDataType.DOUBLE, TSDataType.INT64, TSDataType.TEXT),
                    wanted);
            while (rows.next(most)) {
                assertThat(rows.times().size()).isLessThanOrEqualTo(most);
                batches.add(new Batch(rows.times(), List.of(rows.values(0), rows.values(1), rows.values(2))));
            }
            shared = rows.mergedRows();
        }
        // Only now: batches are the caller's, and pages that they do not consist of are overwritten.
        List<String> lines = new ArrayList<>();
        for (Batch batch : batches) {
            for (int row = 0; row < batch.times.size(); row++) {
                List<@Nullable Object> values = new ArrayList<>();
                for (Vector column : batch.columns) {
                    values.add(ObjectRow.read(column, row));
                }
                lines.add(batch.times.get(row) + " " + values);
            }
        }
        lines.add(shared + " of several files");
        return lines;
    }

    private record Batch(LongVector times, List<Vector> columns) {}

    private DataFile write(Map<Long, ObjectRow> rows, FlushOptions options, int version) throws IOException {
        try (FusedFlush flush = new FusedFlush(store, SCHEMA, TimePartitioning.NONE, options)) {
            MemTable table = new MemTable(SCHEMA, true);
            rows.forEach((time, row) -> table.append(DEVICE, time, row));
            flush.drain(table);
            return flush.finish().get(0).compacted(new Version(version, 0), 0, version);
        }
    }
}
