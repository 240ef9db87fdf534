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
package io.tsfile.core.compact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tsfile.core.flush.EncodedSeries;
import io.tsfile.core.flush.MemoryBudget;
import io.tsfile.core.flush.work.CrewLimits;
import io.tsfile.core.flush.work.Workers;
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.TimeRange;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Outputs are made by whoever has time, and written in order. */
@Timeout(120)
class OutputQueueTest {
    private static final IDeviceID DEVICE = Devices.ofPath("root.d");

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Workers workers = new Workers(threads, 4);
    private final MemoryBudget budget = new MemoryBudget(1000);
    private final List<Integer> written = new ArrayList<>();

    @AfterEach
    void nothingIsInUse() {
        threads.shutdownNow();
        assertThat(workers.active()).isZero();
        assertThat(budget.used()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void writesInTheOrderInWhichItIsAdded(int helpers) throws IOException {
        try (OutputQueue queue = queue(helpers)) {
            for (int i = 0; i < 500; i++) {
                queue.add(output(i, 1 + i % 300, () -> {}));
            }
            queue.drain();
        }
        assertThat(written).isEqualTo(IntStream.range(0, 500).boxed().toList());
    }

    /** Each of the makers waits for the others, so they would not end if they were not made at once. */
    @Test
    void severalMakeAtOnce() throws IOException {
        CountDownLatch together = new CountDownLatch(3);
        Set<Thread> makers = ConcurrentHashMap.newKeySet();
        try (OutputQueue queue = queue(4)) {
            for (int i = 0; i < 20; i++) {
                queue.add(output(i, 10, () -> {
                    makers.add(Thread.currentThread());
                    together.countDown();
                    await(together);
                }));
            }
            queue.drain();
        }
        assertThat(makers).hasSizeGreaterThanOrEqualTo(3);
        assertThat(written).hasSize(20);
    }

    @Test
    void keepsToTheBudgetButForWhatIsNext() throws IOException {
        try (OutputQueue queue = queue(4)) {
            for (int i = 0; i < 200; i++) {
                queue.add(output(i, 400, () -> assertThat(budget.used()).isLessThanOrEqualTo(1000)));
            }
            queue.add(output(200, 5000, () -> assertThat(budget.used()).isEqualTo(5000)));
            queue.drain();
        }
        assertThat(written).hasSize(201);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void endsWithTheFirstFailure(int helpers) {
        IOException failure = new IOException("broken");
        assertThatThrownBy(() -> {
                    try (OutputQueue queue = queue(helpers)) {
                        for (int i = 0; i < 100; i++) {
                            boolean broken = i == 50;
                            queue.add(output(i, 10, () -> {
                                if (broken) {
                                    throw failure;
                                }
                            }));
                        }
                        queue.drain();
                    }
                })
                .isSameAs(failure);
        assertThat(written).hasSizeLessThanOrEqualTo(50);
        assertThat(written).isEqualTo(IntStream.range(0, written.size()).boxed().toList());
    }

    @Test
    void anInterruptEndsItsWaitForAWorker() {
        CountDownLatch never = new CountDownLatch(1);
        Thread caller = Thread.currentThread();
        AtomicInteger atWork = new AtomicInteger();
        boolean interrupted;
        try {
            assertThatThrownBy(() -> {
                        OutputQueue queue = queue(1);
                        try {
                            for (int i = 0; ; i++) {
                                queue.add(output(i, 10, () -> {
                                    if (Thread.currentThread() != caller) {
                                        atWork.incrementAndGet();
                                        caller.interrupt();
                                        await(never);
                                        atWork.decrementAndGet();
                                    }
                                }));
                            }
                        } finally {
                            // It is waited for, interrupt or not.
                            never.countDown();
                            queue.close();
                        }
                    })
                    .isInstanceOf(InterruptedIOException.class);
        } finally {
            interrupted = Thread.interrupted();
        }
        assertThat(interrupted).isTrue();
        assertThat(atWork).hasValue(0);
    }

    private OutputQueue queue(int helpers) {
        return new OutputQueue(workers, new CrewLimits(helpers, 1_000_000, 100_000), budget, 1);
    }

    private interface Step {
        void run() throws IOException;
    }

    private Output output(int number, long bytes, Step step) {
        EncodedSeries series = new EncodedSeries(DEVICE, true, 0, 0, new TimeRange(number, number), 1, 0, List.of());
        return new Output(
                DEVICE,
                bytes,
                () -> {
                    step.run();
                    return List.of(series);
                },
                made -> written.add((int) made.times().start()));
    }

    private static void await(CountDownLatch latch) {
        boolean interrupted = false;
        while (true) {
            try {
                latch.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
