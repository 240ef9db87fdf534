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
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tsfile.core.flush.FlushEngine;
import io.tsfile.core.flush.FlushException;
import io.tsfile.core.flush.FlushOptions;
import io.tsfile.core.flush.FlushStage;
import io.tsfile.core.flush.memtable.MemTable;
import io.tsfile.core.flush.memtable.RowValues;
import io.tsfile.core.format.EncodingOptions;
import io.tsfile.core.model.TableModel;
import io.tsfile.core.testing.Fault;
import io.tsfile.core.testing.FaultPlan;
import io.tsfile.core.testing.FaultyFileStore;
import io.tsfile.core.testing.ObjectRow;
import io.tsfile.core.testing.SimulatedCrash;
import io.tsfile.core.vector.Vector;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever fails, a flush ends, says what failed, leaves nothing behind, and can be repeated. */
@Timeout(120)
class StagedFlushFailureTest {
    private static final Tuning A_TASK_PER_DEVICE = new Tuning(1 << 20, 1, 16, 8, 1_000_000, 100_000);

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(FlushStage.class)
    void endsWhateverStepFails(FlushStage stage) throws IOException {
        Workload workload = Workload.small(6, 40);
        try (FlushFixture fixture = new FlushFixture(folder, 3)) {
            List<String> expected = fixture.expected(workload);
            int steps = StepCounter.count(stage, fixture, workload, FlushFixture.FINE);
            assertThat(steps).isGreaterThanOrEqualTo(6);
            for (int step = 1; step <= steps; step++) {
                for (Throwable cause : List.of(
                        new IOException("test"), new IllegalStateException("test"), new OutOfMemoryError("test"))) {
                    StagedFlush engine = fixture.staged(
                            workload, FlushFixture.FINE, new StepCounter(stage, step, () -> raise(cause)));
                    FlushException thrown = catchThrowableOfType(
                            FlushException.class,
                            () -> engine.flush(workload.flushes().get(0)));
                    assertThat(thrown.stage()).isEqualTo(stage);
                    assertThat(thrown).hasCause(cause).hasMessageStartingWith("Cannot flush device");
                    assertThat(thrown.device()).isPresent();
                    assertThat(fixture.workers.active()).as("workers").isZero();
                    assertRefusesToGoOn(engine, workload);
                    engine.close();
                    engine.close();
                    assertRefusesToGoOn(engine, workload);
                    fixture.assertNothingInUse();
                    assertThat(fixture.paths()).isEmpty();
                }
                try (StagedFlush again = fixture.staged(workload, FlushFixture.FINE, StepHook.NONE)) {
                    assertThat(fixture.flush(again, workload)).isEqualTo(expected);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(FlushStage.class)
    void endsWhenItsThreadIsInterrupted(FlushStage stage) throws IOException {
        Workload workload = Workload.small(6, 40);
        Thread caller = Thread.currentThread();
        try (FlushFixture fixture = new FlushFixture(folder, 3)) {
            int failed = 0;
            int steps = StepCounter.count(stage, fixture, workload, FlushFixture.FINE);
            for (int step = 1; step <= steps; step++) {
                try (StagedFlush engine =
                        fixture.staged(workload, FlushFixture.FINE, new StepCounter(stage, step, caller::interrupt))) {
                    FlushException thrown = catchThrowableOfType(
                            FlushException.class,
                            () -> engine.flush(workload.flushes().get(0)));
                    assertThat(Thread.interrupted())
                            .as("the thread is still interrupted")
                            .isTrue();
                    if (thrown != null) {
                        failed++;
                        assertThat(thrown).hasCauseInstanceOf(InterruptedException.class);
                        assertRefusesToGoOn(engine, workload);
                    } else {
                        assertThat(step).as("only the last one is too late").isEqualTo(steps);
                    }
                    assertThat(fixture.workers.active()).isZero();
                }
                fixture.assertNothingInUse();
                assertThat(fixture.paths()).isEmpty();
            }
            assertThat(failed).isGreaterThanOrEqualTo(steps - 1);
        }
    }

    @Test
    void interruptEndsAWaitForWorkersButNotTheirWork() throws Exception {
        Workload workload = Workload.small(2, 40);
        Thread caller = Thread.currentThread();
        CountDownLatch workerIsBusy = new CountDownLatch(1);
        CountDownLatch callerKnows = new CountDownLatch(1);
        AtomicInteger left = new AtomicInteger();
        // Two devices: the caller sorts and writes one of them, and then waits for the worker who has the other.
        StepHook hook = (stage, device) -> {
            if (Thread.currentThread() == caller) {
                awaitUninterruptibly(workerIsBusy);
                callerKnows.countDown();
            } else if (stage == FlushStage.SORT) {
                workerIsBusy.countDown();
                // Else it would be this hook that waits, and is interrupted.
                awaitUninterruptibly(callerKnows);
                while (caller.getState() != Thread.State.WAITING) {
                    Thread.onSpinWait();
                }
                caller.interrupt();
                for (int i = 0; i < 100; i++) {
                    LockSupport.parkNanos(1);
                }
                left.incrementAndGet();
            }
        };
        try (FlushFixture fixture = new FlushFixture(folder, 2);
                StagedFlush engine = fixture.staged(workload, A_TASK_PER_DEVICE, hook)) {
            assertThatThrownBy(() -> engine.flush(workload.flushes().get(0)))
                    .isInstanceOf(FlushException.class)
                    .hasCauseInstanceOf(InterruptedException.class);
            assertThat(Thread.interrupted()).isTrue();
            assertThat(left).as("the worker was waited for").hasValue(1);
        }
    }

    @Test
    void laterFailuresAreSuppressed() throws IOException {
        Workload workload = Workload.small(8, 40);
        CountDownLatch both = new CountDownLatch(2);
        Thread caller = Thread.currentThread();
        StepHook hook = (stage, device) -> {
            if (stage == FlushStage.ENCODE) {
                both.countDown();
                awaitUninterruptibly(both);
                throw new IOException(Thread.currentThread() == caller ? "of the caller" : "of a worker");
            }
        };
        try (FlushFixture fixture = new FlushFixture(folder, 2);
                StagedFlush engine = fixture.staged(workload, FlushFixture.FINE, hook)) {
            FlushException thrown = catchThrowableOfType(
                    FlushException.class, () -> engine.flush(workload.flushes().get(0)));
            assertThat(thrown.getCause()).hasMessageStartingWith("of ");
            assertThat(thrown.getSuppressed())
                    .isNotEmpty()
                    .allSatisfy(later ->
                            assertThat(later).isNotSameAs(thrown.getCause()).hasMessageStartingWith("of "));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void namesTheSeriesThatCannotBeEncoded(boolean staged) throws IOException {
        Workload small = Workload.small(3, 40);
        for (Throwable cause : List.of(new IllegalStateException("test"), new OutOfMemoryError("test"))) {
            TreeMap<String, String> settings = new TreeMap<>((a, b) -> {
                if (a.endsWith(".f1")) {
                    sneak(cause);
                }
                return a.compareTo(b);
            });
            settings.put("compression", "lz4");
            Workload workload = new Workload(
                    small.schema(),
                    small.partitioning(),
                    FlushOptions.DEFAULT.withEncoding(new EncodingOptions(settings)),
                    small.flushes());
            try (FlushFixture fixture = new FlushFixture(folder, 2);
                    FlushEngine engine = staged
                            ? fixture.staged(workload, Tuning.DEFAULT, StepHook.NONE)
                            : fixture.fused(workload)) {
                FlushException thrown = catchThrowableOfType(
                        FlushException.class,
                        () -> engine.flush(workload.flushes().get(0)));
                assertThat(thrown).hasCause(cause).hasMessageContaining("series 'f1'");
                assertThat(thrown.stage()).isEqualTo(FlushStage.ENCODE);
                assertThat(thrown.device()).contains(Workload.device(TableModel.TABLE, 0));
                assertThat(thrown.measurement()).contains("f1");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void namesTheDeviceThatHasABrokenRow(boolean staged) throws IOException {
        Workload workload = Workload.small(30, 20);
        IDeviceID broken = Workload.device(TableModel.TABLE, 20);
        MemTable table = new MemTable(workload.schema(), true);
        RowValues noValue = new RowValues() {
            @Override
            public boolean isNull(int field) {
                return false;
            }

            @Override
            public void appendTo(int field, Vector target) {}
        };
        for (int i = 0; i < 30; i++) {
            IDeviceID device = Workload.device(TableModel.TABLE, i);
            // A batch, which goes right to the device.
            for (int row = 0; row < 10; row++) {
                table.append(device, row, device.equals(broken) && row == 9 ? noValue : ObjectRow.of(1L, 2L, 3L));
            }
        }
        try (FlushFixture fixture = new FlushFixture(folder, 2);
                FlushEngine engine =
                        staged ? fixture.staged(workload, FlushFixture.FINE, StepHook.NONE) : fixture.fused(workload)) {
            FlushException thrown = catchThrowableOfType(FlushException.class, () -> engine.flush(List.of(table)));
            assertThat(thrown.stage()).isEqualTo(FlushStage.SORT);
            assertThat(thrown.device()).contains(broken);
            assertThat(thrown).hasMessageContaining("must append exactly one value");
        }
    }

    @Test
    void refusesWhatCannotBeFlushedTogether() throws IOException {
        Workload workload = Workload.small(2, 10);
        MemTable other =
                Workload.wide(TableModel.TREE, true, 4).flushes().get(0).get(0);
        for (List<MemTable> tables :
                List.of(List.<MemTable>of(), List.of(workload.flushes().get(0).get(0), other))) {
            try (FlushFixture fixture = new FlushFixture(folder, 2);
                    StagedFlush engine = fixture.staged(workload, Tuning.DEFAULT, StepHook.NONE)) {
                assertThatThrownBy(() -> engine.flush(tables))
                        .isInstanceOf(FlushException.class)
                        .hasCauseInstanceOf(IllegalArgumentException.class);
                fixture.assertNothingInUse();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void survivesABreakOfEveryStorageStep(Fault fault) throws IOException {
        Workload workload = Workload.random(TableModel.TABLE, true, 6, 2, 1).inFewFiles();
        try (FlushFixture fixture = new FlushFixture(folder, 3)) {
            List<String> expected = fixture.expected(workload);
            FaultPlan count = FaultPlan.none();
            try (StagedFlush engine = faulty(fixture, workload, count)) {
                flushAll(engine, workload);
            }
            assertThat(count.steps()).isGreaterThan(20);
            for (String path : fixture.paths()) {
                fixture.store.delete(path);
            }
            for (int step = 1; step <= count.steps(); step++) {
                FaultPlan plan = FaultPlan.at(step, fault);
                StagedFlush engine = faulty(fixture, workload, plan);
                try {
                    flushAll(engine, workload);
                    throw new AssertionError("no step failed: " + step);
                } catch (IOException | Error e) {
                    assertThat(e).hasStackTraceContaining("step " + step + " ");
                    assertRefusesToGoOn(engine, workload);
                }
                assertThat(fixture.workers.active()).isZero();
                if (fault == Fault.CRASH) {
                    assertThatThrownBy(engine::close).isInstanceOf(SimulatedCrash.class);
                    for (String path : fixture.paths()) {
                        fixture.store.delete(path);
                    }
                } else {
                    engine.close();
                    assertThat(plan.openFiles()).isZero();
                }
                fixture.assertNothingInUse();
                assertThat(fixture.paths()).as("%s at step %d", fault, step).isEmpty();
            }
            try (StagedFlush again = fixture.staged(workload, FlushFixture.MIDDLE, StepHook.NONE)) {
                assertThat(fixture.flush(again, workload))
                        .as("the memtables are as they were")
                        .isEqualTo(expected);
            }
        }
    }

    private static StagedFlush faulty(FlushFixture fixture, Workload workload, FaultPlan plan) {
        return FlushFixture.staged(
                new FaultyFileStore(fixture.store, plan),
                workload,
                fixture.workers,
                fixture.budget,
                FlushFixture.MIDDLE,
                StepHook.NONE);
    }

    private static void flushAll(StagedFlush engine, Workload workload) throws IOException {
        for (List<MemTable> tables : workload.flushes()) {
            engine.flush(tables);
        }
        engine.finish();
    }

    private static void assertRefusesToGoOn(StagedFlush engine, Workload workload) {
        assertThatThrownBy(() -> engine.flush(workload.flushes().get(0)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("Cannot go on");
        assertThatThrownBy(engine::finish).isInstanceOf(IllegalStateException.class);
    }

    private static void raise(Throwable cause) throws IOException {
        if (cause instanceof IOException checked) {
            throw checked;
        }
        sneak(cause);
    }

    private static void sneak(Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        throw (RuntimeException) cause;
    }

    static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError("nobody interrupts a worker", e);
        }
    }
}
