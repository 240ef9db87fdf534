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
import io.tsfile.core.compact.CompactionListener;
import io.tsfile.core.compact.CompactionResult;
import io.tsfile.core.compact.CompactionTask;
import io.tsfile.core.compact.TaskRunner;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.model.LiveFile;
import io.tsfile.core.table.TableMetadata;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.SparkSession;
import scala.Tuple2;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/**
 * Carries merges of a table out as Spark jobs of one task, near the data where the file system says where that is. Each job runs in the
 * caller's thread, with its job group and its other properties. Thread-safe.
 */
final class SparkMerges implements TaskRunner {
    /** Hosts that a task would like to run on: as many as HDFS keeps copies of a block. */
    private static final int HOSTS = 3;

    private static final ClassTag<byte[]> BYTES = ClassTag$.MODULE$.apply(byte[].class);

    private final SparkContext context;
    private final StoreLocation location;
    private final CompactSettings settings;
    private final String tag = "tsfile-compaction-" + UUID.randomUUID();
    private volatile boolean cancelled;

    SparkMerges(SparkSession spark, StoreLocation location, CompactSettings settings) {
        this.context = spark.sparkContext();
        this.location = location;
        this.settings = settings;
    }

    @Override
    public CompactionResult run(TableMetadata metadata, CompactionTask task, CompactionListener listener)
            throws IOException {
        byte[] payload = Payload.of(task);
        Seq<Tuple2<byte[], Seq<String>>> placed = scala(List.of(new Tuple2<>(payload, scala(hosts(task)))));
        MergeFunction merge =
                new MergeFunction(location, metadata, settings.targetFileBytes(), settings.maxBytesPerSecond());
        context.setJobDescription("Compact " + location.uri() + ": " + task.reason() + ", "
                + task.inputs().size() + " files, " + task.bytes() + " bytes");
        context.addJobTag(tag);
        // A merge that keeps to a rate would notice late that nobody waits for it any more.
        context.setInterruptOnCancel(true);
        try {
            if (cancelled) {
                throw new CancellationException("The compaction was cancelled");
            }
            byte[] result = JavaRDD.fromRDD(context.makeRDD(placed, BYTES), BYTES)
                    .map(merge)
                    .first();
            return Payload.read(result, CompactionResult.class);
        } catch (Exception e) {
            if (cancelled) {
                CancellationException end = new CancellationException("The compaction was cancelled");
                end.initCause(e);
                throw end;
            }
            // Spark throws checked exceptions that it does not declare.
            throw new TsFileConnectorException(
                    "Cannot merge " + task.inputs().size() + " files of " + location.uri()
                            + ": the job failed. What was committed before is done, and the rest can be compacted again: "
                            + e.getMessage(),
                    e);
        } finally {
            context.removeJobTag(tag);
        }
    }

    /** Ends merges that are under way, and lets no other begin. */
    void cancel() {
        cancelled = true;
        if (!context.isStopped()) {
            context.cancelJobsWithTag(tag);
        }
    }

    /** The hosts with most bytes of the inputs. */
    private List<String> hosts(CompactionTask task) throws IOException {
        Map<String, Long> bytes = new HashMap<>();
        try (FileStore store = location.open()) {
            for (LiveFile input : task.inputs()) {
                store.hosts(input.file().path()).forEach((host, there) -> bytes.merge(host, there, Long::sum));
            }
        }
        // What object stores say of all their files.
        bytes.remove("localhost");
        return bytes.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
                .limit(HOSTS)
                .map(Map.Entry::getKey)
                .toList();
    }

    private static <T> Seq<T> scala(List<T> list) {
        return CollectionConverters.asScala(list).toSeq();
    }
}
