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
import io.tsfile.core.testing.Threads;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A hand-over that comes just as the flush before it ends must not be left lying. */
class NoLostHandOverTest extends ManagerFixture {
    private static final int THREADS = 8;
    private static final int ROUNDS = 2000;

    NoLostHandOverTest(@TempDir Path folder) throws IOException {
        super(folder);
    }

    /** Each thread waits for its own hand-overs alone, so that after each round nothing else would wake the manager. */
    @ParameterizedTest(name = "{0} flushes at once, {1} of one of {2} tables")
    @CsvSource({"1, 1, 1", "2, 1, 4", "4, 2, 4", "3, 3, 32"})
    void flushesWhateverIsHandedOver(int concurrent, int perTable, int count) throws Exception {
        FlushManager manager =
                manager(new ManagerOptions().flushes(concurrent, perTable).queued(10_000));
        List<FolderTable> tables = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            tables.add(table(manager, "table" + i));
        }
        Threads.together(THREADS, thread -> {
            Random random = new Random(thread);
            for (int round = 0; round < ROUNDS; round++) {
                List<CompletableFuture<FlushEvent>> futures = new ArrayList<>();
                for (int i = 0; i <= random.nextInt(3); i++) {
                    futures.add(tables.get(random.nextInt(count)).submit(FlushReason.SIZE));
                }
                for (CompletableFuture<FlushEvent> future : futures) {
                    // So long only if it was lost.
                    future.get(1, TimeUnit.MINUTES);
                }
            }
            return thread;
        });
        for (FolderTable table : tables) {
            assertThat(table.sequences()).isSorted().doesNotHaveDuplicates();
            table.queue().close();
        }
        assertThat(events)
                .hasSize(tables.stream()
                        .mapToInt(table -> table.sequences().size())
                        .sum());
    }
}
