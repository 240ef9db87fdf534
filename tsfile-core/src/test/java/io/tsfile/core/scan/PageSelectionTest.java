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
import io.tsfile.core.model.Column;
import io.tsfile.core.model.Deletion;
import io.tsfile.core.model.DeviceScope;
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.LiveFile;
import io.tsfile.core.model.TableModel;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimePartitioning;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.testing.ObjectRow;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.apache.tsfile.file.metadata.enums.CompressionType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages that cannot meet conditions are not decoded, and whatever is left out, rows that meet them are there, each as it is. */
class PageSelectionTest {
    /** Pages of 5 rows, 4 of them in a chunk. */
    private static final FlushOptions OPTIONS = new FlushOptions(5, 20, 1 << 20, 4, CompressionType.LZ4);

    private static final List<String> FIELDS = List.of("flag", "number", "ratio", "name", "note");
    private static final int FLAG = 0;
    private static final int NUMBER = 1;
    private static final int RATIO = 2;
    private static final int NAME = 3;
    private static final int NOTE = 4;
    private static final int ROUNDS = 10;

    @TempDir
    Path folder;

    private record Row(RowKey key, ObjectRow values) {}

    private record Answer(List<Row> rows, ScanCounts counts) {}

    /** @param meets what SQL says of a row, with NaN above all others */
    private record Case(ValueCondition condition, Predicate<ObjectRow> meets) {}

    @ParameterizedTest
    @ValueSource(strings = {"TABLE", "TREE aligned", "TREE"})
    void decodesFewerPagesAndGivesTheSameRows(String shape) throws IOException {
        TableModel model = shape.equals("TABLE") ? TableModel.TABLE : TableModel.TREE;
        TableSchema schema = schema(model, false);
        long[] fewer = new long[9];
        for (long seed = 1; seed <= ROUNDS; seed++) {
            Random random = new Random(seed);
            try (FileStore store =
                    StoreLocation.of(folder.resolve("s" + seed).toString()).open()) {
                List<LiveFile> files = files(store, model, !shape.equals("TREE"), random);
                // Of one file, nothing is merged.
                ScanSource source =
                        new ScanSource(store.location(), schema, random.nextInt(3) > 0 ? files : files.subList(0, 1));
                TimeRange times = random.nextBoolean() ? TimeRange.ALL : new TimeRange(33, 217);
                ScanRequest request = new ScanRequest(FIELDS, times, DeviceFilter.ALL, 1 << 20);
                for (ScanTask task : ScanPlanner.plan(source, request)) {
                    Answer all = read(store, task, RowSelection.ALL, true);
                    List<Case> cases = cases(random);
                    for (int i = 0; i < cases.size(); i++) {
                        List<Case> both = random.nextInt(4) == 0
                                ? List.of(cases.get(i), cases.get(random.nextInt(cases.size())))
                                : List.of(cases.get(i));
                        RowSelection selection = RowSelection.meeting(
                                both.stream().map(Case::condition).toList());
                        String what = shape + ", seed " + seed + ", " + times + ", " + selection.conditions();
                        Answer some = read(store, task, selection, true);
                        assertThat(among(all.rows, some.rows)).as(what).isEqualTo(some.rows);
                        assertThat(meeting(some.rows, both)).as(what).isEqualTo(meeting(all.rows, both));
                        assertThat(some.counts.pages()).as(what).isLessThanOrEqualTo(all.counts.pages());
                        assertThat(read(store, task, selection, false).rows.stream()
                                        .map(Row::values)
                                        .toList())
                                .as(what)
                                .isEqualTo(some.rows.stream().map(Row::values).toList());
                        fewer[i] += times.equals(TimeRange.ALL) ? some.counts.sparedPages() : 0;
                    }
                }
            }
        }
        assertThat(fewer).as("spared pages of each case").doesNotContain(0);
    }

    /** Where a value that is hidden would meet the condition, and where one that is not seen would. */
    @Test
    void readsAllFilesAtTheTimesOfAPage() throws IOException {
        TableSchema schema = schema(TableModel.TABLE, false);
        IDeviceID device = Devices.ofTable("plant", "a");
        try (FileStore store = StoreLocation.of(folder.toString()).open()) {
            List<LiveFile> files = new ArrayList<>();
            files.addAll(write(store, schema, 1, true, table -> {
                for (int time = 0; time < 20; time++) {
                    table.append(device, time, ObjectRow.of(true, (long) time, 0.5, null, null));
                }
            }));
            files.addAll(write(store, schema, 2, true, table -> {
                for (int time = 12; time < 20; time++) {
                    table.append(device, time, ObjectRow.of(null, time == 13 ? -1L : null, 1.5, null, null));
                }
            }));
            ScanSource source = new ScanSource(store.location(), schema, files);
            ScanTask task = ScanPlanner.plan(source, new ScanRequest(FIELDS, TimeRange.ALL, DeviceFilter.ALL, 1 << 20))
                    .get(0);

            Answer answer =
                    read(store, task, RowSelection.meeting(List.of(new ValueCondition.Longs("number", 13, 14))), true);

            // Times 10 to 14 are the third page of the older file.
            assertThat(answer.rows.stream().map(row -> row.key().time())).containsExactly(10L, 11L, 12L, 13L, 14L);
            assertThat(answer.rows.get(3).values().values())
                    .containsExactly(true, -1L, ObjectRow.comparable(1.5), null, null);
            assertThat(answer.rows.get(4).values().values())
                    .containsExactly(true, 14L, ObjectRow.comparable(1.5), null, null);
            // Times, flag, number and ratio of one page, and times, number and ratio of two pages of the newer one,
            // where number is
            // only in the first.
            assertThat(answer.counts.pages()).isEqualTo(4 + 3);
            assertThat(answer.counts.sparedPages()).isEqualTo(3 * 4 + 2);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void readsNothingElseOfAChunkWithoutSuchAPage(boolean aligned) throws IOException {
        TableSchema schema = schema(TableModel.TREE, false);
        IDeviceID device = Devices.ofPath("root.plant.a");
        try (FileStore store = StoreLocation.of(folder.toString()).open()) {
            List<LiveFile> files = write(store, schema, 1, aligned, table -> {
                for (int time = 0; time < 20; time++) {
                    table.append(device, time, ObjectRow.of(true, 10L * time, 0.5, null, null));
                }
            });
            ScanSource source = new ScanSource(store.location(), schema, files);
            ScanTask task = ScanPlanner.plan(source, new ScanRequest(FIELDS, TimeRange.ALL, DeviceFilter.ALL, 1 << 20))
                    .get(0);

            // The first page ends with 40, the second one begins with 50.
            Answer answer =
                    read(store, task, RowSelection.meeting(List.of(new ValueCondition.Longs("number", 41, 49))), true);

            assertThat(answer.rows).isEmpty();
            assertThat(answer.counts.chunks()).isEqualTo(aligned ? 2 : 1);
            assertThat(answer.counts.pages()).isZero();
            assertThat(answer.counts.sparedPages()).isEqualTo(4 * 2);
            assertThat(answer.counts.sparedChunks()).isZero();
        }
    }

    private static TableSchema schema(TableModel model, boolean narrow) {
        List<Column> columns = new ArrayList<>();
        if (model == TableModel.TABLE) {
            columns.add(Column.tag("site"));
        }
        columns.add(Column.field("flag", TSDataType.BOOLEAN));
        columns.add(Column.field("number", narrow ? TSDataType.INT32 : TSDataType.INT64));
        columns.add(Column.field("ratio", narrow ? TSDataType.FLOAT : TSDataType.DOUBLE));
        columns.add(Column.field("name", TSDataType.STRING));
        columns.add(Column.field("note", TSDataType.TEXT));
        return model == TableModel.TABLE ? TableSchema.ofTable("plant", columns) : TableSchema.ofTree("plant", columns);
    }

    private static List<Case> cases(Random random) {
        long low = random.nextInt(100);
        long high = low + random.nextInt(6);
        double least = random.nextInt(150);
        double most = least + random.nextInt(9);
        String first = "k" + (100 + random.nextInt(60));
        String last = first + "9";
        return List.of(
                new Case(
                        new ValueCondition.Flag("flag", true),
                        row -> Boolean.TRUE.equals(row.values().get(FLAG))),
                new Case(
                        new ValueCondition.Flag("flag", false),
                        row -> Boolean.FALSE.equals(row.values().get(FLAG))),
                new Case(
                        new ValueCondition.Longs("number", low, high),
                        row -> row.values().get(NUMBER) instanceof Long value && low <= value && value <= high),
                new Case(
                        new ValueCondition.Doubles("ratio", least, most),
                        row -> least <= ratio(row, Double.NaN) && ratio(row, Double.NaN) <= most),
                new Case(
                        new ValueCondition.Doubles("ratio", 148, Double.POSITIVE_INFINITY),
                        row -> !(ratio(row, 0) < 148)),
                new Case(
                        new ValueCondition.Present("number"),
                        row -> row.values().get(NUMBER) != null),
                new Case(
                        new ValueCondition.Texts("name", first, last),
                        row -> first.compareTo(text(row, NAME)) <= 0
                                && text(row, NAME).compareTo(last) <= 0),
                new Case(new ValueCondition.Texts("name", last, null), row -> last.compareTo(text(row, NAME)) <= 0),
                new Case(
                        new ValueCondition.Texts("note", first, last),
                        row -> first.compareTo(text(row, NOTE)) <= 0
                                && text(row, NOTE).compareTo(last) <= 0));
    }

    private static double ratio(ObjectRow row, double otherwise) {
        Object bits = row.values().get(RATIO);
        return bits == null
                ? otherwise
                : Double.longBitsToDouble(Long.parseLong(bits.toString().substring(1)));
    }

    /** Of null, a text that is in no range. */
    private static String text(ObjectRow row, int field) {
        return row.values().get(field) instanceof ObjectRow.Bytes bytes
                ? new String(bytes.array(), StandardCharsets.UTF_8)
                : "";
    }

    /** Three commits that overlap, of values that rise slowly, with stretches of nulls; some of narrower types. */
    private static List<LiveFile> files(FileStore store, TableModel model, boolean aligned, Random random)
            throws IOException {
        List<IDeviceID> devices = model == TableModel.TABLE
                ? List.of(Devices.ofTable("plant", "a"), Devices.ofTable("plant", "b"))
                : List.of(Devices.ofPath("root.plant.a"), Devices.ofPath("root.plant.b"));
        List<LiveFile> files = new ArrayList<>();
        for (int commit = 1; commit <= 3; commit++) {
            boolean narrow = random.nextBoolean();
            int start = 80 * (commit - 1);
            List<LiveFile> written = write(store, schema(model, narrow), commit, aligned, table -> {
                for (IDeviceID device : devices) {
                    int step = 1 + random.nextInt(2);
                    for (int time = start; time < start + 150; time += step) {
                        table.append(device, time, row(time, narrow, random));
                    }
                }
            });
            int from = random.nextInt(250);
            TimeRange times = new TimeRange(from, from + 20);
            List<Deletion> deletions = switch (random.nextInt(3)) {
                case 0 -> List.of(Deletion.ofRows(DeviceScope.ALL, times));
                case 1 -> List.of(new Deletion(DeviceScope.ALL, List.of("number", "name"), times));
                default -> List.of();
            };
            written.forEach(file -> files.add(new LiveFile(file.file(), deletions)));
        }
        return files;
    }

    private static ObjectRow row(int time, boolean narrow, Random random) {
        @Nullable Object[] values = new Object[FIELDS.size()];
        int level = time / 2 + random.nextInt(3);
        values[FLAG] = (time / 25) % 2 == 0;
        values[NUMBER] = narrow ? (Object) level : (Object) (long) level;
        float ratio = random.nextInt(60) == 0 ? Float.NaN : time / 2f + random.nextInt(3);
        values[RATIO] = narrow ? (Object) ratio : (Object) (double) ratio;
        String text = random.nextInt(60) == 0 ? "" : "k" + (100 + level) + (random.nextInt(9) == 0 ? "\u00e4" : "");
        values[NAME] = ObjectRow.Bytes.of(text.getBytes(StandardCharsets.UTF_8));
        values[NOTE] = values[NAME];
        for (int field = 0; field < values.length; field++) {
            if (random.nextInt(5) == 0 || ((time + 13 * field) / 30) % 4 == 0) {
                values[field] = null;
            }
        }
        return ObjectRow.of(values);
    }

    @FunctionalInterface
    private interface Rows {
        void appendTo(MemTable table);
    }

    private static List<LiveFile> write(FileStore store, TableSchema schema, int commit, boolean aligned, Rows rows)
            throws IOException {
        try (FusedFlush flush = new FusedFlush(store, schema, TimePartitioning.NONE, OPTIONS)) {
            MemTable table = new MemTable(schema, aligned);
            rows.appendTo(table);
            flush.drain(table);
            return flush.finish().stream()
                    .map(file -> new LiveFile(file.committed(commit), List.of()))
                    .toList();
        }
    }

    private static List<Row> among(List<Row> all, List<Row> some) {
        return all.stream().filter(new HashSet<>(some)::contains).toList();
    }

    private static List<Row> meeting(List<Row> rows, List<Case> cases) {
        return rows.stream()
                .filter(row -> cases.stream().allMatch(one -> one.meets.test(row.values)))
                .toList();
    }

    /** @param times whether they are read; else those of the answer mean nothing */
    private static Answer read(FileStore store, ScanTask task, RowSelection selection, boolean times)
            throws IOException {
        List<Row> rows = new ArrayList<>();
        try (SectionReader reader = times
                ? new SectionReader(store, task, 17, selection)
                : SectionReader.ofValues(store, task, 17, selection)) {
            while (reader.next()) {
                for (int row = 0; row < reader.times().size(); row++) {
                    @Nullable Object[] values = new Object[FIELDS.size()];
                    for (int field = 0; field < values.length; field++) {
                        values[field] = ObjectRow.read(reader.values(field), row);
                    }
                    rows.add(new Row(new RowKey(reader.device(), reader.times().get(row)), ObjectRow.of(values)));
                }
            }
            return new Answer(rows, reader.counts());
        }
    }
}
