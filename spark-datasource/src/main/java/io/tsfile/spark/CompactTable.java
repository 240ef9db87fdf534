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
package io.tsfile.spark;

import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.compact.CompactionCommitter;
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
import io.tsfile.spark.read.Locations;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compacts a table as a Spark job: planned and committed on the driver, one task of Spark's per merge.
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

    /** Plans at most: each one that is carried out leaves fewer files or less overlap, and appends may go on for ever. */
    private static final int MAX_ROUNDS = 8;

    /** Plans in vain at most: each one lost against another compaction, which did the work instead. */
    private static final int MAX_CONFLICTS = 4;

    private static final String JOB_DESCRIPTION = "spark.job.description";
    private static final Logger LOG = LoggerFactory.getLogger(CompactTable.class);

    private final SparkSession spark;
    private final StoreLocation location;
    private long targetFileBytes = DEFAULT_TARGET_FILE_BYTES;
    private long maxBytesPerSecond;

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
            Snapshot first = table.snapshot();
            int tasks = 0;
            int conflicts = 0;
            for (int round = 0; round < MAX_ROUNDS; round++) {
                Snapshot snapshot = table.snapshot();
                List<CompactionTask> plan = CompactionPolicy.plan(
                        snapshot,
                        snapshot.liveFiles(store, TimeRange.ALL),
                        CompactionOptions.DEFAULT.withTargetFileBytes(targetFileBytes));
                if (plan.isEmpty()) {
                    break;
                }
                try {
                    CompactionCommitter.commit(table, merge(snapshot, plan));
                    tasks += plan.size();
                } catch (CommitConflictException e) {
                    LOG.warn("Compaction of {} lost against another commit; it is planned again", location.uri(), e);
                    if (++conflicts == MAX_CONFLICTS) {
                        throw e;
                    }
                }
            }
            CompactionReport report = new CompactionReport(
                    TableShape.of(first.liveFiles(store, TimeRange.ALL)),
                    TableShape.of(table.snapshot().liveFiles(store, TimeRange.ALL)),
                    tasks,
                    TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
            LOG.info("Compacted {}: {}", location.uri(), report);
            return report;
        }
    }

    private List<CompactionResult> merge(Snapshot snapshot, List<CompactionTask> plan) {
        SparkContext context = spark.sparkContext();
        String description = context.getLocalProperty(JOB_DESCRIPTION);
        long bytes = plan.stream().mapToLong(CompactionTask::bytes).sum();
        context.setJobDescription("Compact " + location.uri() + ": " + plan.size() + " merges, " + bytes + " bytes");
        try {
            List<byte[]> payloads = new ArrayList<>();
            plan.forEach(task -> payloads.add(Payload.of(task)));
            MergeFunction merge = new MergeFunction(location, snapshot.metadata(), targetFileBytes, maxBytesPerSecond);
            List<CompactionResult> results = new ArrayList<>();
            JavaSparkContext.fromSparkContext(context)
                    .parallelize(payloads, payloads.size())
                    .map(merge)
                    .collect()
                    .forEach(payload -> results.add(Payload.read(payload, CompactionResult.class)));
            return results;
        } finally {
            context.setLocalProperty(JOB_DESCRIPTION, description);
        }
    }
}
