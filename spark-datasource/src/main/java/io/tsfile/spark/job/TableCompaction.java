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

import io.tsfile.core.compact.Compaction;
import io.tsfile.core.compact.CompactionReport;
import io.tsfile.core.compact.CompactionTask;
import io.tsfile.core.compact.CompactionWatcher;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.table.CommitConflictException;
import io.tsfile.core.table.Snapshot;
import io.tsfile.core.table.Table;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Executor;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/**
 * The compaction of one table with Spark. Used by one thread, and once; {@link #cancel} by any.
 */
final class TableCompaction {
    private final StoreLocation location;
    private final CompactSettings settings;
    private final SparkMerges merges;
    private volatile boolean cancelled;
    private volatile @Nullable Compaction running;

    TableCompaction(SparkSession spark, StoreLocation location, CompactSettings settings) {
        this.location = location;
        this.settings = settings;
        this.merges = new SparkMerges(spark, location, settings);
    }

    /** The tasks that it would begin with. */
    List<CompactionTask> plan(FileStore store, Snapshot snapshot) throws IOException {
        return Compaction.plan(store, snapshot, settings.options(), settings.times());
    }

    /**
     * Compacts until there is nothing left to gain.
     *
     * @param executor whose threads wait for merges; stays the caller's
     * @param parallelism merges at once
     * @throws CommitConflictException if others compacted the same files again and again
     */
    CompactionReport run(Table table, Executor executor, int parallelism, CompactionWatcher watcher)
            throws IOException {
        Compaction compaction = Compaction.of(table, settings.options())
                .times(settings.times())
                .executor(executor, parallelism)
                .runner(merges)
                .watcher(watcher);
        running = compaction;
        if (cancelled) {
            compaction.cancel();
        }
        return compaction.run();
    }

    /** Ends it soon: merges under way are cut short, and leave nothing behind that anybody sees. */
    void cancel() {
        cancelled = true;
        Compaction begun = running;
        if (begun != null) {
            begun.cancel();
        }
        merges.cancel();
    }

    StoreLocation location() {
        return location;
    }
}
