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
import io.tsfile.core.compact.CompactionListener;
import io.tsfile.core.compact.CompactionOptions;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.model.Deletion;
import io.tsfile.core.model.DeviceScope;
import io.tsfile.core.model.LiveFile;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.model.TimeSet;
import io.tsfile.core.model.Tombstone;
import io.tsfile.core.scan.TagPredicate;
import io.tsfile.core.table.Commit;
import io.tsfile.core.table.CommitId;
import io.tsfile.core.table.Table;
import io.tsfile.core.testing.Oracle;
import io.tsfile.core.testing.VisibleRows;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables of which single rows and points are deleted by the hundred, among appends, deletions of ranges, and compactions. */
class ManyTombstonesTest {
    private static final int TIMES = 2500;

    @TempDir
    private Path folder;

    @Test
    void answersAsTheOracleWhateverIsDeleted() throws IOException {
        for (long seed = 1; seed <= 6; seed++) {
            Random random = new Random(seed);
            DeletedTable model = new DeletedTable();
            Table table = DeletedTable.create(store("seed" + seed), Map.of());
            for (int step = 0; step < 7; step++) {
                model.append(table, random, 100 + random.nextInt(200), 0, TIMES);
                deleteSingle(table, model, random);
                switch (random.nextInt(3)) {
                    case 0 -> deleteRange(table, model, random);
                    case 1 ->
                        Compaction.run(table, CompactionOptions.of(DeletedTable.OPTIONS), CompactionListener.NONE);
                    default -> model.append(table, random, 50, 0, TIMES);
                }
                List<String> answer = model.answer();
                String when = "seed " + seed + ", step " + step;
                assertThat(Oracle.scan(table.store(), table.snapshot()))
                        .as(when)
                        .isEqualTo(answer);
                assertThat(VisibleRows.of(table.store(), table.snapshot()))
                        .as(when)
                        .isEqualTo(answer);
            }
            assertThat(Table.open(table.store()).snapshot()).isEqualTo(table.snapshot());
        }
    }

    /** What an engine deletes row by row is, per file, one deletion per device and measurements. */
    @Test
    void aFileHasOneDeletionPerDevice() throws IOException {
        Random random = new Random(7);
        DeletedTable model = new DeletedTable();
        Table table = DeletedTable.create(store("joined"), Map.of());
        model.append(table, random, 2000, 0, 1000);
        for (int commit = 0; commit < 5; commit++) {
            commit(table, points(random, 300), List.of(), model);
        }

        List<LiveFile> files = table.snapshot().liveFiles(table.store(), TimeRange.ALL);

        assertThat(files).isNotEmpty();
        for (LiveFile file : files) {
            assertThat(file.deletions()).hasSizeBetween(1, 8);
            assertThat(file.deletedRanges()).isGreaterThan(20);
        }
        assertThat(Oracle.scan(table.store(), table.snapshot())).isEqualTo(model.answer());
    }

    @Test
    void aCompactionForgetsThem() throws IOException {
        Random random = new Random(8);
        DeletedTable model = new DeletedTable();
        Table table = DeletedTable.create(store("forgotten"), Map.of());
        model.append(table, random, 2000, 0, 1000);
        commit(table, points(random, 500), List.of(), model);
        assertThat(table.snapshot().tombstoneFiles()).hasSize(1);

        Compaction.run(table, CompactionOptions.of(DeletedTable.OPTIONS), CompactionListener.NONE);

        assertThat(table.snapshot().tombstoneFiles()).isEmpty();
        assertThat(table.snapshot().liveFiles(table.store(), TimeRange.ALL))
                .allSatisfy(file -> assertThat(file.deletions()).isEmpty());
        assertThat(Oracle.scan(table.store(), table.snapshot())).isEqualTo(model.answer());
    }

    private static void deleteSingle(Table table, DeletedTable model, Random random) throws IOException {
        Map<IDeviceID, List<Long>> points = points(random, random.nextInt(2) == 0 ? 20 : 400);
        commit(
                table,
                points,
                switch (random.nextInt(4)) {
                    case 0 -> List.of("a");
                    case 1 -> List.of("b", "a");
                    default -> List.of();
                },
                model);
    }

    /** Times of devices, some of them as neighbours. */
    private static Map<IDeviceID, List<Long>> points(Random random, int count) {
        Map<IDeviceID, List<Long>> points = new TreeMap<>(Comparator.naturalOrder());
        for (int i = 0; i < count; i++) {
            int device = random.nextInt(8);
            long time = random.nextInt(TIMES);
            for (long neighbours = random.nextInt(4); neighbours >= 0; neighbours--) {
                points.computeIfAbsent(
                                DeletedTable.device(device % 3 == 0 ? null : "s" + device % 3, "m" + device),
                                d -> new ArrayList<>())
                        .add(time + neighbours);
            }
        }
        return points;
    }

    private static void commit(
            Table table, Map<IDeviceID, List<Long>> points, List<String> measurements, DeletedTable model)
            throws IOException {
        List<Tombstone> tombstones = new ArrayList<>();
        points.forEach((device, times) -> tombstones.add(Tombstone.open(
                tombstones.size() % 2,
                new Deletion(
                        DeviceScope.of(List.of(device)),
                        measurements,
                        TimeSet.ofTimes(
                                times.stream().mapToLong(Long::longValue).toArray())))));
        table.commit(Commit.of(table.snapshot().metadata().id(), CommitId.unique(), "delete")
                .delete(tombstones)
                .build());
        model.delete(key -> points.getOrDefault(key.device(), List.of()).contains(key.time()), measurements);
    }

    private static void deleteRange(Table table, DeletedTable model, Random random) throws IOException {
        long start = random.nextLong(TIMES);
        TimeRange times = new TimeRange(start, start + random.nextLong(400));
        TagPredicate predicate = random.nextBoolean()
                ? TagPredicate.isNull(0)
                : TagPredicate.in(0, Set.of("s" + (1 + random.nextInt(2))));
        Delete.where(table, predicate.filter(), List.of(), times);
        model.delete(key -> times.contains(key.time()) && predicate.filter().matches(key.device()), List.of());
    }

    private FileStore store(String name) throws IOException {
        return StoreLocation.of(folder.resolve(name).toString()).open();
    }
}
