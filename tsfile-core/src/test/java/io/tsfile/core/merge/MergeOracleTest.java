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

import io.tsfile.core.compact.CompactionListener;
import io.tsfile.core.compact.CompactionOptions;
import io.tsfile.core.compact.CompactionReason;
import io.tsfile.core.compact.CompactionRunner;
import io.tsfile.core.compact.CompactionStrategy;
import io.tsfile.core.compact.CompactionTask;
import io.tsfile.core.flush.FlushOptions;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.Cut;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.Deletion;
import io.tsfile.core.model.DeviceScope;
import io.tsfile.core.model.LiveFile;
import io.tsfile.core.model.TableModel;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimePartitioning;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.model.TimeSet;
import io.tsfile.core.model.Version;
import io.tsfile.core.table.TableMetadata;
import io.tsfile.core.testing.ObjectRow;
import io.tsfile.core.testing.RandomRows;
import io.tsfile.core.testing.RandomRows.KeyedRow;
import io.tsfile.core.testing.RowGroups;
import io.tsfile.core.testing.RowGroups.Group;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.apache.tsfile.file.metadata.enums.CompressionType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random files with random deletions, aligned or not, in order or not, as they are and compacted, against {@link ReferenceMerge}. */
class MergeOracleTest {
    private static final int ROUNDS = 25;
    private static final int DEVICES = 3;
    private static final int TIMES = 300;

    private final FileStore store;
    private Random random = new Random(0);

    MergeOracleTest(@TempDir Path folder) throws IOException {
        store = StoreLocation.of(folder.toString()).open();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TABLE", "TREE", "TREE aligned", "TREE series"})
    void givesWhatMapsGive(String shape) throws IOException {
        for (long seed = 1; seed <= ROUNDS; seed++) {
            random = new Random(seed);
            TableSchema schema = shape.equals("TABLE") ? RandomRows.tableOfAllTypes() : RandomRows.treeOfAllTypes();
            ReferenceMerge reference = new ReferenceMerge(schema);
            List<LiveFile> files = new ArrayList<>();
            for (int version = 1 + random.nextInt(5); version > 0; version--) {
                files.add(file(shape, schema, seed, files.size(), reference));
            }
            for (int read = 0; read < 4; read++) {
                check(shape, schema, files, reference, seed);
            }
            List<LiveFile> compacted = compacted(schema, files);
            for (int read = 0; read < 4; read++) {
                check(shape + ", compacted", schema, compacted, reference, seed);
            }
        }
    }

    /** All in new files: chunks and pages of all these kinds of files are copied or merged, whichever keeps the answer. */
    private List<LiveFile> compacted(TableSchema schema, List<LiveFile> files) throws IOException {
        int pageRows = 1 + random.nextInt(random.nextBoolean() ? 8 : 60);
        FlushOptions output =
                new FlushOptions(pageRows, pageRows + random.nextInt(300), 1 << 30, 1, CompressionType.LZ4);
        CompactionTask task = new CompactionTask(
                0,
                CompactionReason.FORCED,
                CompactionStrategy.REWRITE,
                files.size(),
                1,
                Cut.ALL,
                new ArrayList<>(files));
        return LiveFile.of(CompactionRunner.run(
                        store,
                        TableMetadata.of(schema, TimePartitioning.NONE, Map.of()),
                        CompactionOptions.of(output).withSmallChunkPoints(random.nextInt(100)),
                        task,
                        CompactionListener.NONE)
                .outputs());
    }

    private LiveFile file(String shape, TableSchema schema, long seed, int place, ReferenceMerge reference)
            throws IOException {
        boolean ordered = random.nextBoolean();
        RandomRows rows = new RandomRows(schema, random.nextLong(), DEVICES);
        List<Group> groups = new ArrayList<>();
        int start = random.nextInt(TIMES / 2);
        for (int group = 1 + random.nextInt(6); group > 0; group--) {
            int from = ordered ? start : random.nextInt(TIMES);
            int to = from + 1 + random.nextInt(TIMES / 4);
            start = to;
            groups.add(group(shape, schema, rows, from, to, ordered, groups));
        }
        groups.removeIf(group -> group.rows().isEmpty());
        if (groups.isEmpty()) {
            return file(shape, schema, seed, place, reference);
        }
        List<Deletion> deletions = new ArrayList<>();
        for (int i = random.nextInt(4) == 0 ? 0 : random.nextInt(6); i > 0; i--) {
            deletions.add(deletion(schema, groups));
        }
        reference.add(groups, deletions);
        FlushOptions options = new FlushOptions(1 + random.nextInt(40), 1000, 1 << 30, 1, CompressionType.LZ4);
        DataFile file = RowGroups.write(
                store, "f" + seed + "-" + place, schema, groups, options, new Version(place + 1, 0), ordered);
        return new LiveFile(file, deletions);
    }

    /** Of our own files, rows of the tree model have a value; and a device has one way of keeping its times in a file. */
    private Group group(
            String shape, TableSchema schema, RandomRows rows, int from, int to, boolean ordered, List<Group> before) {
        KeyedRow first = rows.next();
        boolean aligned = before.stream()
                .filter(group -> group.device().equals(first.device()))
                .findFirst()
                .map(Group::aligned)
                .orElseGet(() -> switch (shape) {
                    case "TREE" -> random.nextBoolean();
                    case "TREE series" -> false;
                    default -> true;
                });
        List<Column> columns = new ArrayList<>(schema.fields());
        if (random.nextBoolean()) {
            columns.removeIf(column -> random.nextInt(3) == 0);
        }
        int sparse = random.nextInt(3) * 45;
        int dense = random.nextInt(3) == 0 ? random.nextInt(columns.size() + 1) : 0;
        TreeMap<Long, ObjectRow> group = new TreeMap<>();
        for (long time = from; time < to; time++) {
            if (random.nextInt(4) > 0) {
                List<@Nullable Object> values = new ArrayList<>();
                List<@Nullable Object> given = rows.next().row().values();
                for (int i = 0; i < given.size(); i++) {
                    boolean isNull = i >= dense && random.nextInt(100) < sparse;
                    Object last = i < dense && !group.isEmpty()
                            ? group.lastEntry().getValue().values().get(i)
                            : null;
                    values.add(isNull ? null : given.get(i) == null ? last : withPayload(given.get(i)));
                }
                boolean isEmpty = columns.stream()
                        .allMatch(column -> values.get(schema.fields().indexOf(column)) == null);
                if (!isEmpty || !ordered || schema.model() == TableModel.TABLE) {
                    group.put(time, new ObjectRow(values));
                }
            }
        }
        return new Group(first.device(), aligned, columns, group);
    }

    private static @Nullable Object withPayload(@Nullable Object value) {
        if (value instanceof Float number && number.isNaN()) {
            return Float.intBitsToFloat(0xffc12345);
        }
        return value instanceof Double number && number.isNaN() ? Double.longBitsToDouble(0x7ff8000000012345L) : value;
    }

    private Deletion deletion(TableSchema schema, List<Group> groups) {
        List<IDeviceID> devices =
                new ArrayList<>(new TreeSet<>(groups.stream().map(Group::device).toList()));
        IDeviceID device = devices.get(random.nextInt(devices.size()));
        DeviceScope scope = switch (random.nextInt(4)) {
            case 0 -> DeviceScope.ALL;
            case 1 -> new DeviceScope.Between(device, null);
            default -> DeviceScope.of(List.of(device));
        };
        long start = random.nextInt(TIMES);
        TimeSet times = switch (random.nextInt(8)) {
            case 0 -> TimeSet.of(TimeRange.ALL);
            case 1, 2 ->
                TimeSet.ofTimes(
                        random.longs(1 + random.nextInt(2 * TIMES), 0, TIMES).toArray());
            default ->
                TimeSet.of(
                        new TimeRange(start, start + (random.nextBoolean() ? random.nextInt(5) : random.nextInt(100))));
        };
        return random.nextInt(3) == 0
                ? Deletion.ofRows(scope, times)
                : new Deletion(scope, someFields(schema, 1), times);
    }

    private List<String> someFields(TableSchema schema, int least) {
        List<String> names =
                new ArrayList<>(schema.fields().stream().map(Column::name).toList());
        Collections.shuffle(names, random);
        return names.subList(0, random.nextInt(3) == 0 ? names.size() : least + random.nextInt(4));
    }

    private void check(String shape, TableSchema schema, List<LiveFile> files, ReferenceMerge reference, long seed)
            throws IOException {
        List<String> fields = someFields(schema, 0);
        long start = random.nextInt(TIMES);
        TimeRange range = random.nextBoolean() ? TimeRange.ALL : new TimeRange(start, start + random.nextInt(100));
        TimeSet times = random.nextBoolean() ? TimeSet.of(range) : someTimes();
        int batchRows = 1 + random.nextInt(random.nextBoolean() ? 10 : 1000);
        String what = shape + ", seed " + seed + ", fields " + fields + ", " + range + ", " + times + ", batches of "
                + batchRows;
        List<String> lines = new ArrayList<>();
        List<String> points = new ArrayList<>();
        String field = schema.fields().get(random.nextInt(10)).name();
        try (MergeFiles open = MergeFiles.open(store, schema, files)) {
            DeviceMerge devices = new DeviceMerge(open.inputs());
            while (devices.nextDevice()) {
                read(devices, devices.rows(fields, types(schema, fields), times), batchRows, lines);
                if (shape.startsWith("TREE series")) {
                    read(devices, devices.points(field, schema.fieldType(field), range), batchRows, points);
                }
            }
        }
        assertThat(lines).as(what).isEqualTo(reference.lines(fields, times));
        if (shape.startsWith("TREE series")) {
            assertThat(points).as(what + ", points of " + field).isEqualTo(reference.points(field, range));
        }
    }

    /** Ranges with gaps of which many lie in one page; perhaps none. */
    private TimeSet someTimes() {
        List<TimeRange> ranges = new ArrayList<>();
        for (int count = random.nextInt(20); count > 0; count--) {
            long start = random.nextInt(TIMES);
            ranges.add(new TimeRange(start, start + random.nextInt(6)));
        }
        return TimeSet.of(ranges);
    }

    private static List<TSDataType> types(TableSchema schema, List<String> fields) {
        return fields.stream().map(schema::fieldType).toList();
    }

    private static void read(DeviceMerge devices, NewestWins rows, int batchRows, List<String> lines)
            throws IOException {
        while (rows.next(batchRows)) {
            assertThat(rows.times().size()).isLessThanOrEqualTo(batchRows);
            for (int row = 0; row < rows.times().size(); row++) {
                List<@Nullable Object> values = new ArrayList<>();
                for (int i = 0; i < rows.fields(); i++) {
                    values.add(ObjectRow.read(rows.values(i), row));
                }
                lines.add(devices.device() + "@" + rows.times().get(row) + values);
            }
        }
    }
}
