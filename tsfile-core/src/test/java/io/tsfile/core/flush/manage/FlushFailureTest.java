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

import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.flush.FlushReason;
import io.tsfile.core.flush.memtable.MemTable;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.testing.Fault;
import io.tsfile.core.testing.FaultPlan;
import io.tsfile.core.testing.FaultyFileStore;
import io.tsfile.core.testing.ObjectRow;
import io.tsfile.core.testing.RandomRows;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of rows whose flush or installation fails. */
@SuppressWarnings("FutureReturnValueIgnored") // the table keeps them
class FlushFailureTest extends ManagerFixture {
    FlushFailureTest(@TempDir Path folder) throws IOException {
        super(folder);
    }

    @Test
    void triesAgainWithTheSameMemtables() throws IOException {
        FlushManager manager = manager(new ManagerOptions().merge(1, 1 << 30).attempts(3));
        FolderTable table = table(manager, "a");
        table.beforeFlush = number -> {
            if (number <= 2) {
                // More to do would be there, and could be merged.
                flush(table);
                throw new IOException("flush " + number + " fails by plan");
            }
        };
        FlushEvent event = flush(table).join();
        table.awaitAll();
        assertThat(event.sequence()).isEqualTo(1);
        assertThat(event.memTables()).isEqualTo(1);
        assertThat(event.attempts()).isEqualTo(3);
        assertThat(event.reasons()).containsExactly(FlushReason.SIZE, FlushReason.ERROR_RETRY);
        assertThat(table.sequences()).containsExactly(1L, 3L);
        assertThat(events).as("one per flush").hasSize(2);
        assertThat(events.get(1).reasons()).containsExactly(FlushReason.SIZE, FlushReason.SIZE);
        assertThat(table.scan()).isEqualTo(table.expected());
        assertThat(table.paths()).isEqualTo(table.installedPaths());
    }

    @Test
    void keepsRowsAfterTheLastTryAndGoesOnWhenResumed() throws IOException {
        FlushManager manager = manager(new ManagerOptions().attempts(3));
        FolderTable table = table(manager, "a");
        FolderTable other = table(manager, "other");
        table.beforeFlush = number -> {
            throw new IOException("flush " + number + " fails by plan");
        };
        CompletableFuture<FlushEvent> first = flush(table);
        CompletableFuture<FlushEvent> second = table.submit(FlushReason.MANUAL);
        assertThatThrownBy(first::join)
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOf(FlushFailedException.class)
                .hasMessageContaining("up to hand-over 1, after 3 tries")
                .hasMessageContaining("resume the queue")
                .satisfies(e -> assertThat(e.getCause()).hasMessageContaining("flush 3 fails by plan"))
                .satisfies(e -> assertThat(e.getSuppressed()).hasSize(2));
        assertThatThrownBy(second::join).hasCauseInstanceOf(FlushFailedException.class);
        assertThat(table.queue().state()).isEqualTo(WriterState.BLOCKED);
        assertThatThrownBy(() -> table.queue().admit(1)).isInstanceOf(FlushFailedException.class);
        CompletableFuture<FlushEvent> third = table.submit(FlushReason.SIZE);
        assertThat(third).as("taken, and failed at once").isCompletedExceptionally();
        assertThat(budget.used()).as("the rows are still here").isPositive();
        assertThat(table.paths()).isEmpty();
        assertThat(events).hasSize(1);
        assertThat(events.get(0).failure()).containsInstanceOf(FlushFailedException.class);
        assertThat(events.get(0).files()).isEmpty();
        assertThat(events.get(0).attempts()).isEqualTo(3);
        // Others do not suffer.
        flush(other).join();

        table.beforeFlush = number -> {};
        table.queue().resume().join();
        assertThat(table.sequences()).containsExactly(1L, 2L, 3L);
        assertThat(table.scan()).isEqualTo(table.expected());
        assertThat(table.queue().state()).isEqualTo(WriterState.OPEN);
        assertThat(first).as("failed stays failed").isCompletedExceptionally();
        flush(table).join();
        assertThat(table.queue().resume()).as("nothing to resume").isCompleted();
    }

    @Test
    void failsAgainWhenResumedTooEarly() throws IOException {
        FolderTable table = table(manager(new ManagerOptions().attempts(2)), "a");
        table.beforeFlush = number -> {
            throw new IOException("by plan");
        };
        flush(table);
        for (int i = 1; i <= 3; i++) {
            int tries = 2 * i;
            awaitUntil(() -> table.flushes() == tries && table.queue().state() == WriterState.BLOCKED);
            CompletableFuture<Void> resumed = table.queue().resume();
            assertThatThrownBy(resumed::join).hasCauseInstanceOf(FlushFailedException.class);
        }
        assertThat(table.flushes()).isEqualTo(8);
        assertThat(events).as("one for each time that it was given up").hasSize(4);
    }

    @Test
    void keepsFilesOfLaterFlushesForResume() throws IOException {
        FlushManager manager = manager(new ManagerOptions().flushes(3, 3).attempts(1));
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
        CompletableFuture<FlushEvent> second = flush(table);
        CompletableFuture<FlushEvent> third = flush(table);
        awaitUntil(() -> table.flushes() == 3);
        goOn.countDown();
        assertThatThrownBy(second::join).hasCauseInstanceOf(FlushFailedException.class);
        assertThatThrownBy(third::join).hasCauseInstanceOf(FlushFailedException.class);
        assertThat(table.installed()).as("nothing out of order").isEmpty();
        table.queue().resume().join();
        assertThat(table.sequences()).containsExactly(1L, 2L, 3L);
        assertThat(table.flushes()).as("only the first one is written again").isEqualTo(4);
        assertThat(table.paths()).isEqualTo(table.installedPaths());
        assertThat(table.scan()).isEqualTo(table.expected());
    }

    @Test
    void installsWhatWasMergedWithRowsThatCannotBeFlushed() throws IOException {
        FolderTable table = table(manager(new ManagerOptions().flushes(4, 1).merge(1, 1 << 30)), "a");
        CountDownLatch goOn = new CountDownLatch(1);
        AtomicInteger running = new AtomicInteger();
        table.beforeFlush = number -> {
            awaitLatch(goOn);
            assertThat(running.incrementAndGet()).isEqualTo(1);
            running.decrementAndGet();
            // Both together; and the second one alone, since it is what is wrong.
            if (number == 2 || number == 4) {
                throw new IllegalStateException("by plan");
            }
        };
        flush(table);
        awaitUntil(() -> table.flushes() == 1);
        CompletableFuture<FlushEvent> good = flush(table);
        CompletableFuture<FlushEvent> bad = flush(table);
        goOn.countDown();
        assertThatThrownBy(good::join).hasMessageContaining("up to hand-over 3");
        assertThatThrownBy(bad::join).hasCauseInstanceOf(FlushFailedException.class);
        assertThatThrownBy(table.queue().resume()::join).hasMessageContaining("up to hand-over 3");
        // The second one fails while the first one may still be on its way into the table.
        awaitUntil(() -> table.sequences().equals(List.of(1L, 2L)));
        table.queue().resume().join();
        assertThat(table.sequences()).containsExactly(1L, 2L, 3L);
        assertThat(events).extracting(FlushEvent::sequence).containsExactlyInAnyOrder(1L, 3L, 2L, 3L, 3L);
        assertThat(table.scan()).isEqualTo(table.expected());
        assertThat(table.paths()).isEqualTo(table.installedPaths());
    }

    @Test
    void installsWhatCameBeforeTheFailure() throws IOException {
        FlushManager manager = manager(new ManagerOptions().flushes(2, 2).attempts(1));
        FolderTable table = table(manager, "a");
        CountDownLatch goOn = new CountDownLatch(1);
        table.beforeFlush = number -> {
            if (number == 1) {
                awaitLatch(goOn);
            } else if (number == 2) {
                throw new IOException("by plan");
            }
        };
        CompletableFuture<FlushEvent> first = flush(table);
        awaitUntil(() -> table.flushes() == 1);
        CompletableFuture<FlushEvent> second = flush(table);
        assertThatThrownBy(second::join).hasCauseInstanceOf(FlushFailedException.class);
        assertThat(first).isNotDone();
        goOn.countDown();
        assertThat(first.join().sequence()).isEqualTo(1);
        assertThat(table.sequences()).containsExactly(1L);
        table.queue().resume().join();
        assertThat(table.sequences()).containsExactly(1L, 2L);
    }

    @Test
    void installsAllMemtablesOfAHandOverOrNone() throws IOException {
        FolderTable table = table(manager(new ManagerOptions().attempts(5)), "a");
        MemTable aligned = new MemTable(FolderTable.SCHEMA, true);
        MemTable apart = new MemTable(FolderTable.SCHEMA, false);
        RandomRows source = new RandomRows(FolderTable.SCHEMA, 1, 20);
        for (int i = 0; i < 400; i++) {
            RandomRows.KeyedRow row = source.next();
            aligned.append(row.device(), row.time(), row.row());
            if (i == 399) {
                apart.append(row.device(), row.time() + 1, ObjectRow.of(full(row)));
            }
        }
        assertThatThrownBy(() -> table.queue()
                        .submit(List.of(aligned, apart), FlushReason.CHECKPOINT, 1)
                        .join())
                .hasCauseInstanceOf(FlushFailedException.class)
                .rootCause()
                .isInstanceOf(TsFileConnectorException.class);
        assertThat(table.flushes()).as("the rows say the same each time").isEqualTo(1);
        assertThat(table.installed()).isEmpty();
        assertThat(table.paths()).isEmpty();
    }

    private static Object[] full(RandomRows.KeyedRow row) {
        return row.row().values().stream().map(value -> value).toArray();
    }

    @Test
    void triesAnInstallationAgainWithTheSameFiles() throws IOException {
        FolderTable table = table(manager(new ManagerOptions().attempts(4)), "a");
        table.beforeInstall = number -> {
            if (number == 1) {
                throw new IOException("not done, by plan");
            }
        };
        table.afterInstall = number -> {
            if (number == 2) {
                throw new IOException("done, by plan");
            }
        };
        FlushEvent event = flush(table).join();
        assertThat(event.attempts()).isEqualTo(1);
        assertThat(event.installAttempts()).isEqualTo(3);
        assertThat(event.reasons()).containsExactly(FlushReason.SIZE, FlushReason.ERROR_RETRY);
        assertThat(table.offers()).hasSize(3).containsOnly(table.offers().get(0));
        assertThat(table.sequences()).containsExactly(1L);
        assertThat(table.paths()).isEqualTo(table.installedPaths());
        assertThat(table.scan()).isEqualTo(table.expected());
    }

    @Test
    void holdsLaterInstallationsBackWhileOneIsTriedAgain() throws IOException {
        FlushManager manager = manager(new ManagerOptions().flushes(2, 2).attempts(1_000_000));
        FolderTable table = table(manager, "a");
        table.beforeInstall = number -> {
            if (table.flushes() < 3) {
                throw new IOException("by plan, until later flushes have begun");
            }
        };
        flush(table);
        flush(table);
        flush(table);
        table.awaitAll();
        assertThat(table.sequences()).containsExactly(1L, 2L, 3L);
    }

    @Test
    void keepsFilesWhoseInstallationHasAnUnknownOutcome() throws IOException {
        FolderTable table = table(manager(new ManagerOptions().attempts(5)), "a");
        CountDownLatch goOn = new CountDownLatch(1);
        table.beforeInstall = number -> awaitLatch(goOn);
        table.afterInstall = number -> {
            throw new TsFileConnectorException("nobody can tell, by plan");
        };
        CompletableFuture<FlushEvent> first = flush(table);
        CompletableFuture<FlushEvent> second = flush(table);
        goOn.countDown();
        assertThatThrownBy(first::join).rootCause().hasMessage("nobody can tell, by plan");
        assertThatThrownBy(second::join).hasCauseInstanceOf(FlushFailedException.class);
        assertThat(table.installations()).as("not tried again by itself").isEqualTo(1);
        List<String> files = table.installedPaths();
        assertThat(table.paths()).isNotEmpty().containsAll(files);
        table.afterInstall = number -> {};
        table.queue().resume().join();
        assertThat(table.sequences()).containsExactly(1L, 2L);
        assertThat(table.flushes()).isEqualTo(2);
        assertThat(table.scan()).isEqualTo(table.expected());
    }

    @Test
    void takesNoThreadForAPause() throws IOException {
        FlushManager manager =
                manager(new ManagerOptions().flushes(1, 1).attempts(1000).pause(Duration.ofHours(1)));
        FolderTable table = table(manager, "a");
        table.beforeFlush = number -> {
            throw new IOException("by plan");
        };
        CompletableFuture<FlushEvent> paused = flush(table);
        awaitUntil(() -> table.flushes() == 1);
        FolderTable other = table(manager, "other");
        flush(other).join();
        assertThat(paused).isNotDone();
        assertThat(table.flushes()).isEqualTo(1);
    }

    @Test
    void mayBeResumedByWhoHearsOfTheFailure() throws IOException {
        FolderTable table = table(manager(new ManagerOptions().attempts(1)), "a");
        table.beforeFlush = number -> {
            if (number == 1) {
                throw new IOException("by plan");
            }
        };
        flush(table)
                .handle((event, failure) -> table.queue().resume())
                .thenCompose(resumed -> resumed)
                .join();
        assertThat(table.sequences()).containsExactly(1L);
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void losesNothingWhateverStorageStepBreaks(Fault fault) throws IOException {
        FaultPlan count = FaultPlan.none();
        breakAt(count, fault, "count");
        assertThat(count.steps()).isGreaterThan(10);
        for (int step = 1; step <= count.steps(); step++) {
            FaultPlan plan = FaultPlan.at(step, fault);
            breakAt(plan, fault, fault + "-" + step);
            assertThat(plan.fired()).isTrue();
        }
    }

    private void breakAt(FaultPlan plan, Fault fault, String name) throws IOException {
        FolderTable table = table(manager(new ManagerOptions().attempts(1)), name);
        FaultyFileStore faulty = new FaultyFileStore(table.store, plan);
        FileStore good = table.store;
        table.store = faulty;
        RandomRows source = new RandomRows(FolderTable.SCHEMA, 7, 3);
        List<CompletableFuture<FlushEvent>> futures = new ArrayList<>();
        CountDownLatch goOn = new CountDownLatch(1);
        table.beforeFlush = number -> awaitLatch(goOn);
        for (int i = 0; i < 2; i++) {
            futures.add(table.append(source, 40).submit(FlushReason.SIZE));
        }
        goOn.countDown();
        boolean failed = false;
        for (CompletableFuture<FlushEvent> future : futures) {
            try {
                future.join();
                assertThat(failed)
                        .as("%s: none is installed before an earlier one", name)
                        .isFalse();
            } catch (CompletionException e) {
                assertThat(e).hasCauseInstanceOf(FlushFailedException.class);
                failed = true;
            }
        }
        assertThat(failed).as(name).isEqualTo(plan.fired());
        // After a crash there is another process, or at least another store.
        table.store = fault == Fault.CRASH ? good : faulty;
        table.queue().resume().join();
        assertThat(table.sequences()).as(name).containsExactly(1L, 2L);
        assertThat(table.scan()).as(name).isEqualTo(table.expected());
        if (fault == Fault.CRASH) {
            assertThat(table.paths()).as(name).containsAll(table.installedPaths());
        } else {
            assertThat(table.paths()).as(name).isEqualTo(table.installedPaths());
            assertThat(plan.openFiles()).as(name).isZero();
        }
    }

    @Test
    void installsFilesWhoseEngineCannotBeClosed() throws IOException {
        FolderTable table = table(manager(new ManagerOptions()), "a");
        for (Throwable failure : List.of(
                new IOException("by plan"), new IllegalStateException("by plan"), new AssertionError("by plan"))) {
            table.afterFinish = number -> throwIt(failure);
            assertThat(flush(table).join().attempts()).isEqualTo(1);
        }
        assertThat(table.scan()).isEqualTo(table.expected());
    }

    @Test
    void keepsRowsWhateverATargetThrows() throws IOException {
        FolderTable table = table(manager(new ManagerOptions()), "a");
        FolderTable.Hook throwing = number -> throwIt(new AssertionError("by plan"));
        table.beforeEngine = throwing;
        assertThatThrownBy(flush(table)::join).rootCause().isInstanceOf(AssertionError.class);
        table.beforeEngine = number -> {};
        table.beforeFlush = throwing;
        assertThatThrownBy(table.queue().resume()::join).rootCause().isInstanceOf(AssertionError.class);
        table.beforeFlush = number -> {};
        table.beforeInstall = throwing;
        assertThatThrownBy(table.queue().resume()::join).rootCause().isInstanceOf(AssertionError.class);
        table.beforeInstall = number -> {};
        table.queue().resume().join();
        assertThat(table.scan()).isEqualTo(table.expected());
        assertThat(table.paths()).isEqualTo(table.installedPaths());
    }

    private static void throwIt(Throwable failure) throws IOException {
        if (failure instanceof IOException io) {
            throw io;
        }
        if (failure instanceof RuntimeException unchecked) {
            throw unchecked;
        }
        throw (Error) failure;
    }

    @Test
    void hearsOfAnEngineThatCannotBeMade() throws IOException {
        FolderTable table = table(manager(new ManagerOptions().attempts(3)), "a");
        table.beforeEngine = number -> {
            if (number < 3) {
                throw new IOException("no engine, by plan");
            }
        };
        assertThat(flush(table).join().attempts()).isEqualTo(3);
        table.beforeEngine = number -> {
            throw new IllegalStateException("no engine at all, by plan");
        };
        assertThatThrownBy(flush(table)::join).rootCause().hasMessage("no engine at all, by plan");
    }
}
