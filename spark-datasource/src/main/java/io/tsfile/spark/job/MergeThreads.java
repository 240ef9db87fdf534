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
package io.tsfile.spark.job;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads of a job that wait for merges, which bound how many run at once. Owned by who makes them.
 *
 * @param executor with so many threads
 * @param count how many
 */
record MergeThreads(ExecutorService executor, int count) implements AutoCloseable {
    static MergeThreads of(int count) {
        AtomicInteger number = new AtomicInteger();
        return new MergeThreads(
                Executors.newFixedThreadPool(count, job -> {
                    Thread thread = new Thread(job, "merge-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                }),
                count);
    }

    @Override
    public void close() {
        executor.shutdown();
    }
}
