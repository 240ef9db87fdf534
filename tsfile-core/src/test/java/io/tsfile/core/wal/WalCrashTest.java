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
package io.tsfile.core.wal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tsfile.core.flush.memtable.MemTable;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.model.Devices;
import io.tsfile.core.testing.Fault;
import io.tsfile.core.testing.FaultPlan;
import io.tsfile.core.testing.FaultyFileStore;
import io.tsfile.core.testing.SimulatedCrash;
import io.tsfile.core.vector.LongVector;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The life of a log, broken at every storage step; with and without a loss of power, which drops what was not synced. */
class WalCrashTest {
    private static final IDeviceID DEVICE = Devices.ofTable("t", "a");
    /** What a loss of power leaves is up to chance. */
    private static final int TRIES = 3;

    /** What happened so far; rows are numbers that ascend. */
    private static final class History {
        long next;
        final List<Long> acknowledged = new ArrayList<>();
        /** Which generations are in the table, and their rows in the order in which they came there. */
        final Set<String> commits = new HashSet<>();

        final List<Long> table = new ArrayList<>();

        void commit(WalHeader header, long generation, List<Long> rows) {
            // A table takes a commit once.
            if (commits.add(header.writer() + " " + generation)) {
                table.addAll(rows);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"SYNC, true", "SYNC, false", "WRITE, true", "WRITE, false"})
    void noStepLosesAnAcknowledgedRow(SyncPolicy policy, boolean losePower, @TempDir Path folder) throws IOException {
        FaultPlan counting = FaultPlan.none();
        FileStore undisturbed = WalTesting.store(folder.resolve("undisturbed"));
        History history = new History();
        run(undisturbed, policy, history, false, losePower);
        run(new FaultyFileStore(undisturbed, counting), policy, history, true, losePower);
        check(undisturbed, policy, history, "undisturbed");
        assertThat(WalTesting.segments(undisturbed)).isEmpty();
        assertThat(counting.openFiles()).isZero();

        for (int step = 1; step <= counting.steps(); step++) {
            for (Fault fault : Fault.values()) {
                for (int attempt = 0; attempt < (losePower && fault == Fault.CRASH ? TRIES : 1); attempt++) {
                    String when = step + " of " + counting.steps() + " " + fault + " " + attempt;
                    breakAt(WalTesting.store(folder.resolve(when)), policy, FaultPlan.at(step, fault), losePower, when);
                }
            }
        }
    }

    private static void breakAt(FileStore store, SyncPolicy policy, FaultPlan plan, boolean losePower, String when)
            throws IOException {
        History history = new History();
        run(store, policy, history, false, losePower);
        FaultyFileStore faulty = new FaultyFileStore(store, plan);
        try {
            run(faulty, policy, history, true, losePower);
        } catch (IOException | SimulatedCrash e) {
            assertThat(e).as(when).hasStackTraceContaining("step " + plan.step());
        }
        assertThat(plan.fired()).as(when).isTrue();
        if (losePower) {
            faulty.losePower(new Random(when.hashCode()));
        } else {
            faulty.endProcess();
        }
        assertThat(plan.openFiles()).as(when).isZero();
        check(store, policy, history, when);
    }

    @ParameterizedTest
    @EnumSource(SyncPolicy.class)
    void aDiskThatIsFullAtAnyByteLosesNoAcknowledgedRow(SyncPolicy policy, @TempDir Path folder) throws IOException {
        boolean complete = false;
        for (int room = 0; !complete; room += 7) {
            String when = "room for " + room + " bytes";
            FileStore store = WalTesting.store(folder.resolve(Integer.toString(room)));
            FaultPlan plan = FaultPlan.none();
            History history = new History();
            run(store, policy, history, false, false);
            FaultyFileStore full = new FaultyFileStore(store, plan);
            plan.room(room);
            try {
                run(full, policy, history, true, false);
                complete = true;
            } catch (IOException e) {
                assertThat(e).as(when).hasStackTraceContaining("no space left");
            }
            full.endProcess();
            assertThat(plan.openFiles()).as(when).isZero();
            check(store, policy, history, when);
        }
    }

    @ParameterizedTest
    @EnumSource(SyncPolicy.class)
    void aFullDiskIsFinalAlsoWhenItHasRoomAgain(SyncPolicy policy, @TempDir Path folder) throws IOException {
        FileStore store = WalTesting.store(folder);
        FaultPlan plan = FaultPlan.none();
        WriteAheadLog log = open(new FaultyFileStore(store, plan), policy);
        log.start(WalTesting.header(WalTesting.SMALL, true), 0);
        log.await(log.append(DEVICE, 0, WalTesting.row(0, "value")));
        plan.room(10);
        long ticket = log.append(DEVICE, 1, WalTesting.row(1, "value"));
        assertThatThrownBy(() -> log.await(ticket)).hasStackTraceContaining("no space left");
        plan.room(Long.MAX_VALUE);

        assertThatThrownBy(() -> log.await(ticket)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> log.append(DEVICE, 2, WalTesting.row(2, "value")))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> log.roll(1)).isInstanceOf(IOException.class);
        assertThatThrownBy(log::close).hasStackTraceContaining("no space left");

        assertThat(WalTesting.recovered(store, WalTesting.SMALL, true).rows()).isEqualTo(1);
    }

    /** A run that brings what is left to the table, and then writes three generations, of which the last one stays. */
    private static void run(FileStore store, SyncPolicy policy, History history, boolean complete, boolean losesPower)
            throws IOException {
        // What is only written survives a loss of power once its segment is complete.
        boolean late = losesPower && policy == SyncPolicy.WRITE;
        WalHeader header = WalTesting.header(WalTesting.SMALL, true);
        WriteAheadLog log = open(store, policy);
        try {
            recover(log, history);
            log.start(header, 0);
            for (int generation = 0; generation < 3; generation++) {
                List<Long> rows = new ArrayList<>();
                for (int i = 0; i < 3; i++) {
                    long row = history.next++;
                    rows.add(row);
                    log.await(log.append(DEVICE, row, WalTesting.row(row, "value")));
                    if (!late) {
                        history.acknowledged.add(row);
                    }
                }
                if (generation < 2 || complete) {
                    log.roll(generation + 1);
                    if (late) {
                        history.acknowledged.addAll(rows);
                    }
                    history.commit(header, generation, rows);
                    log.installed(generation);
                }
            }
        } finally {
            log.close();
        }
    }

    private static void check(FileStore store, SyncPolicy policy, History history, String when) throws IOException {
        try (WriteAheadLog log = open(store, policy)) {
            recover(log, history);
            log.start(WalTesting.header(WalTesting.SMALL, true), 0);
        }
        assertThat(history.table).as(when).isSorted().doesNotHaveDuplicates().containsAll(history.acknowledged);
        assertThat(history.table.get(history.table.size() - 1)).as(when).isLessThan(history.next);
        assertThat(WalTesting.segments(store)).as(when).isEmpty();
    }

    private static WriteAheadLog open(FileStore store, SyncPolicy policy) throws IOException {
        // Never on its own: steps would have no fixed number.
        return WriteAheadLog.open(store, new WalOptions(store.location(), policy, Duration.ofDays(1)));
    }

    private static void recover(WriteAheadLog log, History history) throws IOException {
        for (WalSegment segment : log.leftovers()) {
            MemTable found = new MemTable(WalTesting.SMALL, true);
            log.replay(segment, found);
            List<Long> rows = new ArrayList<>();
            found.view(DEVICE).ifPresent(view -> {
                LongVector times = view.arrivals().get(0).times();
                for (int i = 0; i < times.size(); i++) {
                    rows.add(times.get(i));
                }
            });
            history.commit(segment.header(), segment.generation(), rows);
            log.delete(segment);
        }
    }
}
