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
package io.tsfile.core.flush.staged;

import static org.assertj.core.api.Assertions.assertThat;

import io.tsfile.core.flush.FlushStage;
import io.tsfile.core.flush.FlushStats;
import io.tsfile.core.flush.MemoryBudget;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.TableModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The budget bounds what is in memory at once, and stops nobody for ever. */
@Timeout(120)
class StagedFlushBudgetTest {
    private static final Tuning A_TASK_PER_DEVICE = new Tuning(1 << 20, 1, 1000, 8, 1_000_000, 100_000);

    private static final Tuning NOTHING_AHEAD = new Tuning(4000, 50, 1, 8, 1_000_000, 100_000);

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(longs = {1, 1000, 20_000, 100_000})
    void anyBudgetIsEnough(long bytes) throws IOException {
        for (Workload workload : List.of(
                Workload.random(TableModel.TREE, false, 11, 3, 2),
                Workload.wide(TableModel.TREE, true, 500),
                Workload.small(50, 50))) {
            try (FlushFixture fixture = new FlushFixture(folder, 4, bytes);
                    StagedFlush engine = fixture.staged(workload, FlushFixture.MIDDLE, StepHook.NONE);
                    StagedFlush narrow = fixture.staged(workload, NOTHING_AHEAD, StepHook.NONE)) {
                assertThat(fixture.flush(engine, workload)).isEqualTo(fixture.expected(workload));
                assertThat(fixture.flush(narrow, workload)).isEqualTo(fixture.expected(workload));
                FlushStats stats = engine.stats();
                assertThat(stats.sort().stalls() + stats.encode().stalls())
                        .as("stalls with %d bytes", bytes)
                        .isGreaterThan(bytes < 20_000 ? 0 : -1);
            }
        }
    }

    @Test
    void aBudgetThatOthersUseUpIsEnough() throws IOException {
        Workload workload = Workload.small(50, 50);
        try (FlushFixture fixture = new FlushFixture(folder, 4, 100_000)) {
            MemoryBudget.Lease memtables = fixture.budget.lease();
            memtables.add(200_000);
            try (StagedFlush engine = fixture.staged(workload, FlushFixture.MIDDLE, StepHook.NONE)) {
                assertThat(fixture.flush(engine, workload)).isEqualTo(fixture.expected(workload));
                assertThat(fixture.budget.used()).as("only the others'").isEqualTo(200_000);
            }
            memtables.close();
        }
    }

    @Test
    void workersWaitWhereTheFirstDeviceIsSlow() throws IOException {
        int devices = 300;
        Workload workload = Workload.small(devices, 200);
        long oneTask = 4 * workload.flushes().get(0).get(0).bytes() / devices;
        long limit = 4 * oneTask;
        AtomicInteger encoded = new AtomicInteger();
        AtomicLong highest = new AtomicLong();
        AtomicInteger stuckAt = new AtomicInteger();
        try (FlushFixture fixture = new FlushFixture(folder, 4, limit)) {
            List<String> expected = fixture.expected(workload);
            StepHook hook = (stage, device) -> {
                highest.accumulateAndGet(fixture.budget.used(), Math::max);
                if (stage != FlushStage.ENCODE) {
                    return;
                }
                if (device.equals(Workload.device(TableModel.TABLE, 0))) {
                    awaitStillness(encoded, stuckAt);
                } else {
                    encoded.incrementAndGet();
                }
            };
            try (StagedFlush engine = fixture.staged(workload, A_TASK_PER_DEVICE, hook)) {
                assertThat(fixture.flush(engine, workload)).isEqualTo(expected);
                assertThat(engine.stats().sort().stalls()
                                + engine.stats().encode().stalls())
                        .isPositive();
            }
            assertThat(stuckAt.get()).as("devices encoded before the first one").isLessThan(devices / 2);
            long metadata = 200L * devices * 4;
            assertThat(highest.get()).isPositive().isLessThanOrEqualTo(fixture.budget.peak());
            assertThat(fixture.budget.peak()).isLessThan(limit + oneTask + metadata);
        }
    }

    @Test
    void countsWhatIsKnownOfOpenFilesUntilTheyAreComplete() throws IOException {
        Workload workload = Workload.tiny(TableModel.TABLE, true, 2000);
        try (FlushFixture fixture = new FlushFixture(folder, 2);
                StagedFlush engine = fixture.staged(workload, FlushFixture.MIDDLE, StepHook.NONE)) {
            engine.flush(workload.flushes().get(0));
            long once = fixture.budget.used();
            assertThat(once).as("2000 devices of three chunks").isGreaterThan(2000 * 3 * 20);
            engine.flush(workload.flushes().get(0));
            assertThat(fixture.budget.used()).isGreaterThan(once);
            for (DataFile file : engine.finish()) {
                fixture.store.delete(file.path());
            }
            assertThat(fixture.budget.used()).isZero();
        }
    }

    /** The tasks that are in memory at once do not grow with the number of devices. */
    @Test
    void manySmallDevicesAreFewTasks() throws IOException {
        Workload workload = Workload.tiny(TableModel.TABLE, true, 20_000);
        try (FlushFixture fixture = new FlushFixture(folder, 2);
                StagedFlush engine = fixture.staged(workload, Tuning.DEFAULT, StepHook.NONE)) {
            fixture.flush(engine, workload);
            FlushStats stats = engine.stats();
            // Six tasks, each of which may take twice what it is of.
            assertThat(List.of(stats.sort(), stats.encode()))
                    .allSatisfy(stage ->
                            assertThat(stage.peakQueueBytes()).isBetween(1L, 6 * 2 * Tuning.DEFAULT.taskBytes()));
        }
    }

    /** Waits until no other thread has come further for a long time; there is no event for what does not happen. */
    private static void awaitStillness(AtomicInteger steps, AtomicInteger last) {
        for (int calm = 0; calm < 500; calm++) {
            int now = steps.get();
            if (now != last.getAndSet(now)) {
                calm = 0;
            }
            LockSupport.parkNanos(1);
        }
    }
}
