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

import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.table.Table;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A process that compacts a table, writes a line for each task that it begins, and gets no further than the middle of one of them: there
 * it waits to be killed.
 */
final class KilledCompaction {
    /** Files so short that the outputs of tasks are not gathered, which would be few large tasks at the end. */
    static final CompactionOptions OPTIONS = CompactionOptions.of(CompactionFixture.OPTIONS)
            .withTargetFileBytes(400)
            .withTasks(2_000, 64);

    private KilledCompaction() {}

    /** Arguments: the folder of the table, the number of the task. */
    public static void main(String[] arguments) throws IOException {
        int last = Integer.parseInt(arguments[1]);
        AtomicInteger tasks = new AtomicInteger();
        try (FileStore store = StoreLocation.of(arguments[0]).open()) {
            Compaction.of(Table.open(store), OPTIONS)
                    .runner((metadata, task, listener) -> {
                        System.out.println("task " + tasks.incrementAndGet() + ": " + task.cut());
                        return CompactionRunner.run(store, metadata, OPTIONS, task, progress -> {
                            if (tasks.get() == last) {
                                System.out.println("in the middle of it");
                                awaitEnd();
                            }
                            listener.progressed(progress);
                        });
                    })
                    .run();
        }
    }

    private static void awaitEnd() {
        while (true) {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                // Nobody interrupts it; only its end ends it.
            }
        }
    }
}
