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
import io.tsfile.core.compact.Compaction;
import io.tsfile.core.compact.CompactionOptions;
import io.tsfile.core.compact.CompactionPolicy;
import io.tsfile.core.compact.CompactionResult;
import io.tsfile.core.compact.CompactionTask;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.scan.TableShape;
import io.tsfile.core.table.CommitConflictException;
import io.tsfile.core.table.Snapshot;
import io.tsfile.core.table.Table;
import io.tsfile.core.table.TableMetadata;
import io.tsfile.spark.read.Locations;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * Compacts a table with Spark: planned on the driver, one job of one task per merge, each committed as soon as it is done.
 *
 * <ul>
 *   <li>Readers and writers of the table go on meanwhile; an append never conflicts with it.
 *   <li>Safe to kill and to run again: what was not committed is not seen.
 *   <li>Not thread-safe.
 * </ul>
 */
public final class CompactTable {
    /** How long files get unless the user says otherwise, in bytes. */
    public static final long DEFAULT_TARGET_FILE_BYTES = 256L << 20;

    /** Jobs at once at most. */
    private static final int MAX_JOBS = 256;

    private final SparkSession spark;
    private final StoreLocation location;
    private long targetFileBytes = DEFAULT_TARGET_FILE_BYTES;
    private long maxBytesPerSecond;
    private boolean force;
    private boolean dryRun;

    private CompactTable(SparkSession spark, StoreLocation location) {
        this.spark = spark;
        this.location = location;
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
        if (bytes < 1) {
            throw new TsFileConnectorException(
                    "Cannot compact to files of " + bytes + " bytes: target_file_bytes is at least 1");
        }
        targetFileBytes = bytes;
        return this;
    }

    /**
     * What all compactions of an executor's process together read and write per second, so that they leave room for others;
     * 0, as it is unless it is set, for as fast as they can.
     */
    public CompactTable maxBytesPerSecond(long bytes) {
        if (bytes < 0) {
            throw new TsFileConnectorException("Cannot compact with " + bytes
                    + " bytes per second: max_bytes_per_second is positive, or 0 for no limit");
        }
        maxBytesPerSecond = bytes;
        return this;
    }

    /** Whether all files that were not compacted yet are written again, also where little is gained. */
    public CompactTable force(boolean forced) {
        force = forced;
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
     */
    public CompactionReport run() throws IOException {
        long start = System.nanoTime();
        try (FileStore store = location.open()) {
            Table table = Table.open(store);
            TableShape before = shape(table);
            int tasks = dryRun ? plan(table) : compact(table);
            return new CompactionReport(
                    before, shape(table), tasks, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
        }
    }

    private static TableShape shape(Table table) throws IOException {
        return TableShape.of(table.snapshot().liveFiles(table.store(), TimeRange.ALL));
    }

    private int plan(Table table) throws IOException {
        Snapshot snapshot = table.snapshot();
        return CompactionPolicy.plan(snapshot, snapshot.liveFiles(table.store(), TimeRange.ALL), options())
                .size();
    }

    private int compact(Table table) throws IOException {
        // Each thread waits for one job of one task at a time; the work is done by the executors.
        int parallelism = Math.min(MAX_JOBS, Math.max(1, spark.sparkContext().defaultParallelism()));
        ExecutorService jobs = Executors.newFixedThreadPool(parallelism, job -> {
            Thread thread = new Thread(job, "compaction of " + location.uri());
            thread.setDaemon(true);
            return thread;
        });
        try {
            return Compaction.of(table, options())
                    .executor(jobs, parallelism)
                    .runner((metadata, task, listener) -> merge(metadata, task))
                    .run()
                    .taskCount();
        } finally {
            jobs.shutdown();
        }
    }

    private CompactionOptions options() {
        return CompactionOptions.DEFAULT.withTargetFileBytes(targetFileBytes).withForce(force);
    }

    private CompactionResult merge(TableMetadata metadata, CompactionTask task) {
        SparkContext context = spark.sparkContext();
        context.setJobDescription("Compact " + location.uri() + ": " + task.reason() + ", "
                + task.inputs().size() + " files, " + task.bytes() + " bytes");
        MergeFunction merge = new MergeFunction(location, metadata, targetFileBytes, maxBytesPerSecond);
        byte[] result = JavaSparkContext.fromSparkContext(context)
                .parallelize(List.of(Payload.of(task)), 1)
                .map(merge)
                .first();
        return Payload.read(result, CompactionResult.class);
    }
}
