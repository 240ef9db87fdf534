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

import io.tsfile.core.flush.FlushException;
import io.tsfile.core.flush.FlushStage;
import io.tsfile.core.flush.MemoryBudget;
import io.tsfile.core.flush.work.Workers;
import io.tsfile.core.model.TableModel;
import io.tsfile.core.testing.Threads;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A flush uses what workers there are, needs none of them, and gives all back. */
@Timeout(120)
class FlushWorkersTest {
    private static final Workload WORKLOAD = Workload.small(12, 60);

    @TempDir
    Path folder;

    @Test
    void endsWithAnExecutorThatRefuses() throws IOException {
        AtomicInteger asked = new AtomicInteger();
        flushesWith(task -> {
            asked.incrementAndGet();
            throw new RejectedExecutionException("full");
        });
        assertThat(asked).hasPositiveValue();
    }

    @Test
    void endsWithAnExecutorThatHasNoThread() throws IOException {
        flushesWith(task -> {
            throw new OutOfMemoryError("unable to create native thread");
        });
    }

    @Test
    void endsWithAnExecutorThatNeverRunsAnything() throws IOException {
        List<Runnable> kept = new ArrayList<>();
        flushesWith(kept::add);
        assertThat(kept).isNotEmpty();
        // Long after the flush, the executor comes to it.
        kept.forEach(Runnable::run);
    }

    @Test
    void endsWithAnExecutorThatRunsInItsCaller() throws IOException {
        flushesWith(Runnable::run);
    }

    @Test
    void endsInTheOnlyThreadOfItsExecutor() throws Exception {
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try {
            executor.submit(() -> {
                        flushesWith(executor);
                        return true;
                    })
                    .get();
        } finally {
            executor.shutdownNow();
        }
    }

    @Test
    void failsWithAnExecutorThatIsBroken() throws IOException {
        Workers workers = new Workers(
                task -> {
                    throw new IllegalArgumentException("broken");
                },
                4);
        try (FlushFixture fixture = new FlushFixture(folder, 0);
                StagedFlush engine = FlushFixture.staged(
                        fixture.store, WORKLOAD, workers, fixture.budget, FlushFixture.FINE, StepHook.NONE)) {
            assertThatThrownBy(() -> engine.flush(WORKLOAD.flushes().get(0)))
                    .isInstanceOf(FlushException.class)
                    .hasRootCauseMessage("broken");
            assertThat(workers.active()).isZero();
        }
    }

    /** An executor's queue may have the task when making a thread for it fails; another thread of it comes to the task. */
    @Test
    void waitsForWorkersWhoseExecutorFailedAfterItHadStartedThem() throws IOException {
        AtomicInteger working = new AtomicInteger();
        AtomicInteger started = new AtomicInteger();
        Thread caller = Thread.currentThread();
        CountDownLatch workerIsThere = new CountDownLatch(1);
        Workers workers = new Workers(
                task -> {
                    if (started.get() > 0) {
                        throw new RejectedExecutionException("no more threads");
                    }
                    new Thread(task).start();
                    StagedFlushFailureTest.awaitUninterruptibly(workerIsThere);
                    throw new IllegalStateException("no more threads");
                },
                1);
        StepHook hook = (stage, device) -> {
            if (Thread.currentThread() != caller) {
                working.incrementAndGet();
                started.incrementAndGet();
                workerIsThere.countDown();
                for (int i = 0; i < 20; i++) {
                    LockSupport.parkNanos(1);
                }
                working.decrementAndGet();
            }
        };
        try (FlushFixture fixture = new FlushFixture(folder, 0)) {
            List<String> expected = fixture.expected(WORKLOAD);
            try (StagedFlush engine =
                    FlushFixture.staged(fixture.store, WORKLOAD, workers, fixture.budget, FlushFixture.FINE, hook)) {
                assertThat(fixture.flush(engine, WORKLOAD)).isEqualTo(expected);
                assertThat(working).as("workers that the flush left at work").hasValue(0);
                assertThat(started).hasPositiveValue();
                assertThat(workers.active()).isZero();
            }
        }
    }

    /** Workers who encode must find tasks while the caller is at one, also if there is no worker who sorts. */
    @Test
    void theCallerSortsAheadOfWhatItEncodes() throws IOException {
        List<FlushStage> steps = new ArrayList<>();
        Workers workers = new Workers(neverRun -> {}, 4);
        try (FlushFixture fixture = new FlushFixture(folder, 0);
                StagedFlush engine = FlushFixture.staged(
                        fixture.store,
                        WORKLOAD,
                        workers,
                        fixture.budget,
                        FlushFixture.FINE,
                        (stage, device) -> steps.add(stage))) {
            fixture.flush(engine, WORKLOAD);
        }
        // A task per column: those of one device are too few for four workers, those of two are enough.
        assertThat(steps).startsWith(FlushStage.SORT, FlushStage.SORT, FlushStage.ENCODE);
    }

    @Test
    void startsNoWorkerOnceClosed() throws IOException {
        Workers workers = new Workers(
                task -> {
                    throw new AssertionError("closed");
                },
                4);
        workers.close();
        try (FlushFixture fixture = new FlushFixture(folder, 0);
                StagedFlush engine = FlushFixture.staged(
                        fixture.store, WORKLOAD, workers, fixture.budget, FlushFixture.FINE, StepHook.NONE)) {
            assertThat(fixture.flush(engine, WORKLOAD)).isEqualTo(fixture.expected(WORKLOAD));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = FlushStage.class,
            names = {"SORT", "ENCODE"})
    void interruptOfAWorkerLosesNothing(FlushStage broken) throws IOException {
        Thread caller = Thread.currentThread();
        Set<Thread> interrupted = ConcurrentHashMap.newKeySet();
        StepHook hook = (stage, device) -> {
            if (stage == broken && Thread.currentThread() != caller) {
                // As a pool does that is shut down.
                Thread.currentThread().interrupt();
                interrupted.add(Thread.currentThread());
            }
        };
        try (FlushFixture fixture = new FlushFixture(folder, 4)) {
            List<String> expected = fixture.expected(WORKLOAD);
            // Until a worker gets a task before the caller has done all.
            while (interrupted.isEmpty()) {
                try (StagedFlush engine = fixture.staged(WORKLOAD, FlushFixture.FINE, hook)) {
                    assertThat(fixture.flush(engine, WORKLOAD)).isEqualTo(expected);
                }
                fixture.assertNothingInUse();
            }
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
        }
    }

    @Test
    void interruptedThreadStaysInterruptedBehindTheWorker() throws Exception {
        ConcurrentLinkedQueue<Boolean> flags = new ConcurrentLinkedQueue<>();
        List<Thread> threads = new ArrayList<>();
        Workers workers = new Workers(
                task -> {
                    Thread thread = new Thread(() -> {
                        Thread.currentThread().interrupt();
                        task.run();
                        flags.add(Thread.interrupted());
                    });
                    threads.add(thread);
                    thread.start();
                },
                4);
        try (FlushFixture fixture = new FlushFixture(folder, 0);
                StagedFlush engine = FlushFixture.staged(
                        fixture.store, WORKLOAD, workers, fixture.budget, FlushFixture.FINE, StepHook.NONE)) {
            assertThat(fixture.flush(engine, WORKLOAD)).isEqualTo(fixture.expected(WORKLOAD));
        }
        assertThat(workers.active()).isZero();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(flags).hasSameSizeAs(threads).isNotEmpty().doesNotContain(false);
    }

    /** Each of the threads waits for the others in the same stage, so the flush would not end if they were not all there. */
    @ParameterizedTest
    @EnumSource(
            value = FlushStage.class,
            names = {"SORT", "ENCODE"})
    void severalWorkersAreAtWorkAtOnce(FlushStage together) throws IOException {
        CountDownLatch latch = new CountDownLatch(3);
        StepHook hook = (stage, device) -> {
            if (stage == together) {
                latch.countDown();
                StagedFlushFailureTest.awaitUninterruptibly(latch);
            }
        };
        try (FlushFixture fixture = new FlushFixture(folder, 8)) {
            List<String> expected = fixture.expected(WORKLOAD);
            try (StagedFlush engine = fixture.staged(WORKLOAD, FlushFixture.FINE, hook)) {
                assertThat(fixture.flush(engine, WORKLOAD)).isEqualTo(expected);
                assertThat(List.of(engine.stats().sort(), engine.stats().encode()))
                        .anyMatch(stage -> stage.peakWorkers() >= 3);
            }
        }
    }

    @Test
    void oneHugeDeviceIsWorkForSeveral() throws IOException {
        for (Workload workload : List.of(
                Workload.huge(TableModel.TREE, false),
                Workload.wide(TableModel.TABLE, true, 2000),
                Workload.wide(TableModel.TREE, false, 2000))) {
            CountDownLatch latch = new CountDownLatch(3);
            // The huge one has a small device on each side.
            IDeviceID large = Workload.device(
                    workload.schema().model(), workload.schema().fields().size() == 1 ? 1 : 0);
            StepHook hook = (stage, device) -> {
                if (stage == FlushStage.ENCODE && device.equals(large)) {
                    latch.countDown();
                    StagedFlushFailureTest.awaitUninterruptibly(latch);
                }
            };
            Tuning tuning = new Tuning(16 << 10, 1024, 64, 8, 1_000_000, 100_000);
            try (FlushFixture fixture = new FlushFixture(folder, 8);
                    StagedFlush engine = fixture.staged(workload, tuning, hook)) {
                assertThat(fixture.flush(engine, workload)).isEqualTo(fixture.expected(workload));
                assertThat(engine.stats().encode().peakWorkers()).isGreaterThanOrEqualTo(3);
            }
        }
    }

    @Test
    void aSmallFlushAsksForNobody() throws IOException {
        Workload workload = Workload.small(20, 20);
        Workers workers = new Workers(
                task -> {
                    throw new AssertionError("not needed");
                },
                4);
        try (FlushFixture fixture = new FlushFixture(folder, 0);
                StagedFlush engine = FlushFixture.staged(
                        fixture.store, workload, workers, fixture.budget, Tuning.DEFAULT, StepHook.NONE)) {
            assertThat(fixture.flush(engine, workload)).isEqualTo(fixture.expected(workload));
        }
    }

    @Test
    void flushesShareTheCap() throws Exception {
        int flushes = 50;
        int cap = 4;
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        ExecutorService threads = Executors.newCachedThreadPool(task -> new Thread(task, "worker"));
        Workers workers = new Workers(threads, cap);
        MemoryBudget budget = new MemoryBudget(1 << 30);
        try (FlushFixture fixture = new FlushFixture(folder, 0)) {
            Workload workload = Workload.random(TableModel.TREE, false, 8, 2, 1);
            List<String> expected = fixture.expected(workload);
            Threads.together(flushes, thread -> {
                StepHook hook = (stage, device) -> {
                    assertThat(workers.active()).isBetween(0, cap);
                    if (Thread.currentThread().getName().equals("worker")) {
                        most.accumulateAndGet(now.incrementAndGet(), Math::max);
                        LockSupport.parkNanos(1);
                        now.decrementAndGet();
                    }
                };
                try (StagedFlush engine =
                        FlushFixture.staged(fixture.store, workload, workers, budget, FlushFixture.MIDDLE, hook)) {
                    assertThat(fixture.flush(engine, workload)).isEqualTo(expected);
                }
                return true;
            });
        } finally {
            threads.shutdown();
        }
        assertThat(workers.active()).isZero();
        assertThat(budget.used()).isZero();
        assertThat(most.get()).isBetween(1, cap);
    }

    @Test
    void manySmallFlushesLeaveNothingInUse() throws Exception {
        Workload workload = Workload.small(5, 20);
        try (FlushFixture fixture = new FlushFixture(folder, 3)) {
            List<String> expected = fixture.expected(workload);
            Threads.together(4, thread -> {
                for (int i = 0; i < 250; i++) {
                    try (StagedFlush engine = fixture.staged(workload, FlushFixture.FINE, StepHook.NONE)) {
                        assertThat(fixture.flush(engine, workload)).isEqualTo(expected);
                    }
                }
                return true;
            });
            fixture.assertNothingInUse();
        }
    }

    @Test
    void commonWorkersEndWhenIdle() throws Exception {
        Workers common = Workers.common();
        assertThat(common.cap()).isEqualTo(Math.max(1, Runtime.getRuntime().availableProcessors() - 1));
        assertThat(Workers.common()).isSameAs(common);
        common.close();
        Set<Thread> seen = ConcurrentHashMap.newKeySet();
        Thread caller = Thread.currentThread();
        StepHook hook = (stage, device) -> {
            if (Thread.currentThread() != caller) {
                seen.add(Thread.currentThread());
            }
        };
        try (FlushFixture fixture = new FlushFixture(folder, 0)) {
            // Until a worker gets a task before the caller has done all.
            while (seen.isEmpty()) {
                try (StagedFlush engine =
                        FlushFixture.staged(fixture.store, WORKLOAD, common, fixture.budget, FlushFixture.FINE, hook)) {
                    fixture.flush(engine, WORKLOAD);
                }
            }
            assertThat(common.active()).isZero();
        }
        assertThat(seen).allSatisfy(thread -> {
            assertThat(thread.getName()).startsWith("tsfile-worker-");
            assertThat(thread.isDaemon()).isTrue();
        });
        for (Thread thread : seen) {
            // Ends by itself when idle.
            thread.join();
        }
    }

    @Test
    void refusesANegativeCap() {
        assertThatThrownBy(() -> new Workers(Runnable::run, -1)).isInstanceOf(IllegalArgumentException.class);
    }

    private void flushesWith(Executor executor) throws IOException {
        Workers workers = new Workers(executor, 4);
        try (FlushFixture fixture = new FlushFixture(folder, 0);
                StagedFlush engine = FlushFixture.staged(
                        fixture.store, WORKLOAD, workers, fixture.budget, FlushFixture.FINE, StepHook.NONE)) {
            assertThat(fixture.flush(engine, WORKLOAD)).isEqualTo(fixture.expected(WORKLOAD));
            assertThat(workers.active()).isZero();
        }
    }
}
