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

import io.tsfile.core.compact.CompactionOptions;
import io.tsfile.core.compact.CompactionRunner;
import io.tsfile.core.compact.CompactionTask;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.LimitedFileStore;
import io.tsfile.core.io.RateLimiter;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.table.TableMetadata;
import java.io.IOException;
import java.util.concurrent.CancellationException;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Runs a compaction's task on an executor: payload of the task in, payload of the result out.
 *
 * @param location the table
 * @param metadata what the table is
 * @param targetFileBytes how long files get
 * @param maxBytesPerSecond what all merges of an executor may read and write together; 0 for as fast as they can
 */
record MergeFunction(StoreLocation location, TableMetadata metadata, long targetFileBytes, long maxBytesPerSecond)
        implements Function<byte[], byte[]> {
    @Override
    public byte[] call(byte[] payload) throws IOException {
        CompactionTask task = Payload.read(payload, CompactionTask.class);
        // Taken here: the merge's other threads have none.
        TaskContext context = TaskContext.get();
        // An executor runs as many tasks as it has cores for.
        CompactionOptions options = CompactionOptions.DEFAULT
                .withTargetFileBytes(targetFileBytes)
                .withThreads(context == null ? 1 : context.cpus());
        try (FileStore store = open()) {
            return Payload.of(CompactionRunner.run(store, metadata, options, task, progress -> stopIfKilled(context)));
        }
    }

    /** A job that was cancelled only marks its tasks. */
    private static void stopIfKilled(@Nullable TaskContext context) {
        if (context != null && context.isInterrupted()) {
            throw new CancellationException("The compaction's job was cancelled");
        }
    }

    private FileStore open() throws IOException {
        FileStore store = location.open();
        return maxBytesPerSecond == 0 ? store : new LimitedFileStore(store, RateLimiter.ofProcess(maxBytesPerSecond));
    }
}
