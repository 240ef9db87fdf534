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
import io.tsfile.core.testing.Threads;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Queues and managers that are closed, in every state; what is left is checked by the fixture. */
@SuppressWarnings("FutureReturnValueIgnored") // the table keeps them
class FlushShutdownTest extends ManagerFixture {
    FlushShutdownTest(@TempDir Path folder) throws IOException {
        super(folder);
    }

    @Test
    void closesWhatWasNeverUsed() throws IOException {
        FlushManager manager = manager(new ManagerOptions());
        FolderTable table = table(manager, "a");
        table.queue().close();
        table.queue().close();
        manager.close();
        manager.close();
        assertThatThrownBy(() -> manager.register("b", table))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("the flush manager is closed");
        assertThatThrownBy(() -> table.submit(FlushReason.SIZE)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> table.queue().admit(1)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> table.queue().resume()).isInstanceOf(IllegalStateException.class);
        table.queue().admit(-1);
        assertThat(budget.used()).as("nothing is given back twice").isZero();
    }

    @Test
    void flushesWhatWaitsToBeMergedAndHandsNothingOver() throws IOException {
        FolderTable table = table(manager(new ManagerOptions().merge(3, 1 << 30)), "a");
        CompletableFuture<FlushEvent> waiting = flush(table);
        table.append(rows, 10);
        table.queue().close();
        assertThat(waiting).isCompleted();
        assertThat(table.requests()).isEmpty();
        assertThat(table.sequences()).containsExactly(1L);
        assertThat(events).hasSize(1);
    }

    @Test
    void waitsForFlushesThatRunOrArePaused() throws Exception {
        FolderTable table = table(manager(new ManagerOptions().attempts(3)), "a");
        CountDownLatch goOn = new CountDownLatch(1);
        table.beforeFlush = number -> {
            awaitLatch(goOn);
            if (number <= 2) {
                throw new IOException("by plan");
            }
        };
        flush(table);
        flush(table);
        FutureTask<Void> closing = startClose(table);
        awaitUntil(() -> table.flushes() == 1);
        assertThat(closing).isNotDone();
        goOn.countDown();
        closing.get();
        assertThat(table.sequences()).containsExactly(1L, 2L);
        assertThat(table.scan()).isEqualTo(table.expected());
    }

    @Test
    void doesNotInterruptAFlushWhenTheWaitIsInterrupted() throws Exception {
        FlushManager manager = manager(new ManagerOptions());
        FolderTable table = table(manager, "a");
        CountDownLatch goOn = new CountDownLatch(1);
        table.beforeFlush = number -> awaitLatch(goOn);
        CompletableFuture<FlushEvent> future = flush(table);
        awaitUntil(() -> table.flushes() == 1);
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> table.queue().close()).isInstanceOf(InterruptedIOException.class);
        assertThat(Thread.interrupted()).isTrue();
        Thread.currentThread().interrupt();
        assertThatThrownBy(manager::close).isInstanceOf(InterruptedIOException.class);
        assertThat(Thread.interrupted()).isTrue();
        goOn.countDown();
        assertThat(future.join().attempts()).isEqualTo(1);
        table.queue().close();
        manager.close();
    }

    @Test
    void saysOnceWhatCouldNotBeInstalledAndDeletesWhatNobodySaw() throws Exception {
        FlushManager manager = manager(new ManagerOptions().flushes(2, 2).attempts(1));
        FolderTable table = table(manager, "a");
        CountDownLatch goOn = new CountDownLatch(1);
        table.beforeFlush = number -> {
            if (number == 1) {
                awaitLatch(goOn);
                throw new IOException("by plan");
            }
        };
        flush(table);
        awaitUntil(() -> table.flushes() == 1);
        flush(table);
        awaitUntil(() -> !table.paths().isEmpty());
        table.append(rows, 10);
        goOn.countDown();
        assertThatThrownBy(() -> table.queue().close())
                .isInstanceOf(FlushFailedException.class)
                .hasMessageStartingWith("Cannot install 2 hand-overs of 'a' before its queue is closed");
        assertThat(table.paths()).isEmpty();
        assertThat(table.installed()).isEmpty();
        assertThat(events).hasSize(2).allMatch(event -> event.failure().isPresent());
        assertThat(budget.used()).isZero();
        table.queue().close();
    }

    @Test
    void keepsFilesThatMayHaveBeenInstalled() throws IOException {
        FolderTable table = table(manager(new ManagerOptions().attempts(2)), "a");
        table.afterInstall = number -> {
            throw new IOException("done, by plan");
        };
        assertThat(flush(table)).failsWithin(Duration.ofMinutes(1));
        assertThatThrownBy(() -> table.queue().close()).isInstanceOf(FlushFailedException.class);
        assertThat(table.paths()).isNotEmpty().isEqualTo(table.installedPaths());
    }

    @Test
    void tellsWhoWaitsEvenIfFilesCannotBeDiscarded() throws Exception {
        FlushManager manager =
                manager(new ManagerOptions().flushes(2, 2).attempts(1000).pause(Duration.ofHours(1)));
        FolderTable table = table(manager, "a");
        table.beforeFlush = number -> {
            if (number == 1) {
                throw new IOException("by plan");
            }
        };
        CompletableFuture<FlushEvent> first = flush(table);
        awaitUntil(() -> table.flushes() == 1);
        CompletableFuture<FlushEvent> second = flush(table);
        awaitUntil(() -> !table.paths().isEmpty());
        table.beforeDiscard = number -> {
            throw new AssertionError("by plan");
        };
        assertThatThrownBy(manager::close).isInstanceOf(FlushFailedException.class);
        assertThat(List.of(first, second)).allMatch(CompletableFuture::isCompletedExceptionally);
        assertThat(events).hasSize(2);
    }

    @Test
    void refusesToCloseOnAThreadThatItWouldWaitFor() throws IOException {
        FlushManager manager = manager(new ManagerOptions());
        FolderTable table = table(manager, "a");
        CountDownLatch goOn = new CountDownLatch(1);
        table.beforeFlush = number -> awaitLatch(goOn);
        CompletableFuture<Void> closed = flush(table).thenAccept(event -> {
            assertThatThrownBy(manager::close)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("it would wait for itself");
            assertThatThrownBy(() -> table.queue().close()).isInstanceOf(IllegalStateException.class);
        });
        goOn.countDown();
        closed.join();
        table.queue().close();
    }

    @Test
    void givesBackWhatIsAdmittedWhileItsQueueCloses() throws Exception {
        FlushManager manager = manager(new ManagerOptions());
        FolderTable target = table(manager, "target");
        List<FlushQueue> queues = new ArrayList<>();
        for (int round = 0; round < 300; round++) {
            queues.add(manager.register("a", target));
        }
        CyclicBarrier together = new CyclicBarrier(3);
        Threads.together(3, thread -> {
            for (FlushQueue queue : queues) {
                together.await();
                if (thread == 0) {
                    queue.admit(1);
                    queue.close();
                } else {
                    admitUntilClosed(queue);
                }
                together.await();
                assertThat(budget.used()).isZero();
                together.await();
            }
            return thread;
        });
    }

    private static void admitUntilClosed(FlushQueue queue) throws IOException {
        try {
            while (true) {
                queue.admit(1);
            }
        } catch (IllegalStateException e) {
            assertThat(e).hasMessageContaining("its queue is closed");
        }
    }

    @Test
    void managerInstallsWhatRunsAndFailsTheRest() throws Exception {
        FlushManager manager = manager(new ManagerOptions().flushes(1, 1));
        FolderTable table = table(manager, "a");
        FolderTable other = table(manager, "other");
        FolderTable idle = table(manager, "idle");
        CountDownLatch goOn = new CountDownLatch(1);
        table.beforeFlush = number -> awaitLatch(goOn);
        CompletableFuture<FlushEvent> runs = flush(table);
        awaitUntil(() -> table.flushes() == 1);
        CompletableFuture<FlushEvent> waits = flush(table);
        CompletableFuture<FlushEvent> waitsToo = flush(other);
        FutureTask<Void> closing = new FutureTask<>(() -> {
            manager.close();
            return null;
        });
        new Thread(closing, "closing").start();
        awaitUntil(() -> isClosed(manager, idle));
        assertThat(closing).isNotDone();
        goOn.countDown();
        assertThatThrownBy(closing::get)
                .hasCauseInstanceOf(FlushFailedException.class)
                .hasMessageContaining("Cannot install all hand-overs of [a, other]");
        assertThat(runs.join().sequence()).isEqualTo(1);
        assertThat(table.sequences()).containsExactly(1L);
        assertThatThrownBy(waits::join).hasCauseInstanceOf(FlushFailedException.class);
        assertThatThrownBy(waitsToo::join).hasMessageContaining("the flush manager was closed");
        assertThatThrownBy(() -> table.queue().close()).isInstanceOf(FlushFailedException.class);
        assertThatThrownBy(() -> other.queue().admit(1)).isInstanceOf(FlushFailedException.class);
        idle.queue().close();
    }

    @Test
    void managerDoesNotWaitForPauses() throws IOException {
        FlushManager manager = manager(new ManagerOptions().attempts(1000).pause(Duration.ofHours(1)));
        FolderTable flushing = table(manager, "flushing");
        flushing.beforeFlush = number -> {
            throw new IOException("by plan");
        };
        FolderTable installing = table(manager, "installing");
        installing.beforeInstall = flushing.beforeFlush;
        List<CompletableFuture<FlushEvent>> futures = List.of(flush(flushing), flush(installing));
        awaitUntil(() -> flushing.flushes() == 1 && installing.installations() == 1);
        assertThatThrownBy(manager::close).isInstanceOf(FlushFailedException.class);
        assertThat(futures).allMatch(CompletableFuture::isCompletedExceptionally);
        assertThat(flushing.paths()).isEmpty();
        assertThat(installing.paths())
                .as("nobody can tell whether they were installed")
                .isNotEmpty();
        assertThat(events).hasSize(2);
    }

    private static boolean isClosed(FlushManager manager, FlushTarget target) throws IOException {
        try {
            manager.register("probe", target).close();
            return false;
        } catch (IllegalStateException e) {
            return true;
        }
    }

    private static FutureTask<Void> startClose(FolderTable table) {
        FutureTask<Void> closing = new FutureTask<>(() -> {
            table.queue().close();
            return null;
        });
        new Thread(closing, "closing").start();
        return closing;
    }
}
