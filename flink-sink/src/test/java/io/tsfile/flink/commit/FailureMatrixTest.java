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
package io.tsfile.flink.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.compact.Compaction;
import io.tsfile.core.compact.CompactionListener;
import io.tsfile.core.compact.CompactionOptions;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.maintenance.Vacuum;
import io.tsfile.core.maintenance.VacuumItem;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.table.Snapshot;
import io.tsfile.core.table.Table;
import io.tsfile.core.table.TableMetadata;
import io.tsfile.core.testing.Fault;
import io.tsfile.core.testing.FaultPlan;
import io.tsfile.core.testing.FaultyFileStore;
import io.tsfile.core.testing.Oracle;
import io.tsfile.core.testing.SimulatedCrash;
import io.tsfile.flink.bytes.ModelBytes;
import io.tsfile.flink.commit.SinkRun.Change;
import io.tsfile.flink.commit.SinkRun.Checkpoint;
import io.tsfile.flink.commit.SinkRun.Commits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.types.RowKind;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A job crashes at each place there is, with inserts and deletes before and behind it; each answer is that of a map. */
class FailureMatrixTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final List<Change> CHANGES = Change.random(7, 400);

    private final Path folder;
    private final StoreLocation location;
    private final FileStore store;
    private final List<SinkRun> runs = new ArrayList<>();

    FailureMatrixTest(@TempDir Path temporary) throws IOException {
        this.folder = temporary.resolve("table");
        this.location = StoreLocation.of(folder.toString());
        this.store = location.open();
    }

    @AfterEach
    void closeAll() throws IOException {
        for (SinkRun run : runs) {
            run.close();
        }
        store.close();
    }

    // Row 1.
    @Test
    void crashBeforeTheBarrier() throws Exception {
        Commits commits = new Commits(location, StoreLocation::open, PATIENCE);
        SinkRun crashed = new SinkRun(CHANGES, 2, null, commits, SinkRun.SMALL_BUFFER_BYTES);
        runs.add(crashed);
        Checkpoint first = crashed.commitUpTo(100, 1);
        crashed.sendUpTo(250);

        Set<String> halfWritten = unnamed();
        assertThat(halfWritten).isNotEmpty();
        assertAnswer(CHANGES.subList(0, 100));

        start(CHANGES, 3, first).commitUpTo(400, 2);
        assertAnswer(CHANGES);
        assertThat(unnamed()).isEqualTo(halfWritten);
        assertVacuumRemoves(halfWritten);
    }

    // Row 2.
    @Test
    void crashBetweenClosingFilesAndTheCheckpoint() throws Exception {
        SinkRun crashed = start(CHANGES, 2, null);
        Checkpoint first = crashed.commitUpTo(100, 1);
        crashed.sendUpTo(250);
        crashed.barrier(2);

        Set<String> closed = unnamed();
        assertThat(closed).isNotEmpty();
        assertAnswer(CHANGES.subList(0, 100));

        // The number of the failed checkpoint is not given again.
        start(CHANGES, 1, first).commitUpTo(400, 3);
        assertAnswer(CHANGES);
        assertThat(unnamed()).isEqualTo(closed);
        assertVacuumRemoves(closed);
    }

    // Row 3.
    @Test
    void crashBetweenTheCheckpointAndItsCommit() throws Exception {
        SinkRun crashed = start(CHANGES, 2, null);
        crashed.commitUpTo(100, 1);
        crashed.sendUpTo(250);
        Checkpoint second = crashed.barrier(2);
        assertAnswer(CHANGES.subList(0, 100));

        SinkRun restored = start(CHANGES, 2, second);

        assertAnswer(CHANGES.subList(0, 250));
        assertThat(table().snapshot().tombstones()).isNotEmpty();
        restored.commitUpTo(400, 3);
        assertAnswer(CHANGES);
        assertThat(unnamed()).isEmpty();
    }

    // Row 3, twice: what two checkpoints hold is committed in their order.
    @Test
    void crashBeforeTheCommitsOfTwoCheckpoints() throws Exception {
        SinkRun crashed = start(CHANGES, 2, null);
        crashed.sendUpTo(100);
        crashed.barrier(1);
        crashed.sendUpTo(250);
        Checkpoint second = crashed.barrier(2);

        start(CHANGES, 2, second);

        assertAnswer(CHANGES.subList(0, 250));
        assertThat(table().snapshot().number()).isEqualTo(3);
    }

    // Row 4.
    @ParameterizedTest
    @EnumSource(Fault.class)
    void crashDuringTheCommit(Fault fault) throws Exception {
        // So many changes that the tombstones go into a file of their own. Each round fails one step later than the one
        // before, until there is no such step.
        List<Change> changes = Change.random(11, 8_000, 60);
        Checkpoint last = committed(start(changes, 1, null), 50, 1);
        boolean fired = true;
        int step = 0;
        while (fired) {
            step++;
            int end = 50 + 600 * step;
            FaultPlan plan = FaultPlan.at(step, fault);
            SinkRun failing = new SinkRun(changes, 1, last, failing(plan));
            runs.add(failing);
            failing.sendUpTo(end);
            Checkpoint held = failing.barrier(last.checkpoint() + 1);
            long before = table().snapshot().number();
            breaksBy(plan, () -> {
                failing.complete(held.checkpoint());
                return failing;
            });
            fired = plan.fired();
            // The restart fails there, too.
            FaultPlan again = FaultPlan.at(step, fault);
            breaksBy(again, () -> runs.add(new SinkRun(changes, 1, held, failing(again))));

            SinkRun restored = start(changes, 1, held);

            assertThat(table().snapshot().number()).as("step %d", step).isEqualTo(before + 1);
            assertAnswer(changes.subList(0, end));
            last = committed(restored, end, held.checkpoint() + 1);
        }
        // A file of tombstones and the entry, at least.
        assertThat(step).isGreaterThan(2);
        assertThat(table().snapshot().tombstones()).isNotEmpty();
    }

    /** A checkpoint behind a commit, which holds nothing to commit any more. */
    private static Checkpoint committed(SinkRun run, int end, long checkpoint) throws Exception {
        run.commitUpTo(end, checkpoint);
        return run.barrier(checkpoint + 1);
    }

    /** The job gives up at the first failure that the table does not get over by itself. */
    private Commits failing(FaultPlan plan) {
        return new Commits(location, folder -> new FaultyFileStore(folder.open(), plan), Duration.ZERO);
    }

    private static void breaksBy(FaultPlan plan, Callable<?> work) throws Exception {
        try {
            work.call();
        } catch (IOException | SimulatedCrash e) {
            assertThat(plan.fired()).as(e.toString()).isTrue();
        }
    }

    // Row 5.
    @Test
    void restoreOfACheckpointWhoseFilesWereCompactedAway() throws Exception {
        SinkRun crashed = start(CHANGES, 2, null);
        crashed.sendUpTo(100);
        Checkpoint first = crashed.barrier(1);
        Set<String> written = unnamed();
        crashed.complete(1);
        crashed.commitUpTo(250, 2);
        Compaction.run(table(), compaction(), CompactionListener.NONE);
        pass(Duration.ofDays(30));
        Vacuum.run(table());
        assertThat(files()).doesNotContainAnyElementsOf(written);
        assertAnswer(CHANGES.subList(0, 250));
        long number = table().snapshot().number();

        SinkRun restored = start(CHANGES, 2, first);

        assertThat(table().snapshot().number()).isEqualTo(number);
        assertAnswer(CHANGES.subList(0, 250));
        restored.commitUpTo(400, 2);
        assertThat(table().snapshot().number()).isEqualTo(number + 1);
        assertAnswer(CHANGES);
    }

    // Row 6.
    @Test
    void restoreOfASavepointOlderThanTheLastCommit() throws Exception {
        SinkRun first = start(CHANGES, 2, null);
        Checkpoint savepoint = first.commitUpTo(100, 1);
        first.commitUpTo(200, 2);
        first.commitUpTo(300, 3);

        // The job was changed meanwhile, and gives out others from there on.
        List<Change> others = new ArrayList<>(CHANGES.subList(0, 100));
        others.addAll(Change.random(8, 300));
        SinkRun second = start(others, 1, savepoint);
        second.commitUpTo(220, 2);
        second.commitUpTo(400, 3);

        List<Change> both = new ArrayList<>(CHANGES.subList(0, 300));
        both.addAll(others.subList(100, 400));
        assertAnswer(both);
        assertThat(table().snapshot().number()).isEqualTo(6);
        assertThat(unnamed()).isEmpty();
    }

    // Row 7.
    @Test
    void crashAtAnyPointOfACompaction() throws Exception {
        SinkRun crashed = start(CHANGES, 2, null);
        crashed.commitUpTo(150, 1);
        crashed.commitUpTo(300, 2);
        crashed.sendUpTo(400);
        Checkpoint pending = crashed.barrier(3);
        List<Change> committed = CHANGES.subList(0, 300);
        boolean fired = true;
        int step = 0;
        while (fired) {
            step++;
            FaultPlan plan = FaultPlan.at(step, Fault.CRASH);
            try (FileStore faulty = new FaultyFileStore(store, plan)) {
                Compaction.run(Table.open(faulty), compaction(), CompactionListener.NONE);
            } catch (SimulatedCrash e) {
                assertThat(plan.fired()).isTrue();
            }
            fired = plan.fired();
            assertAnswer(committed);
            if (step == 3) {
                // What the job is restored with, and what it writes behind that, is above all compactions.
                start(CHANGES, 1, pending);
                committed = CHANGES;
                assertAnswer(CHANGES);
            }
        }
        assertThat(step).isGreaterThan(5);
        pass(Duration.ofDays(8));
        Vacuum.run(table());
        assertThat(unnamed()).isEmpty();
        assertAnswer(CHANGES);
    }

    @Test
    void twoJobsWriteOneTable() throws Exception {
        List<Change> left = CHANGES.stream().map(change -> change.ofJob("l")).toList();
        List<Change> right =
                Change.random(9, 400).stream().map(change -> change.ofJob("r")).toList();
        SinkRun leftRun = start(left, 2, null);
        SinkRun rightRun = start(right, 1, null);
        Checkpoint rightFirst = rightRun.commitUpTo(120, 1);
        leftRun.sendUpTo(100);
        Checkpoint leftFirst = leftRun.barrier(1);
        // Both fail with the same checkpoint number: one before its commit, the other one behind it.
        rightRun.sendUpTo(250);
        leftRun = start(left, 1, leftFirst);
        rightRun = start(right, 2, rightFirst);
        leftRun.sendUpTo(400);
        rightRun.sendUpTo(400);
        leftRun.barrier(2);
        rightRun.barrier(2);
        rightRun.complete(2);
        leftRun.complete(2);

        List<Change> both = new ArrayList<>(left);
        both.addAll(right);
        assertAnswer(both);
        assertThat(table().snapshot().number()).isEqualTo(5);
    }

    @Test
    void twoJobsStartFromOneSavepoint() throws Exception {
        SinkRun stopped = start(CHANGES, 2, null);
        stopped.sendUpTo(200);
        Checkpoint savepoint = stopped.barrier(1);

        SinkRun one = start(CHANGES, 2, savepoint);
        SinkRun other = start(CHANGES, 1, savepoint);
        assertThat(table().snapshot().number()).isEqualTo(2);
        one.sendUpTo(400);
        other.sendUpTo(400);
        one.barrier(2);
        other.barrier(2);
        other.complete(2);
        one.complete(2);

        // The second one repeats the changes of the first: the same answer.
        assertAnswer(CHANGES);
        assertThat(table().snapshot().number()).isEqualTo(4);
    }

    @Test
    void isRefusedIfTheTableHasForgottenTheJobMeanwhile() throws Exception {
        // Every commit makes a checkpoint of the log, which forgets all writers but its own.
        create(Map.of("checkpoint-interval", "1", "writer-retention", "0 ms"));
        SinkRun crashed = start(CHANGES, 1, null);
        crashed.sendUpTo(100);
        Checkpoint committed = crashed.barrier(1);
        crashed.complete(1);
        SinkRun other = start(CHANGES, 1, null);
        other.sendUpTo(100);
        Checkpoint uncommitted = other.barrier(1);
        SinkRun busy = start(CHANGES, 1, null);
        busy.commitUpTo(100, 1);
        busy.commitUpTo(120, 2);
        busy.commitUpTo(140, 3);
        long number = table().snapshot().number();

        for (Checkpoint old : List.of(committed, uncommitted)) {
            assertThatThrownBy(() -> start(CHANGES, 1, old))
                    .isInstanceOf(TsFileConnectorException.class)
                    .hasMessageStartingWith("Cannot commit 'flink append' to ")
                    .hasMessageContaining("Nothing was committed")
                    .hasMessageContaining("writer-retention");
        }
        assertThat(table().snapshot().number()).isEqualTo(number);
        assertAnswer(CHANGES.subList(0, 140));
        // The job that goes on is not hit.
        busy.commitUpTo(160, 4);
        assertAnswer(CHANGES.subList(0, 160));
    }

    @Test
    void isRestoredAfterDaysWhileTheTableRemembersTheJob() throws Exception {
        create(Map.of("checkpoint-interval", "1"));
        SinkRun crashed = start(CHANGES, 1, null);
        crashed.commitUpTo(100, 1);
        crashed.sendUpTo(200);
        Checkpoint down = crashed.barrier(2);
        pass(Duration.ofDays(6));
        Vacuum.run(table());

        start(CHANGES, 1, down).commitUpTo(400, 3);

        assertAnswer(CHANGES);
    }

    @Test
    void isRefusedIfAVacuumTookItsFilesMeanwhile() throws Exception {
        SinkRun crashed = start(CHANGES, 1, null);
        crashed.commitUpTo(100, 1);
        crashed.sendUpTo(200);
        Checkpoint down = crashed.barrier(2);
        pass(Duration.ofDays(8));
        Vacuum.run(table());

        assertThatThrownBy(() -> start(CHANGES, 1, down))
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageContaining("vacuum");
        assertAnswer(CHANGES.subList(0, 100));
    }

    @Test
    void losesNothingInAnOutage() throws Exception {
        FaultPlan plan = FaultPlan.none();
        AtomicInteger closedDoors = new AtomicInteger(2);
        // At first the store cannot be opened, then nothing can be changed in it.
        OpenTable.Opener opener = root -> {
            if (closedDoors.getAndDecrement() > 0) {
                throw new IOException("the store does not answer");
            }
            return new FaultyFileStore(root.open(), plan);
        };
        SinkRun run = new SinkRun(CHANGES, 2, null, new Commits(location, opener, PATIENCE));
        runs.add(run);
        // More than what the table tries by itself before it calls the outcome unknown.
        plan.outage(7);
        run.sendUpTo(150);
        run.barrier(1);
        run.sendUpTo(250);
        run.barrier(2);
        run.complete(2);
        assertThat(closedDoors).hasNegativeValue();
        assertAnswer(CHANGES.subList(0, 250));

        // One that is longer than the job's patience: the next start commits it.
        Checkpoint second = run.barrier(3);
        SinkRun impatient = new SinkRun(CHANGES, 1, second, failing(plan));
        runs.add(impatient);
        plan.outage(true);
        impatient.sendUpTo(400);
        Checkpoint held = impatient.barrier(4);
        assertThatThrownBy(() -> impatient.complete(4))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("Cannot commit checkpoint 4 to ")
                .hasMessageContaining("the job's state keeps the commit");
        plan.outage(false);
        start(CHANGES, 1, held);

        assertAnswer(CHANGES);
        assertThat(table().snapshot().number()).isEqualTo(4);
        assertThat(unnamed()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void isRestoredFromTheStateOfAnOlderRelease(int version) throws Exception {
        List<Change> inserts = CHANGES.stream()
                .filter(change -> change.kind() == RowKind.INSERT)
                .toList();
        SinkRun older = new SinkRun(
                inserts, 1, null, new Commits(location, StoreLocation::open, PATIENCE, new OlderRelease(version)));
        runs.add(older);
        older.sendUpTo(40);
        Checkpoint down = older.barrier(1);
        assertThat(table().snapshot().files()).isEmpty();

        start(inserts, 2, down).commitUpTo(100, 2);

        assertAnswer(inserts.subList(0, 100));
        assertThat(table().snapshot().number()).isEqualTo(3);
    }

    /** Writes committables as it did; the golden bytes of {@link CommittableBytesTest} are the reference. */
    private record OlderRelease(int version) implements SimpleVersionedSerializer<TableCommittable> {
        private static final int CHUNKS_AND_NO_SPLITS = 12;

        @Override
        public int getVersion() {
            return version;
        }

        @Override
        public byte[] serialize(TableCommittable value) throws IOException {
            DataOutputSerializer out = new DataOutputSerializer(512);
            ModelBytes.writeId(value.table(), out);
            ModelBytes.writeId(value.id().writer(), out);
            out.writeLong(value.id().sequence());
            out.writeLong(value.sealedAtMillis());
            out.writeInt(value.files().size());
            for (DataFile file : value.files()) {
                DataOutputSerializer one = new DataOutputSerializer(512);
                ModelBytes.writeFiles(List.of(file), one);
                assertThat(file.splits()).isEmpty();
                int end = one.length() - (version == 1 ? CHUNKS_AND_NO_SPLITS : 0);
                out.write(one.getSharedBuffer(), Integer.BYTES, end - Integer.BYTES);
            }
            assertThat(value.tombstones()).isEmpty();
            return out.getCopyOfBuffer();
        }

        @Override
        public TableCommittable deserialize(int read, byte[] bytes) throws IOException {
            return new TableCommittableSerializer().deserialize(read, bytes);
        }
    }

    private SinkRun start(List<Change> source, int parallelism, @Nullable Checkpoint from) throws Exception {
        SinkRun run = new SinkRun(source, parallelism, from, new Commits(location, StoreLocation::open, PATIENCE));
        runs.add(run);
        return run;
    }

    private void create(Map<String, String> options) throws IOException {
        Table.create(store, TableMetadata.of(SinkRun.SCHEMA, SinkRun.PARTITIONING, options));
    }

    private Table table() throws IOException {
        return Table.open(store);
    }

    private static CompactionOptions compaction() {
        return CompactionOptions.DEFAULT.withTargetFileBytes(1 << 20);
    }

    private void assertAnswer(List<Change> changes) throws IOException {
        assertThat(Oracle.scan(store, table().snapshot()))
                .isEqualTo(SinkRun.oracle(changes).lines());
    }

    private Set<String> files() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("data"))) {
            return files.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    /** The files that the newest snapshot does not name. */
    private Set<String> unnamed() throws IOException {
        Set<String> files = files();
        table().snapshot().files().stream().map(DataFile::path).forEach(files::remove);
        return files;
    }

    /** A vacuum takes these, and only after the time for which a job may be down. */
    private void assertVacuumRemoves(Set<String> orphans) throws IOException {
        Snapshot snapshot = table().snapshot();
        Set<String> before = files();
        pass(Duration.ofDays(6));
        Vacuum.run(table());
        assertThat(files()).isEqualTo(before);
        pass(Duration.ofDays(2));
        assertThat(Vacuum.run(table()).items())
                .extracting(VacuumItem::path)
                .containsExactlyInAnyOrderElementsOf(orphans);
        assertThat(table().snapshot().files()).isEqualTo(snapshot.files());
        assertThat(unnamed()).isEmpty();
    }

    /** Sets the times of all files back. */
    private void pass(Duration time) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Instant before = Files.getLastModifiedTime(file).toInstant();
                Files.setLastModifiedTime(file, FileTime.from(before.minus(time)));
            }
        }
    }
}
