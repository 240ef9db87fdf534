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

import io.tsfile.core.compact.CompactionReport;
import io.tsfile.core.compact.CompactionTask;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.table.Snapshot;
import io.tsfile.core.table.Table;
import io.tsfile.spark.read.Condition;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.apache.spark.sql.SparkSession;

/** Compacts tables. Merges of all tables share the threads that wait for them. */
final class CompactWork implements TableWork {
    private final SparkSession spark;
    private final CompactSettings settings;
    private final Optional<String> where;
    private final boolean dryRun;
    private final Executor merges;
    private final int maxConcurrent;
    private final PrintWriter out;
    private final Set<TableCompaction> running = ConcurrentHashMap.newKeySet();
    private volatile boolean cancelled;

    /**
     * Compactions.
     *
     * @param where a condition on the time; its files are merged, and what they overlap
     * @param merges has so many threads, each of which waits for one merge at a time
     * @param out where a line for each finished merge goes
     */
    CompactWork(
            SparkSession spark,
            CompactSettings settings,
            Optional<String> where,
            boolean dryRun,
            MergeThreads merges,
            PrintWriter out) {
        this.spark = spark;
        this.settings = settings;
        this.where = where;
        this.dryRun = dryRun;
        this.merges = merges.executor();
        this.maxConcurrent = merges.count();
        this.out = out;
    }

    @Override
    public String on(JobTable table, FileStore store, Snapshot newest) throws IOException {
        CompactSettings own = settings;
        if (where.isPresent()) {
            Optional<TimeRange> times = Condition.ofTimes(
                    "compact '" + table.name() + "'", newest.metadata().schema(), where.get());
            if (times.isEmpty()) {
                return "";
            }
            own = settings.withTimes(times.get());
        }
        TableCompaction compaction = new TableCompaction(spark, table.location(), own);
        List<CompactionTask> plan = compaction.plan(store, newest);
        if (plan.isEmpty()) {
            return "";
        }
        if (dryRun) {
            long bytes = plan.stream().mapToLong(CompactionTask::bytes).sum();
            return "would begin with " + plan.size() + " merges of " + ByteSizes.show(bytes);
        }
        running.add(compaction);
        try {
            if (cancelled) {
                compaction.cancel();
            }
            MergeProgress progress = new MergeProgress(table.name(), out);
            CompactionReport report = compaction.run(Table.open(store), merges, maxConcurrent, progress);
            return (report.finished() ? "compacted" : "stopped") + " after " + report.taskCount() + " merges, "
                    + ByteSizes.show(progress.written()) + " written";
        } finally {
            running.remove(compaction);
        }
    }

    @Override
    public void cancel() {
        cancelled = true;
        running.forEach(TableCompaction::cancel);
    }
}
