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
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.model.Cut;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.TimePrecision;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.table.Commit;
import io.tsfile.core.table.CommitId;
import io.tsfile.core.table.Hide;
import io.tsfile.core.table.Reads;
import io.tsfile.core.table.Table;
import io.tsfile.core.table.TimeToLive;
import io.tsfile.core.testing.Fault;
import io.tsfile.core.testing.FaultPlan;
import io.tsfile.core.testing.FaultyFileStore;
import io.tsfile.core.testing.Oracle;
import io.tsfile.core.testing.SimulatedCrash;
import io.tsfile.core.testing.VisibleRows;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetentionTest {
    /** Later than any commit of a test. */
    private static final long NOW = 5_000_000_000_000L;

    private static final Clock CLOCK = at(NOW);
    private static final long LAST_EXPIRED = NOW - 2500;

    private final DeletedTable rows = new DeletedTable();
    private final Path folder;

    RetentionTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void removesFilesThatAreTooOldAndMasksTheOthers() throws IOException {
        Table table = table("2500ms");
        rows.append(table, new Random(1), 300, NOW - 5000, NOW);
        long whole = table.snapshot().files().stream()
                .filter(file -> file.times().end() <= LAST_EXPIRED)
                .count();
        int files = table.snapshot().files().size();
        assertThat(whole).isPositive().isLessThan(files);

        Retention.apply(table, CLOCK);
        rows.delete(key -> key.time() <= LAST_EXPIRED, List.of());
        assertAnswers(table);
        assertThat(table.snapshot().files()).hasSize(files - (int) whole);
        assertThat(table.snapshot().tombstones()).hasSize(1);

        long number = table.snapshot().number();
        assertThat(Retention.apply(table, CLOCK)).as("again").isEmpty();
        assertThat(table.snapshot().number()).isEqualTo(number);
    }

    @Test
    void rowsThatArriveLaterLiveUntilTheNextRun() throws IOException {
        Table table = table("2500");
        rows.append(table, device("s1", "m1"), NOW - 4000, NOW - 100);
        Retention.apply(table, CLOCK);
        rows.delete(key -> key.time() <= LAST_EXPIRED, List.of());
        rows.append(table, device("s1", "m1"), NOW - 3500, NOW - 3400);
        assertAnswers(table);
        assertThat(rows.answer()).hasSize(3);

        Retention.apply(table, at(NOW + 1));
        rows.delete(key -> key.time() <= LAST_EXPIRED + 1, List.of());
        assertAnswers(table);
        assertThat(rows.answer()).hasSize(1);
    }

    @Test
    void forgetsItsTombstonesWithTheFilesTheyConcern() throws IOException {
        Table table = table("2500");
        rows.append(table, device("s1", "m1"), LAST_EXPIRED, LAST_EXPIRED + 1);
        Retention.apply(table, CLOCK);
        assertThat(table.snapshot().tombstones()).hasSize(1);
        Retention.apply(table, at(NOW + 10));
        assertThat(table.snapshot().files()).isEmpty();
        assertThat(table.snapshot().tombstones())
                .as("that of the last run")
                .singleElement()
                .satisfies(tombstone -> assertThat(tombstone.version().commit())
                        .isEqualTo(table.snapshot().number()));
    }

    /** A cut of one of the files gets a new file while the run looks at the old ones. */
    @Test
    void aCompactionAtTheSameTimeSavesNoRow() throws IOException {
        Table table = table("2500");
        rows.append(table, device("s1", "m1"), NOW - 5000, NOW - 4900);
        DataFile input = table.snapshot().files().get(0);
        List<DataFile> outputs = DeletedTable.write(table, device("s1", "m1"), NOW - 5000).stream()
                .map(file -> file.compacted(input.version(), 1, 2))
                .toList();
        Cut cut = Cut.ofTimes(new TimeRange(NOW - 5000, NOW - 4950));
        Clock busy = new Clock() {
            private boolean compacted;

            @Override
            public Instant instant() {
                try {
                    if (!compacted) {
                        compacted = true;
                        table.commit(Commit.of(table.snapshot().metadata().id(), CommitId.unique(), "compaction")
                                .add(outputs)
                                .hide(List.of(new Hide(input.path(), cut.deletion())))
                                .reads(new Reads(2, List.of(input.path()), cut))
                                .build());
                    }
                    return CLOCK.instant();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }

            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }
        };

        Retention.apply(table, busy);

        rows.delete(key -> true, List.of());
        assertAnswers(table);
    }

    @Test
    void aTimeThatIsLongerThanTheUnitCanSayIsForEver() throws IOException {
        assertThat(TimeToLive.of(Map.of("ttl", "200000d"), TimePrecision.NANOS)).isEmpty();
        Table table = table("999999999999999w");
        rows.append(table, device("s1", "m1"), Long.MIN_VALUE + 1);
        assertThat(Retention.apply(table, CLOCK)).isEmpty();
        assertAnswers(table);
    }

    @Test
    void doesNothingWithoutATimeToLive() throws IOException {
        Table table = DeletedTable.create(store(folder.resolve("original")), Map.of());
        rows.append(table, device("s1", "m1"), 1, 2);
        assertThat(Retention.apply(table, CLOCK)).isEmpty();
        Table young = DeletedTable.create(store(folder.resolve("young")), Map.of("ttl", "1000w"));
        assertThat(Retention.apply(young)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "5, MILLIS, 5", "90d, MILLIS, 7776000000", "1w, NANOS, 604800000000000", "2 h, MICROS, 7200000000",
        "3m, MILLIS, 180000", "7S, MILLIS, 7000", "3000us, MILLIS, 3", "9ns, NANOS, 9"
    })
    void readsDurations(String option, TimePrecision precision, long expected) {
        assertThat(TimeToLive.of(Map.of("ttl", option), precision)).hasValue(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "-1d", "1y", "d", "5us", "1.5h", "99999999999999999999d"})
    void refusesWhatIsNoDuration(String option) {
        assertThatThrownBy(() -> DeletedTable.create(store(folder.resolve("original")), Map.of("ttl", option)))
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageContainingAll("Cannot use option 'ttl'", "'" + option + "'", "90d");
        assertThat(folder.resolve("original/_tsfile")).doesNotExist();
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void isDoneOrNotWhereverItBreaks(Fault fault) throws IOException {
        Table table = table("2500");
        rows.append(table, new Random(2), 200, NOW - 5000, NOW);
        List<String> before = rows.answer();
        rows.delete(key -> key.time() <= LAST_EXPIRED, List.of());
        List<String> after = rows.answer();
        FaultPlan count = FaultPlan.none();
        Retention.apply(Table.open(new FaultyFileStore(store(copy("whole")), count)), CLOCK);

        for (int step = 1; step <= count.steps(); step++) {
            String when = fault + " at step " + step;
            FileStore broken = store(copy("step" + step));
            try {
                Retention.apply(Table.open(new FaultyFileStore(broken, FaultPlan.at(step, fault))), CLOCK);
            } catch (IOException | SimulatedCrash e) {
                assertThat(VisibleRows.of(broken, Table.open(broken).snapshot()))
                        .as(when)
                        .isIn(before, after);
            }
            Retention.apply(Table.open(broken), CLOCK);
            assertThat(VisibleRows.of(broken, Table.open(broken).snapshot()))
                    .as(when)
                    .isEqualTo(after);
            for (DataFile file : Table.open(broken).snapshot().files()) {
                assertThat(broken.status(file.path())).as(when).isPresent();
            }
        }
    }

    private Table table(String ttl) throws IOException {
        return DeletedTable.create(store(folder.resolve("original")), Map.of("ttl", ttl));
    }

    private void assertAnswers(Table table) throws IOException {
        assertThat(VisibleRows.of(table.store(), table.snapshot())).isEqualTo(rows.answer());
        assertThat(Oracle.scan(table.store(), table.snapshot())).isEqualTo(rows.answer());
    }

    private static Clock at(long millis) {
        return Clock.fixed(Instant.ofEpochMilli(millis), ZoneOffset.UTC);
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
