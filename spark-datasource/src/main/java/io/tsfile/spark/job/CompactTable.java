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

import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.compact.CompactionWatcher;
import io.tsfile.core.io.Cleanup;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.scan.TableShape;
import io.tsfile.core.table.CommitConflictException;
import io.tsfile.core.table.Snapshot;
import io.tsfile.core.table.Table;
import io.tsfile.spark.read.Locations;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.SparkSession;

/**
 * Compacts a table with Spark: planned on the driver, one job of one task per merge, each committed as soon as it is done.
 *
 * <ul>
 *   <li>Readers and writers of the table go on meanwhile; an append never conflicts with it.
 *   <li>Safe to kill and to run again: what was not committed is not seen. An interrupt of the caller ends it, and so does the end of the
 *       caller's job group.
 *   <li>Where there is nothing to do, it costs one look at the table's log and no job.
 *   <li>Not thread-safe.
 * </ul>
 */
public final class CompactTable {
    /** How long files get unless the user says otherwise, in bytes. */
    public static final long DEFAULT_TARGET_FILE_BYTES = CompactSettings.DEFAULT.targetFileBytes();

    /** Jobs at once at most, unless the user says otherwise. */
    private static final int MAX_JOBS = 256;

    private final SparkSession spark;
    private final StoreLocation location;
    private CompactSettings settings = CompactSettings.DEFAULT;
    private CompactionWatcher watcher = CompactionWatcher.NONE;
    private int maxConcurrent;
    private boolean dryRun;

    private CompactTable(SparkSession spark, StoreLocation location) {
        this.spark = spark;
        this.location = location;
        this.maxConcurrent = Math.min(MAX_JOBS, Math.max(1, spark.sparkContext().defaultParallelism()));
    }

    /** The compaction of the table in a folder, with the session's Hadoop settings. */
    public static CompactTable at(SparkSession spark, String folder) throws IOException {
        return new CompactTable(spark, Locations.resolve(folder, Map.of()));
    }

    /** The compaction of the table at a location. */
    public static CompactTable at(SparkSession spark, StoreLocation location) {
        return new CompactTable(spark, location);
    }

    /** How long files get; files of about that length are left alone unless they overlap others. */
    public CompactTable targetFileBytes(long bytes) {
        settings = settings.withTargetFileBytes(bytes);
        return this;
    }

    /**
     * What all compactions of an executor's process together read and write per second, so that they leave room for others;
     * 0, as it is unless it is set, for as fast as they can.
     */
    public CompactTable maxBytesPerSecond(long bytes) {
        settings = settings.withMaxBytesPerSecond(bytes);
        return this;
    }

    /** Whether all files that were not compacted yet are written again, also where little is gained. */
    public CompactTable force(boolean forced) {
        settings = settings.withForce(forced);
        return this;
    }

    /** Only files are merged that have rows at these times, in the table's unit, and what they overlap. */
    public CompactTable times(TimeRange range) {
        settings = settings.withTimes(range);
        return this;
    }

    /** How many merges run at once; as many as Spark has cores unless it is set. */
    public CompactTable maxConcurrent(int merges) {
        if (merges < 1) {
            throw new TsFileConnectorException(
                    "Cannot compact with " + merges + " merges at once: max_concurrent is at least 1");
        }
        maxConcurrent = merges;
        return this;
    }

    /** Who is told of plans and commits. */
    public CompactTable watcher(CompactionWatcher told) {
        watcher = told;
        return this;
    }

    /** Whether it only counts the tasks that it would begin with, and does nothing. */
    public CompactTable dryRun(boolean dry) {
        dryRun = dry;
        return this;
    }

    /**
     * Compacts until there is nothing left to gain.
     *
     * @throws TsFileConnectorException if the folder is no table
     * @throws CommitConflictException if others compacted the same files again and again
     * @throws InterruptedIOException if the caller was interrupted; what was committed until then is done
     */
    public CompactionReport run() throws IOException {
        long start = System.nanoTime();
        TableCompaction compaction = new TableCompaction(spark, location, settings);
        try (FileStore store = location.open()) {
            Snapshot snapshot = Table.snapshot(store, TimeRange.ALL);
            TableShape before = shape(store, snapshot);
            TableShape after = before;
            int tasks = compaction.plan(store, snapshot).size();
            if ((tasks > 0 || settings.force()) && !dryRun) {
                Table table = Table.open(store);
                tasks = compact(compaction, table);
                after = shape(store, table.snapshot());
            }
            return new CompactionReport(before, after, tasks, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
        }
    }

    private static TableShape shape(FileStore store, Snapshot snapshot) throws IOException {
        return TableShape.of(snapshot.liveFiles(store, TimeRange.ALL));
    }

    private int compact(TableCompaction compaction, Table table) throws IOException {
        // Each thread waits for one job of one task at a time, and one more for them all; the work is done by the
        // executors.
        ExecutorService threads = Executors.newFixedThreadPool(maxConcurrent + 1, job -> {
            Thread thread = new Thread(job, "compaction of " + location.uri());
            thread.setDaemon(true);
            return thread;
        });
        try {
            return awaited(compaction, threads.submit((Callable<Integer>)
                    () -> compaction.run(table, threads, maxConcurrent, watcher).taskCount()));
        } finally {
            threads.shutdown();
        }
    }

    /** An interrupt of the caller cancels the compaction, and is passed on once that has come to its end: it has files open. */
    private static int awaited(TableCompaction compaction, Future<Integer> result) throws IOException {
        boolean interrupted = false;
        while (true) {
            try {
                int tasks = result.get();
                if (interrupted) {
                    Thread.currentThread().interrupt();
                    throw new InterruptedIOException("Interrupted while compacting "
                            + compaction.location().uri() + " after " + tasks + " tasks, which are committed");
                }
                return tasks;
            } catch (InterruptedException e) {
                interrupted = true;
                compaction.cancel();
            } catch (ExecutionException e) {
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
                throw Cleanup.rethrown(Objects.requireNonNull(e.getCause()));
            }
        }
    }
}
