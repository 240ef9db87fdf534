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
package io.tsfile.core.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.tsfile.core.flush.FlushOptions;
import io.tsfile.core.flush.FusedFlush;
import io.tsfile.core.flush.memtable.MemTable;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.Deletion;
import io.tsfile.core.model.DeviceScope;
import io.tsfile.core.model.LiveFile;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimePartitioning;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.testing.ObjectRow;
import io.tsfile.core.testing.RandomRows;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.tsfile.file.metadata.enums.CompressionType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a selection leaves out, the rows that matter are all there, and each as it is. */
class RowSelectionTest {
    private static final FlushOptions OPTIONS = new FlushOptions(5, 10, 6000, 4, CompressionType.LZ4);
    private static final List<String> FIELDS = List.of("i", "d");
    private static final int ROUNDS = 12;

    @TempDir
    Path folder;

    private record Row(RowKey key, ObjectRow values) {}

    private record Answer(List<Row> rows, long sparedChunks) {}

    /** @param meets what SQL says of a row, with NaN above all others */
    private record Case(ValueCondition condition, Predicate<ObjectRow> meets) {}

    @ParameterizedTest
    @ValueSource(strings = {"TABLE", "TREE aligned", "TREE"})
    void leavesOutOnlyRowsThatDoNotMatter(String shape) throws IOException {
        TableSchema schema = shape.equals("TABLE") ? RandomRows.tableOfAllTypes() : RandomRows.treeOfAllTypes();
        long spared = 0;
        long left = 0;
        for (long seed = 1; seed <= ROUNDS; seed++) {
            Random random = new Random(seed);
            try (FileStore store =
                    StoreLocation.of(folder.resolve("s" + seed).toString()).open()) {
                List<LiveFile> files =
                        files(store, schema, new RandomRows(schema, seed, 4), !shape.equals("TREE"), random);
                // Of one file, nothing is merged.
                ScanSource source =
                        new ScanSource(store.location(), schema, random.nextInt(3) > 0 ? files : files.subList(0, 1));
                long start = random.nextInt(300);
                TimeRange times =
                        random.nextBoolean() ? TimeRange.ALL : new TimeRange(start, start + random.nextInt(600));
                ScanRequest request = new ScanRequest(FIELDS, times, DeviceFilter.ALL, 1 << 20);
                for (ScanTask task : ScanPlanner.plan(source, request)) {
                    List<Row> all = read(store, task, RowSelection.ALL).rows();
                    assertThat(values(store, task))
                            .as("%s, seed %d, %s", shape, seed, times)
                            .isEqualTo(all.stream()
                                    .map(row -> row.key().device() + "" + row.values())
                                    .toList());
                    for (Case one : cases(random)) {
                        String what = shape + ", seed " + seed + ", " + times + ", " + one.condition.describe();
                        Answer answer = read(store, task, RowSelection.meeting(List.of(one.condition)));
                        spared += answer.sparedChunks;
                        assertThat(among(all, answer.rows)).as(what).isEqualTo(answer.rows);
                        assertThat(meeting(answer.rows, one)).as(what).isEqualTo(meeting(all, one));
                    }
                    for (int rows : new int[] {1, 3, 20}) {
                        String what = shape + ", seed " + seed + ", " + times + ", " + rows;
                        List<Row> first = read(store, task, RowSelection.of(RowSelection.End.FIRST, rows))
                                .rows();
                        List<Row> last = read(store, task, RowSelection.of(RowSelection.End.LAST, rows))
                                .rows();
                        left += 2L * all.size() - first.size() - last.size();
                        Comparator<Long> up = Comparator.naturalOrder();
                        assertThat(among(all, first)).as(what).isEqualTo(first);
                        assertThat(among(all, last)).as(what).isEqualTo(last);
                        assertThat(times(first, rows, up)).as(what).isEqualTo(times(all, rows, up));
                        assertThat(times(last, rows, up.reversed()))
                                .as(what)
                                .isEqualTo(times(all, rows, up.reversed()));
                    }
                }
            }
        }
        assertThat(spared).isPositive();
        assertThat(left).isPositive();
    }

    private static List<Case> cases(Random random) {
        long low = random.nextInt(1000);
        long high = low + random.nextInt(30);
        double least = random.nextInt(10_000) / 100.0;
        double most = least + random.nextInt(300) / 100.0;
        return List.of(
                new Case(
                        new ValueCondition.Longs("i", low, high),
                        row -> row.values().get(0) instanceof Integer i && low <= i && i <= high),
                new Case(
                        new ValueCondition.Doubles("d", least, most),
                        row -> least <= number(row) && number(row) <= most),
                new Case(
                        new ValueCondition.Doubles("d", 99.5, Double.POSITIVE_INFINITY),
                        row -> row.values().get(1) != null && !(number(row) < 99.5)),
                new Case(new ValueCondition.Present("i"), row -> row.values().get(0) != null));
    }

    /** What {@link ObjectRow#read} makes of a double; NaN of null, which is in no range. */
    private static double number(ObjectRow row) {
        Object bits = row.values().get(1);
        return bits == null
                ? Double.NaN
                : Double.longBitsToDouble(Long.parseLong(bits.toString().substring(1)));
    }

    private static List<Row> among(List<Row> all, List<Row> some) {
        return all.stream().filter(new HashSet<>(some)::contains).toList();
    }

    private static List<Row> meeting(List<Row> rows, Case one) {
        return rows.stream().filter(row -> one.meets.test(row.values)).toList();
    }

    private static List<Long> times(List<Row> rows, int most, Comparator<Long> order) {
        return rows.stream()
                .map(row -> row.key().time())
                .sorted(order)
                .limit(most)
                .collect(Collectors.toList());
    }

    private static List<LiveFile> files(
            FileStore store, TableSchema schema, RandomRows rows, boolean aligned, Random random) throws IOException {
        List<LiveFile> files = new ArrayList<>();
        for (int commit = 1; commit <= 3; commit++) {
            try (FusedFlush flush = new FusedFlush(store, schema, TimePartitioning.NONE, OPTIONS)) {
                MemTable table = new MemTable(schema, aligned);
                for (int i = 0; i < 150; i++) {
                    RandomRows.KeyedRow row = rows.next();
                    table.append(row.device(), row.time(), row.row());
                }
                flush.drain(table);
                for (DataFile file : flush.finish()) {
                    int from = random.nextInt(900);
                    files.add(new LiveFile(
                            file.committed(commit),
                            random.nextInt(3) == 0
                                    ? List.of(Deletion.ofRows(DeviceScope.ALL, new TimeRange(from, from + 60)))
                                    : List.of()));
                }
            }
        }
        return files;
    }

    /** The rows without their times. */
    private static List<String> values(FileStore store, ScanTask task) throws IOException {
        List<String> rows = new ArrayList<>();
        try (SectionReader reader = SectionReader.ofValues(store, task, 17, RowSelection.ALL)) {
            while (reader.next()) {
                for (int row = 0; row < reader.times().size(); row++) {
                    @Nullable Object first = ObjectRow.read(reader.values(0), row);
                    @Nullable Object second = ObjectRow.read(reader.values(1), row);
                    rows.add(reader.device() + "" + ObjectRow.of(first, second));
                }
            }
        }
        return rows;
    }

    private static Answer read(FileStore store, ScanTask task, RowSelection selection) throws IOException {
        List<Row> rows = new ArrayList<>();
        try (SectionReader reader = new SectionReader(store, task, 17, selection)) {
            while (reader.next()) {
                for (int row = 0; row < reader.times().size(); row++) {
                    @Nullable Object first = ObjectRow.read(reader.values(0), row);
                    @Nullable Object second = ObjectRow.read(reader.values(1), row);
                    rows.add(
                            new Row(new RowKey(reader.device(), reader.times().get(row)), ObjectRow.of(first, second)));
                }
            }
            assertThat(reader.counts().rows()).isEqualTo(rows.size());
            return new Answer(rows, reader.counts().sparedChunks());
        }
    }
}
