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
package io.tsfile.core.flush.manage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tsfile.core.flush.FlushReason;
import io.tsfile.core.flush.MemoryBudget;
import io.tsfile.core.flush.memtable.MemTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which flush comes when, and in which order files are installed. */
@SuppressWarnings("FutureReturnValueIgnored") // the table keeps them
class FlushOrderTest extends ManagerFixture {
    private static final long MERGE_ALL = 1 << 30;

    FlushOrderTest(@TempDir Path folder) throws IOException {
        super(folder);
    }

    @Test
    void flushesWhatIsHandedOver() throws IOException {
        try (FlushManager manager = manager(new ManagerOptions())) {
            FolderTable table = table(manager, "a").append(rows, 300);
            assertThat(budget.used()).isEqualTo(table.activeBytes()).isPositive();
            FlushEvent event = table.submit(FlushReason.SIZE).join();
            assertThat(events).containsExactly(event);
            assertThat(event.table()).isEqualTo("a");
            assertThat(event.reasons()).containsExactly(FlushReason.SIZE);
            assertThat(event.sequence()).isEqualTo(1);
            assertThat(event.memTables()).isEqualTo(1);
            assertThat(event.rawBytes()).isPositive();
            assertThat(event.files())
                    .isEqualTo(table.installed().get(0).files())
                    .hasSizeGreaterThan(1);
            assertThat(event.stats().rows())
                    .isGreaterThanOrEqualTo(table.expected().size());
            assertThat(event.attempts()).isEqualTo(1);
            assertThat(event.installAttempts()).isEqualTo(1);
            assertThat(List.of(event.waitNanos(), event.flushNanos(), event.installNanos()))
                    .allMatch(nanos -> nanos >= 0);
            assertThat(event.failure()).isEmpty();
            assertThat(budget.used()).isZero();
            assertThat(table.scan()).isEqualTo(table.expected());
        }
    }

    @Test
    void installsAHandOverWithoutRows() throws IOException {
        try (FlushManager manager = manager(new ManagerOptions())) {
            FolderTable table = table(manager, "a");
            assertThat(table.submit(FlushReason.CHECKPOINT).join().files()).isEmpty();
            assertThat(table.queue()
                            .submit(List.of(), FlushReason.MANUAL, 7)
                            .join()
                            .memTables())
                    .isZero();
            assertThat(table.installed())
                    .containsExactly(
                            new FolderTable.Installed(List.of(), 1, FlushReason.CHECKPOINT),
                            new FolderTable.Installed(List.of(), 7, FlushReason.MANUAL));
            assertThat(table.flushes()).as("no engine for nothing").isZero();
        }
    }

    @Test
    void installsInOrderOfHandOverWhenALaterFlushEndsFirst() throws Exception {
        try (FlushManager manager = manager(new ManagerOptions().flushes(3, 3))) {
            FolderTable table = table(manager, "a");
            CountDownLatch othersEnded = new CountDownLatch(2);
            CountDownLatch goOn = new CountDownLatch(1);
            table.beforeFlush = number -> {
                if (number == 1) {
                    awaitLatch(goOn);
                } else {
                    othersEnded.countDown();
                }
            };
            List<CompletableFuture<FlushEvent>> futures = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                futures.add(table.append(rows, 50).submit(FlushReason.SIZE));
                if (i == 0) {
                    awaitUntil(() -> table.flushes() == 1);
                }
            }
            othersEnded.await();
            assertThat(futures).noneMatch(CompletableFuture::isDone);
            assertThat(table.installations()).isZero();
            goOn.countDown();
            table.awaitAll();
            assertThat(table.sequences()).containsExactly(1L, 2L, 3L);
            assertThat(events).extracting(FlushEvent::sequence).containsExactly(1L, 2L, 3L);
            assertThat(table.scan()).isEqualTo(table.expected());
        }
    }

    @Test
    void flushesOneOfATableAtATimeAndOthersMeanwhile() throws Exception {
        try (FlushManager manager = manager(new ManagerOptions().flushes(2, 1))) {
            FolderTable slow = table(manager, "slow");
            FolderTable other = table(manager, "other");
            CountDownLatch goOn = new CountDownLatch(1);
            slow.beforeFlush = number -> awaitLatch(goOn);
            slow.append(rows, 10).submit(FlushReason.SIZE);
            slow.append(rows, 10).submit(FlushReason.SIZE);
            awaitUntil(() -> slow.flushes() == 1);
            for (int i = 0; i < 5; i++) {
                other.append(rows, 10).submit(FlushReason.SIZE).join();
            }
            assertThat(slow.flushes()).isEqualTo(1);
            goOn.countDown();
            slow.awaitAll();
            assertThat(slow.sequences()).containsExactly(1L, 2L);
        }
    }

    @Test
    void neverRunsMoreFlushesThanAllowed() throws Exception {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch both = new CountDownLatch(2);
        try (FlushManager manager = manager(new ManagerOptions().flushes(2, 2).queued(100))) {
            List<FolderTable> tables = List.of(table(manager, "a"), table(manager, "b"), table(manager, "c"));
            for (FolderTable table : tables) {
                table.beforeFlush = number -> {
                    most.accumulateAndGet(running.incrementAndGet(), Math::max);
                    both.countDown();
                    awaitLatch(both);
                    running.decrementAndGet();
                };
            }
            for (int i = 0; i < 10; i++) {
                for (FolderTable table : tables) {
                    table.append(rows, 5).submit(FlushReason.SIZE);
                }
            }
            tables.forEach(FolderTable::awaitAll);
            assertThat(most).hasValue(2);
        }
    }

    @Test
    void letsTablesTakeTurns() throws Exception {
        try (FlushManager manager = manager(new ManagerOptions().flushes(1, 1).queued(100))) {
            List<String> order = new CopyOnWriteArrayList<>();
            CountDownLatch goOn = new CountDownLatch(1);
            FolderTable first = table(manager, "first");
            first.beforeFlush = number -> awaitLatch(goOn);
            first.append(rows, 5).submit(FlushReason.SIZE);
            awaitUntil(() -> first.flushes() == 1);
            List<FolderTable> tables = new ArrayList<>();
            for (String name : List.of("a", "b", "c")) {
                FolderTable table = table(manager, name);
                table.beforeFlush = number -> order.add(name);
                tables.add(table);
                for (int i = 0; i < 3; i++) {
                    table.append(rows, 5).submit(FlushReason.SIZE);
                }
            }
            goOn.countDown();
            tables.forEach(FolderTable::awaitAll);
            assertThat(order).containsExactly("a", "b", "c", "a", "b", "c", "a", "b", "c");
        }
    }

    @Test
    void waitsForEnoughToMergeAndWritesItAsOne() throws IOException {
        try (FlushManager manager = manager(new ManagerOptions().merge(3, MERGE_ALL))) {
            FolderTable table = table(manager, "a");
            List<CompletableFuture<FlushEvent>> futures = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                futures.add(table.append(rows, 50).submit(FlushReason.SIZE));
            }
            // The other table's flush ends: had the first table's been due, it would have begun before.
            table(manager, "b").append(rows, 5).submit(FlushReason.MANUAL).join();
            assertThat(table.flushes()).isZero();
            assertThat(futures).noneMatch(CompletableFuture::isDone);
            futures.add(table.append(rows, 50).submit(FlushReason.POINTS));
            table.awaitAll();
            assertThat(table.sequences()).containsExactly(3L);
            assertThat(futures.get(0).join()).isSameAs(futures.get(2).join());
            assertThat(futures.get(0).join().reasons())
                    .containsExactly(FlushReason.SIZE, FlushReason.SIZE, FlushReason.POINTS);
            assertThat(futures.get(0).join().memTables()).isEqualTo(3);
            assertThat(table.scan()).isEqualTo(table.expected());
        }
    }

    @Test
    void doesNotWaitToMergeWhatSomebodyWaitsFor() throws IOException {
        for (FlushReason reason : FlushReason.values()) {
            if (reason == FlushReason.SIZE || reason == FlushReason.POINTS) {
                continue;
            }
            try (FlushManager manager = manager(new ManagerOptions().merge(3, MERGE_ALL))) {
                FolderTable table = table(manager, "a " + reason);
                table.append(rows, 50).submit(FlushReason.SIZE);
                table.append(rows, 50).submit(reason).join();
                assertThat(table.sequences()).as("%s", reason).containsExactly(2L);
            }
        }
    }

    @Test
    void doesNotWaitToMergeWhenMemoryIsShort() throws IOException {
        try (FlushManager manager = manager(new ManagerOptions().merge(3, MERGE_ALL));
                MemoryBudget.Lease others = budget.lease()) {
            FolderTable table = table(manager, "a");
            CompletableFuture<FlushEvent> future = table.append(rows, 50).submit(FlushReason.SIZE);
            others.add(budget.limit() / 8 * 7);
            assertThat(future).isNotDone();
            table.queue().admit(1);
            assertThat(future.join().reasons()).containsExactly(FlushReason.SIZE);
            table.queue().admit(-1);
        }
    }

    @Test
    void refusesWhatCannotWork() throws IOException {
        assertThatThrownBy(() -> new ManagerOptions().queued(3).merge(3, 0).options())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("3 hand-overs to merge");
        assertThatThrownBy(() -> new ManagerOptions().flushes(0, 1).options())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Cannot flush with 0 flushes at once");
        try (FlushManager manager = manager(new ManagerOptions())) {
            FlushQueue queue = table(manager, "a").queue();
            queue.submit(List.of(new MemTable(FolderTable.SCHEMA, true)), FlushReason.SIZE, 4)
                    .join();
            assertThatThrownBy(() -> queue.submit(List.of(), FlushReason.SIZE, 4))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("the last hand-over was 4");
        }
    }

    @Test
    void doesNotMindAListenerThatThrows() throws IOException {
        FlushListener listener = event -> {
            throw new IllegalStateException("by plan");
        };
        try (FlushManager manager = new FlushManager(new ManagerOptions().options(), budget, listener)) {
            FolderTable table = table(manager, "a");
            table.append(rows, 10).submit(FlushReason.SIZE).join();
            table.append(rows, 10).submit(FlushReason.SIZE).join();
            assertThat(table.sequences()).containsExactly(1L, 2L);
        }
    }
}
