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

import static io.tsfile.core.maintenance.DeletedTable.device;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.compact.Compaction;
import io.tsfile.core.compact.CompactionListener;
import io.tsfile.core.compact.CompactionOptions;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.Deletion;
import io.tsfile.core.model.DeviceScope;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.scan.DeviceFilter;
import io.tsfile.core.scan.TagPredicate;
import io.tsfile.core.table.CommitConflictException;
import io.tsfile.core.table.CommitId;
import io.tsfile.core.table.CommitResult;
import io.tsfile.core.table.Snapshot;
import io.tsfile.core.table.Table;
import io.tsfile.core.testing.Fault;
import io.tsfile.core.testing.FaultPlan;
import io.tsfile.core.testing.FaultyFileStore;
import io.tsfile.core.testing.Oracle;
import io.tsfile.core.testing.SimulatedCrash;
import io.tsfile.core.testing.Threads;
import io.tsfile.core.testing.VisibleRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DeleteTest {
    private static final TimeRange TIMES = new TimeRange(300, 1500);

    private final DeletedTable rows = new DeletedTable();
    private Path folder;
    private FileStore store;
    private Table table;

    @BeforeEach
    void makeTable(@TempDir Path temporary) throws IOException {
        folder = temporary;
        store = store(temporary.resolve("original"));
        table = DeletedTable.create(store, Map.of());
    }

    @Test
    void deletesWhatAPredicateIsTrueOf() throws IOException {
        rows.append(table, new Random(1), 400, 0, 3000);
        TagPredicate notS1 = TagPredicate.in(0, Set.of("s1")).not();
        Delete.where(table, notS1.filter(), List.of(), TIMES);
        // Machines m0, m3 and m6 have no site, which is neither s1 nor another one.
        rows.delete(
                key -> TIMES.contains(key.time())
                        && Set.of("m2", "m5")
                                .contains(String.valueOf(key.device().segment(2))),
                List.of());
        assertAnswers();
    }

    /** Each tag alone may have two values here, and what is named twice is not all that is asked. */
    @Test
    void deletesNoMoreThanThePredicateNames() throws IOException {
        rows.append(table, device("s1", "m1"), 1);
        rows.append(table, device("s1", "m2"), 1);
        rows.append(table, device("s2", "m1"), 1);
        rows.append(table, device("s2", "m2"), 1);
        TagPredicate oneAndTwo = TagPredicate.any(List.of(
                TagPredicate.all(List.of(TagPredicate.in(0, Set.of("s1")), TagPredicate.in(1, Set.of("m1")))),
                TagPredicate.all(List.of(TagPredicate.in(0, Set.of("s2")), TagPredicate.in(1, Set.of("m2"))))));
        TagPredicate notOne = TagPredicate.in(1, Set.of("m1")).not();

        TableSchema schema = table.snapshot().metadata().schema();
        Delete.where(table, TagPredicate.all(List.of(oneAndTwo, notOne)).filter(schema), List.of(), TimeRange.ALL);

        rows.delete(key -> key.device().equals(device("s2", "m2")), List.of());
        assertAnswers();
        Delete.where(table, oneAndTwo.filter(schema), List.of(), TimeRange.ALL);
        rows.delete(key -> key.device().equals(device("s1", "m1")), List.of());
        assertAnswers();
    }

    @Test
    void deletesPointsOfMeasurementsAndKeepsTheRows() throws IOException {
        rows.append(table, new Random(2), 400, 0, 3000);
        long before = rows.answer().size();
        Delete.where(table, DeviceFilter.ALL, List.of("b"), TimeRange.ALL);
        rows.delete(key -> true, List.of("b"));
        assertAnswers();
        assertThat(rows.answer()).hasSize((int) before);
    }

    @Test
    void deletesFromNamedDevicesWithoutAskingTheFiles() throws IOException {
        rows.append(table, device("s1", "m1"), 1, 2, 3);
        rows.append(table, device("s1", "m2"), 1, 2, 3);
        Delete.where(
                table,
                DeviceFilter.of(List.of(device("s1", "m1"), device("s9", "m9"))),
                List.of(),
                new TimeRange(2, 9));
        rows.delete(key -> key.device().equals(device("s1", "m1")) && key.time() >= 2, List.of());
        assertAnswers();
    }

    @Test
    void removesFilesThatLieWhollyInside() throws IOException {
        rows.append(table, device("s1", "m1"), 1, 2, 3);
        rows.append(table, device("s1", "m1"), 900, 1200);
        Delete.where(table, TagPredicate.in(0, Set.of("s1")).filter(), List.of(), new TimeRange(0, 1100));
        rows.delete(key -> key.time() <= 1100, List.of());
        assertAnswers();
        // The file of times 900 to 1200 was cut by partition.
        assertThat(table.snapshot().files()).extracting(DataFile::times).containsExactly(new TimeRange(1200, 1200));
    }

    @Test
    void deletesTheWholeTableAndKeepsWhatComesLater() throws IOException {
        rows.append(table, new Random(3), 100, 0, 3000);
        Delete.from(table, Deletion.ofRows(DeviceScope.ALL, TimeRange.ALL));
        rows.delete(key -> true, List.of());
        assertThat(table.snapshot().files()).isEmpty();
        rows.append(table, device("s1", "m1"), 5);
        assertAnswers();
        assertThat(rows.answer()).hasSize(1);
    }

    @Test
    void putsFilesInPlaceOfWhatItDeletesOnce() throws IOException {
        rows.append(table, new Random(5), 300, 0, 3000);
        IDeviceID device = device("s1", "m1");
        Delete.Replacement files = new Delete.Replacement(
                CommitId.unique(), "test overwrite", DeletedTable.write(table, device, 400, 5000));

        CommitResult first = Delete.replaceWhere(
                        table, TagPredicate.in(0, Set.of("s1")).filter(), List.of(), TIMES, files)
                .orElseThrow();
        CommitResult again = Delete.replaceWhere(
                        table, TagPredicate.in(0, Set.of("s1")).filter(), List.of(), TIMES, files)
                .orElseThrow();

        assertThat(again).isEqualTo(new CommitResult(first.number(), true));
        rows.delete(
                key -> TIMES.contains(key.time()) && "s1".equals(key.device().segment(1)), List.of());
        rows.put(device, 400, 5000);
        assertAnswers();
        Delete.replace(
                table,
                Deletion.ofRows(DeviceScope.ALL, TimeRange.ALL),
                new Delete.Replacement(CommitId.unique(), "test overwrite", DeletedTable.write(table, device, 7)));
        rows.delete(key -> true, List.of());
        rows.put(device, 7);
        assertAnswers();
    }

    @Test
    void commitsNothingWhereNothingMatches() throws IOException {
        rows.append(table, device("s1", "m1"), 1, 2, 3);
        long number = table.snapshot().number();
        assertThat(Delete.where(table, TagPredicate.in(0, Set.of("s2")).filter(), List.of(), TimeRange.ALL))
                .isEmpty();
        assertThat(Delete.where(table, DeviceFilter.ALL, List.of(), new TimeRange(10, 20)))
                .isEmpty();
        Delete.where(table, DeviceFilter.ALL, List.of(), new TimeRange(3, 20));
        assertThat(Delete.where(table, DeviceFilter.ALL, List.of(), new TimeRange(3, 20)))
                .as("again")
                .isEmpty();
        assertThat(table.snapshot().number()).isEqualTo(number + 1);
        rows.delete(key -> key.time() >= 3, List.of());
        assertAnswers();
    }

    @Test
    void commitsNothingWhereNoDeviceLiesBetweenTheBounds() throws IOException {
        rows.append(table, new Random(4), 50, 0, 1000);
        long number = table.snapshot().number();
        DeviceScope turned = new DeviceScope.Between(device("s2", "m2"), device("s1", "m1"));

        assertThat(Delete.from(table, Deletion.ofRows(turned, TimeRange.ALL))).isEmpty();
        assertThat(table.snapshot().number()).isEqualTo(number);
        assertAnswers();
    }

    @Test
    void refusesAMeasurementThatIsNone() {
        assertThatThrownBy(() -> Delete.where(table, DeviceFilter.ALL, List.of("c"), TimeRange.ALL))
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageStartingWith("Cannot delete measurement 'c'")
                .hasMessageContaining("[a, b]");
    }

    @Test
    void answersAsTheOracleWhateverIsDeleted() throws IOException {
        for (long seed = 1; seed <= 6; seed++) {
            Random random = new Random(seed);
            DeletedTable model = new DeletedTable();
            Table one = DeletedTable.create(store(folder.resolve("seed" + seed)), Map.of());
            for (int step = 0; step < 8; step++) {
                model.append(one, random, 60, 0, 2500);
                long start = random.nextLong(2500);
                TimeRange times = new TimeRange(start, start + random.nextLong(1500));
                List<String> measurements =
                        random.nextBoolean() ? List.of() : List.of(random.nextBoolean() ? "a" : "b");
                TagPredicate predicate = predicate(random, 2);
                DeviceFilter filter = random.nextBoolean()
                        ? predicate.filter()
                        : predicate.filter(one.snapshot().metadata().schema());
                Delete.where(one, filter, measurements, times);
                model.delete(
                        key -> times.contains(key.time()) && predicate.filter().matches(key.device()), measurements);
                assertThat(VisibleRows.of(one.store(), one.snapshot()))
                        .as("seed %d, step %d", seed, step)
                        .isEqualTo(model.answer());
            }
        }
    }

    @Test
    void deletesWhileOthersAppendAndCompact() throws Exception {
        TimeRange times = new TimeRange(0, 999);
        for (int commit = 0; commit < 4; commit++) {
            rows.append(table, new Random(commit), 100, 0, 2000);
        }
        Path place = folder.resolve("original");
        Threads.together(3, thread -> {
            Table own = Table.open(store(place));
            for (int i = 0; i < 4; i++) {
                switch (thread) {
                    case 0 -> Delete.where(own, DeviceFilter.ALL, List.of(), times);
                    case 1 -> rows.append(own, new Random(100 + i), 50, 1000, 2000);
                    default -> compact(own);
                }
            }
            return thread;
        });
        rows.delete(key -> times.contains(key.time()), List.of());
        assertAnswers();
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void isDoneOrNotWhereverItBreaks(Fault fault) throws IOException {
        rows.append(table, new Random(4), 200, 0, 3000);
        List<String> before = rows.answer();
        FaultPlan count = FaultPlan.none();
        delete(new FaultyFileStore(store(copy("whole")), count));
        rows.delete(key -> key.time() >= 500, List.of());
        List<String> after = rows.answer();

        for (int step = 1; step <= count.steps(); step++) {
            String when = fault + " at step " + step;
            FileStore broken = store(copy("step" + step));
            try {
                delete(new FaultyFileStore(broken, FaultPlan.at(step, fault)));
            } catch (IOException | SimulatedCrash e) {
                assertThat(VisibleRows.of(broken, Table.open(broken).snapshot()))
                        .as(when)
                        .isIn(before, after);
            }
            delete(broken);
            Snapshot snapshot = Table.open(broken).snapshot();
            assertThat(VisibleRows.of(broken, snapshot)).as(when).isEqualTo(after);
            delete(broken);
            assertThat(Table.open(broken).snapshot().number()).as(when).isEqualTo(snapshot.number());
        }
    }

    private static void compact(Table table) throws IOException {
        try {
            Compaction.run(table, CompactionOptions.of(DeletedTable.OPTIONS), CompactionListener.NONE);
        } catch (CommitConflictException e) {
            // A delete was faster with a file: its plan is void.
            assertThat(e).hasMessageStartingWith("Cannot commit");
        }
    }

    private static void delete(FileStore store) throws IOException {
        Delete.where(Table.open(store), DeviceFilter.ALL, List.of(), new TimeRange(500, Long.MAX_VALUE));
    }

    private static TagPredicate predicate(Random random, int depth) {
        return switch (random.nextInt(depth == 0 ? 2 : 5)) {
            case 0 -> TagPredicate.in(1, new TreeSet<>(List.of("m" + random.nextInt(8), "m" + random.nextInt(8))));
            case 1 -> TagPredicate.isNull(0);
            case 2 -> predicate(random, depth - 1).not();
            case 3 -> TagPredicate.all(List.of(predicate(random, depth - 1), predicate(random, depth - 1)));
            default -> TagPredicate.any(List.of(TagPredicate.in(0, Set.of("s1")), predicate(random, depth - 1)));
        };
    }

    private void assertAnswers() throws IOException {
        assertThat(VisibleRows.of(store, table.snapshot())).isEqualTo(rows.answer());
        assertThat(Oracle.scan(store, table.snapshot())).isEqualTo(rows.answer());
    }

    private static FileStore store(Path folder) throws IOException {
        return StoreLocation.of(folder.toString()).open();
    }

    private Path copy(String name) throws IOException {
        Path from = folder.resolve("original");
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(
                        file, folder.resolve(name).resolve(from.relativize(file).toString()));
            }
        }
        return folder.resolve(name);
    }
}
