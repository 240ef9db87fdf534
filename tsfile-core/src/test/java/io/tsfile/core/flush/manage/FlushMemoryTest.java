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
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How memory holds writers up, and how they get going again. */
@SuppressWarnings("FutureReturnValueIgnored") // the table keeps them
class FlushMemoryTest extends ManagerFixture {
    private static final long LIMIT = 1 << 23;

    FlushMemoryTest(@TempDir Path folder) throws IOException {
        super(folder);
    }

    @Override
    long budgetBytes() {
        return LIMIT;
    }

    private static FutureTask<Void> start(Callable<Void> work) {
        FutureTask<Void> task = new FutureTask<>(work);
        Thread thread = new Thread(task, "writer");
        thread.setDaemon(true);
        thread.start();
        return task;
    }

    /** Another thread asks for bytes, and gives them back once it has them. */
    private static FutureTask<Void> startAdmit(FolderTable table, long bytes) {
        return start(() -> {
            table.queue().admit(bytes);
            table.queue().admit(-bytes);
            return null;
        });
    }

    /** Waits until the timer has looked at what could be handed over, and has done what follows. */
    private static void awaitLook(FolderTable table) throws IOException {
        int looks = table.looks();
        awaitUntil(() -> table.looks() >= looks + 2);
    }

    @Test
    void tellsItsStateByBytes() throws IOException {
        FolderTable table = table(manager(new ManagerOptions()), "a");
        try (MemoryBudget.Lease others = budget.lease()) {
            assertThat(table.queue().state()).isEqualTo(WriterState.OPEN);
            others.set(LIMIT / 8 * 7 - 1);
            assertThat(table.queue().state()).isEqualTo(WriterState.OPEN);
            others.set(LIMIT / 8 * 7);
            assertThat(table.queue().state()).isEqualTo(WriterState.SLOW);
            table.queue().admit(100_000);
            assertThat(budget.used()).as("slow writers do get on").isEqualTo(others.bytes() + 100_000);
            table.queue().admit(-100_000);
            others.set(LIMIT);
            assertThat(table.queue().state()).isEqualTo(WriterState.BLOCKED);
        }
        assertThat(table.queue().state()).isEqualTo(WriterState.OPEN);
    }

    @Test
    void asksTheLargestMemtableAndNotTwice() throws Exception {
        FlushManager manager = manager(new ManagerOptions());
        FolderTable large = table(manager, "large").append(rows, 500);
        FolderTable small = table(manager, "small").append(rows, 10);
        large.obedient = false;
        try (MemoryBudget.Lease others = budget.lease()) {
            others.add(LIMIT - budget.used());
            FutureTask<Void> first = startAdmit(small, 100);
            FutureTask<Void> second = startAdmit(large, 100);
            awaitUntil(() -> !large.requests().isEmpty());
            // Writers look again before anything was handed over.
            awaitLook(small);
            large.submit(FlushReason.MEMORY);
            first.get();
            second.get();
        }
        manager.close();
        assertThat(large.requests()).containsExactly(FlushReason.MEMORY);
        assertThat(small.requests()).isEmpty();
    }

    @Test
    void doesNotAskForWhatWasJustHandedOver() throws Exception {
        FlushManager manager = manager(new ManagerOptions());
        FolderTable table = table(manager, "a");
        while (budget.used() <= LIMIT / 2) {
            table.append(rows, 500);
        }
        CountDownLatch goOn = new CountDownLatch(1);
        table.beforeFlush = number -> awaitLatch(goOn);
        table.onLook = number -> {
            if (number == 1) {
                table.submit(FlushReason.SIZE);
            }
        };
        try (MemoryBudget.Lease others = budget.lease()) {
            others.add(LIMIT - budget.used());
            FutureTask<Void> writer = startAdmit(table, 100);
            awaitUntil(() -> table.looks() >= 3);
            goOn.countDown();
            writer.get();
        }
        assertThat(table.requests()).isEmpty();
    }

    @Test
    void doesNotFlushEverSmallerMemtablesWhileLargeOnesAreFlushed() throws Exception {
        FlushManager manager = manager(new ManagerOptions());
        FolderTable large = table(manager, "large").append(rows, 500);
        FolderTable small = table(manager, "small").append(rows, 10);
        CountDownLatch goOn = new CountDownLatch(1);
        large.beforeFlush = number -> awaitLatch(goOn);
        CompletableFuture<FlushEvent> flushed = large.submit(FlushReason.SIZE);
        awaitUntil(() -> large.flushes() == 1);
        try (MemoryBudget.Lease others = budget.lease()) {
            others.add(LIMIT - budget.used());
            FutureTask<Void> writer = startAdmit(small, 100);
            awaitLook(small);
            assertThat(writer).isNotDone();
            goOn.countDown();
            flushed.join();
            writer.get();
        }
        manager.close();
        assertThat(small.requests()).isEmpty();
        assertThat(large.requests()).isEmpty();
    }

    @Test
    void asksOneAfterTheOtherForAnAppendThatNeedsAllMemory() throws Exception {
        FlushManager manager = manager(new ManagerOptions());
        FolderTable first = table(manager, "first").append(rows, 100);
        FolderTable second = table(manager, "second").append(rows, 50);
        FolderTable third = table(manager, "third");
        third.queue().admit(3 * LIMIT);
        assertThat(budget.used()).isGreaterThan(2 * LIMIT);
        third.queue().admit(-3 * LIMIT);
        assertThat(first.requests()).containsExactly(FlushReason.MEMORY);
        assertThat(second.requests()).containsExactly(FlushReason.MEMORY);
        assertThat(budget.used()).isZero();
    }

    @Test
    void doesNotLetSmallAppendsOvertakeALargeOneForEver() throws Exception {
        FlushManager manager = manager(new ManagerOptions());
        FolderTable holder = table(manager, "holder").append(rows, 100);
        CountDownLatch goOn = new CountDownLatch(1);
        holder.beforeFlush = number -> awaitLatch(goOn);
        FolderTable large = table(manager, "large");
        FolderTable small = table(manager, "small");
        FutureTask<Void> largeAppend = start(() -> {
            large.queue().admit(2 * LIMIT);
            return null;
        });
        awaitUntil(() -> holder.flushes() == 1);
        assertThat(small.queue().state()).as("though there is room").isEqualTo(WriterState.BLOCKED);
        FutureTask<Void> smallAppend = startAdmit(small, 1);
        awaitLook(small);
        assertThat(smallAppend).isNotDone();
        goOn.countDown();
        largeAppend.get();
        large.queue().admit(-2 * LIMIT);
        smallAppend.get();
    }

    @Test
    void givesUpWaitingWithAMessageThatSaysWhoHoldsTheMemory() throws IOException {
        FlushManager manager = manager(new ManagerOptions().blockTimeout(Duration.ofMillis(30)));
        FolderTable greedy = table(manager, "greedy").append(rows, 100);
        greedy.obedient = false;
        FolderTable other = table(manager, "other");
        long used = budget.used();
        assertThatThrownBy(() -> other.queue().admit(LIMIT))
                .isInstanceOf(WriteBlockedException.class)
                .hasMessageStartingWith("Cannot append " + LIMIT + " bytes to 'other' within PT0.03S")
                .hasMessageContaining("'greedy' " + used + " (0 being flushed)");
        assertThat(budget.used()).as("nothing was counted").isEqualTo(used);
        assertThat(other.queue().state()).as("the line is empty again").isEqualTo(WriterState.OPEN);
    }

    @Test
    void blocksTheWritersOfAFullQueueAlone() throws Exception {
        FlushManager manager = manager(new ManagerOptions().queued(2));
        FolderTable table = table(manager, "a");
        FolderTable other = table(manager, "other");
        CountDownLatch goOn = new CountDownLatch(1);
        table.beforeFlush = number -> awaitLatch(goOn);
        flush(table);
        assertThat(table.queue().state()).isEqualTo(WriterState.OPEN);
        flush(table);
        assertThat(table.queue().state()).isEqualTo(WriterState.BLOCKED);
        table.submit(FlushReason.MANUAL);
        FutureTask<Void> writer = startAdmit(table, 1);
        assertThat(other.queue().state()).isEqualTo(WriterState.OPEN);
        flush(other).join();
        assertThat(writer).isNotDone();
        goOn.countDown();
        writer.get();
        table.awaitAll();
        assertThat(table.queue().state()).isEqualTo(WriterState.OPEN);
    }

    @Test
    void saysThatItsQueueIsFull() throws IOException {
        FlushManager manager = manager(new ManagerOptions().queued(1).blockTimeout(Duration.ofMillis(10)));
        FolderTable table = table(manager, "a");
        CountDownLatch goOn = new CountDownLatch(1);
        table.beforeFlush = number -> awaitLatch(goOn);
        flush(table);
        assertThatThrownBy(() -> table.queue().admit(1))
                .isInstanceOf(WriteBlockedException.class)
                .hasMessageContaining("all places of its queue are taken");
        goOn.countDown();
    }

    @Test
    void letsWritersKnowThatTheQueueFailedWhileTheyWaited() throws Exception {
        FlushManager manager = manager(new ManagerOptions().queued(1).attempts(1));
        FolderTable table = table(manager, "a");
        CountDownLatch goOn = new CountDownLatch(1);
        table.beforeFlush = number -> {
            awaitLatch(goOn);
            throw new IOException("by plan");
        };
        flush(table);
        FutureTask<Void> writer = startAdmit(table, 1);
        goOn.countDown();
        assertThatThrownBy(writer::get)
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(FlushFailedException.class);
    }

    @Test
    void mayBeInterruptedWhileItWaits() throws IOException {
        FlushManager manager = manager(new ManagerOptions());
        FolderTable greedy = table(manager, "greedy").append(rows, 100);
        greedy.obedient = false;
        long used = budget.used();
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> greedy.queue().admit(LIMIT)).isInstanceOf(InterruptedIOException.class);
        assertThat(Thread.interrupted()).as("still interrupted").isTrue();
        assertThat(budget.used()).isEqualTo(used);
    }

    @Test
    void asksForOldRows() throws IOException {
        FlushManager manager = manager(new ManagerOptions().maxAge(Duration.ofMillis(20)));
        FolderTable empty = table(manager, "empty");
        FolderTable table = table(manager, "a").append(rows, 10);
        awaitUntil(() -> table.scan().equals(table.expected()));
        table.append(rows, 10);
        awaitUntil(() -> table.scan().equals(table.expected()));
        table.queue().close();
        manager.close();
        assertThat(table.requests()).hasSameSizeAs(table.sequences()).containsOnly(FlushReason.AGE);
        assertThat(table.installed()).allMatch(one -> one.reason() == FlushReason.AGE);
        assertThat(empty.requests()).isEmpty();
        assertThat(table.scan()).isEqualTo(table.expected());
    }

    @Test
    void doesNotLetAHandOverWaitForOthersForEver() throws IOException {
        FlushManager manager = manager(new ManagerOptions().merge(3, 1 << 30).maxAge(Duration.ofMillis(20)));
        FolderTable table = table(manager, "a");
        // Nothing comes after it.
        flush(table).join();
        assertThat(table.sequences()).containsExactly(1L);
    }

    @Test
    void triesAgainWhileATargetTakesItsTimeToHandOver() throws IOException {
        FlushManager manager = manager(new ManagerOptions().maxAge(Duration.ofMillis(5)));
        FolderTable slow = table(manager, "slow").append(rows, 10);
        CountDownLatch goOn = new CountDownLatch(1);
        slow.beforeHandOver = number -> awaitLatch(goOn);
        awaitUntil(() -> !slow.requests().isEmpty());
        FolderTable other = table(manager, "other");
        other.beforeFlush = number -> {
            if (number == 1) {
                throw new IOException("by plan");
            }
        };
        assertThat(flush(other).join().attempts()).isEqualTo(2);
        goOn.countDown();
    }

    @Test
    void asksOthersWhenATargetDoesNotSayWhatItHas() throws Exception {
        FlushManager manager = manager(new ManagerOptions());
        FolderTable bad = table(manager, "bad");
        bad.onLook = number -> {
            throw new IOException("by plan");
        };
        FolderTable good = table(manager, "good").append(rows, 100);
        FutureTask<Void> writer = startAdmit(bad, LIMIT);
        writer.get();
        assertThat(good.requests()).containsExactly(FlushReason.MEMORY);
    }

    @Test
    void staysAliveWhenATargetThrows() throws IOException {
        FlushManager manager = manager(new ManagerOptions().maxAge(Duration.ofMillis(5)));
        FolderTable bad = table(manager, "bad").append(rows, 10);
        bad.beforeHandOver = number -> {
            throw new IOException("by plan");
        };
        awaitUntil(() -> !bad.requests().isEmpty());
        FolderTable good = table(manager, "good").append(rows, 10);
        awaitUntil(() -> good.sequences().size() == 1);
    }
}
