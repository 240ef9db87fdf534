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
import io.tsfile.core.flush.staged.StagedFlush;
import io.tsfile.core.flush.work.Workers;
import io.tsfile.core.testing.RandomRows;
import io.tsfile.core.testing.Threads;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Many threads write to several tables while flushes and installations fail now and then: which ones, the seed says. Staged
 * flushes count in the same budget.
 */
@SuppressWarnings("FutureReturnValueIgnored") // the table keeps them
class FlushManagerStressTest extends ManagerFixture {
    private static final int THREADS = 8;
    private static final int TABLES = 4;
    private static final int ROWS = 1500;

    FlushManagerStressTest(@TempDir Path folder) throws IOException {
        super(folder);
    }

    @Override
    long budgetBytes() {
        return 200_000;
    }

    @ParameterizedTest(name = "seed {0}, staged {1}")
    @CsvSource({"1, false", "2, false", "3, false", "1, true", "2, true", "3, true"})
    void installsEveryRowOnce(long seed, boolean staged) throws Exception {
        Random random = new Random(seed);
        ManagerOptions options = new ManagerOptions()
                .flushes(1 + random.nextInt(4), 1 + random.nextInt(3))
                .merge(1 + random.nextInt(3), random.nextBoolean() ? 0 : 1 << 20)
                .attempts(1 + random.nextInt(3));
        FlushManager manager = manager(options);
        List<FolderTable> tables = new ArrayList<>();
        for (int i = 0; i < TABLES; i++) {
            FolderTable table = table(manager, "table" + i);
            table.beforeFlush = failing(random.nextLong(), 20);
            table.beforeInstall = failing(random.nextLong(), 10);
            table.afterInstall = failing(random.nextLong(), 10);
            if (staged) {
                table.engineKind = store -> new StagedFlush(
                        store,
                        FolderTable.SCHEMA,
                        FolderTable.PARTITIONING,
                        FolderTable.OPTIONS,
                        Workers.common(),
                        budget);
            }
            tables.add(table);
        }
        AtomicInteger failures = new AtomicInteger();
        Threads.together(THREADS, thread -> {
            Random choice = new Random(seed * THREADS + thread);
            RandomRows source = new RandomRows(FolderTable.SCHEMA, seed * THREADS + thread, 3);
            for (int i = 0; i < ROWS; i++) {
                FolderTable table = tables.get(choice.nextInt(TABLES));
                admit(table, table.put(source.next()), failures);
                if (choice.nextInt(400) == 0) {
                    table.submit(choice.nextInt(3) == 0 ? FlushReason.MANUAL : FlushReason.SIZE);
                }
            }
            return thread;
        });
        String when = "seed " + seed + ", " + options.options() + ", " + failures + " failures";
        for (FolderTable table : tables) {
            table.submit(FlushReason.END_OF_INPUT);
            resumeUntilDone(table);
            assertThat(table.scan()).as(when).isEqualTo(table.expected());
            assertThat(table.sequences()).as(when).isSorted().doesNotHaveDuplicates();
            assertThat(table.paths()).as(when).isEqualTo(table.installedPaths());
            table.queue().close();
        }
        assertThat(events.stream().filter(event -> event.failure().isEmpty()).count())
                .as(when)
                .isEqualTo(tables.stream()
                        .mapToInt(table -> table.sequences().size())
                        .sum());
        assertThat(tables).as(when).anyMatch(table -> table.requests().contains(FlushReason.MEMORY));
        // A staged flush goes on whatever the budget says.
        assertThat(staged || budget.peak() <= budget.limit()).as(when).isTrue();
        assertThat(budget.used()).as(when).isZero();
    }

    private static void admit(FolderTable table, long bytes, AtomicInteger failures) throws IOException {
        while (true) {
            try {
                table.queue().admit(bytes);
                return;
            } catch (FlushFailedException e) {
                failures.incrementAndGet();
                table.queue().resume();
            }
        }
    }

    private static void resumeUntilDone(FolderTable table) {
        while (true) {
            try {
                table.queue().resume().join();
                return;
            } catch (CompletionException e) {
                assertThat(e).hasCauseInstanceOf(FlushFailedException.class);
            }
        }
    }

    /** Fails at some calls, the same ones whichever thread makes them. */
    private static FolderTable.Hook failing(long seed, int percent) {
        return number -> {
            if (new SplittableRandom(seed + number).nextInt(100) < percent) {
                throw new IOException("call " + number + " fails by plan");
            }
        };
    }
}
