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

import io.tsfile.core.flush.FlushReason;
import io.tsfile.core.flush.MemoryBudget;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.testing.RandomRows;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** Managers and tables for a test. In the end all managers are closed, and nothing of them is left. */
class ManagerFixture {
    final MemoryBudget budget = new MemoryBudget(budgetBytes());
    final List<FlushEvent> events = new CopyOnWriteArrayList<>();
    final RandomRows rows = new RandomRows(FolderTable.SCHEMA, 5, 3);

    private final Set<Thread> threadsBefore = flushThreads();
    private final List<FlushManager> managers = new ArrayList<>();
    private final List<FolderTable> tables = new ArrayList<>();
    private FileStore store;

    ManagerFixture(@TempDir Path folder) throws IOException {
        store = StoreLocation.of(folder.toString()).open();
    }

    long budgetBytes() {
        return 1 << 30;
    }

    FlushManager manager(ManagerOptions options) {
        FlushManager manager = new FlushManager(options.options(), budget, events::add);
        managers.add(manager);
        return manager;
    }

    FolderTable table(FlushManager manager, String name) {
        FolderTable table = new FolderTable(store.child(name)).in(manager, name);
        tables.add(table);
        return table;
    }

    /** Hands over some rows. */
    CompletableFuture<FlushEvent> flush(FolderTable table) throws IOException {
        return table.append(rows, 50).submit(FlushReason.SIZE);
    }

    @AfterEach
    void leavesNothingBehind() throws Exception {
        for (FlushManager manager : managers) {
            try {
                manager.close();
            } catch (FlushFailedException e) {
                assertThat(e).hasMessageContaining("Cannot install all hand-overs");
            }
        }
        Set<Thread> left = flushThreads();
        left.removeAll(threadsBefore);
        for (Thread thread : left) {
            // An executor has ended a moment before its threads have.
            thread.join(60_000);
        }
        assertThat(left).noneMatch(Thread::isAlive);
        assertThat(budget.used()).isZero();
        assertThat(tables).allSatisfy(table -> assertThat(table.repeated()).isEmpty());
    }

    static void awaitLatch(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Something that another thread does soon. */
    interface Condition {
        boolean holds() throws IOException;
    }

    /** Waits for what another thread does; forever if it does not, since nothing tells a slow machine from a hang. */
    static void awaitUntil(Condition condition) throws IOException {
        while (!condition.holds()) {
            Thread.onSpinWait();
        }
    }

    private static Set<Thread> flushThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("tsfile-flush-"))
                .collect(Collectors.toSet());
    }
}
