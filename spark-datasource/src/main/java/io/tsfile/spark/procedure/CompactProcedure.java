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
package io.tsfile.spark.procedure;

import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.table.Table;
import io.tsfile.spark.job.ByteSizes;
import io.tsfile.spark.job.CompactTable;
import io.tsfile.spark.job.CompactionReport;
import io.tsfile.spark.read.Condition;
import java.io.IOException;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** {@code CALL ts.system.compact(table => 'plant.motors', where => "time >= '2026-11-01'")}. */
final class CompactProcedure extends SystemProcedure {
    private static final String NAME = "compact";
    private static final String WHERE = "where";
    private static final String STRATEGY = "strategy";
    private static final String TARGET_FILE_SIZE = "target_file_size";
    private static final String MAX_CONCURRENT = "max_concurrent";
    private static final String DRY_RUN = "dry_run";
    private static final String MAX_BYTES_PER_SECOND = "max_bytes_per_second";

    private final NamedTables tables;

    /** What is merged. */
    private enum Strategy {
        /** What is worth it. */
        AUTO,
        /** All files that were not compacted yet. */
        FORCE
    }

    CompactProcedure(NamedTables tables) {
        super(
                NAME,
                "merges overlapping and small files of a table; the rows stay the same",
                new StructType()
                        .add("files_before", DataTypes.IntegerType, false)
                        .add("files_after", DataTypes.IntegerType, false)
                        .add("bytes_before", DataTypes.LongType, false)
                        .add("bytes_after", DataTypes.LongType, false)
                        .add("sections_before", DataTypes.IntegerType, false)
                        .add("sections_after", DataTypes.IntegerType, false)
                        .add("overlap_before", DataTypes.IntegerType, false)
                        .add("overlap_after", DataTypes.IntegerType, false)
                        .add("tasks", DataTypes.IntegerType, false)
                        .add("duration_ms", DataTypes.LongType, false),
                table(),
                optional(
                        WHERE,
                        DataTypes.StringType,
                        Arguments.NONE,
                        "a condition on the time: only its files are merged"),
                optional(
                        STRATEGY,
                        DataTypes.StringType,
                        "'auto'",
                        "auto for what is worth it, force for all files that were not compacted yet"),
                optional(TARGET_FILE_SIZE, DataTypes.StringType, "'256mb'", "how long files get: bytes, or 256mb"),
                optional(
                        MAX_CONCURRENT, DataTypes.IntegerType, "0", "merges at once; 0 for as many as there are cores"),
                optional(
                        DRY_RUN,
                        DataTypes.BooleanType,
                        "false",
                        "whether it only counts the tasks that it would begin with"),
                optional(
                        MAX_BYTES_PER_SECOND,
                        DataTypes.StringType,
                        "'0'",
                        "what each executor reads and writes at most: bytes, or 50mb; 0 for no limit"));
        this.tables = tables;
    }

    @Override
    void run(Arguments arguments, Answer answer) throws IOException {
        String name = arguments.text(TABLE);
        boolean force = arguments.choice(STRATEGY, Strategy.class) == Strategy.FORCE;
        long target = ByteSizes.parse(TARGET_FILE_SIZE, arguments.text(TARGET_FILE_SIZE));
        long rate = ByteSizes.parse(MAX_BYTES_PER_SECOND, arguments.text(MAX_BYTES_PER_SECOND));
        int concurrent = arguments.count(MAX_CONCURRENT);
        if (concurrent < 0) {
            throw arguments.wrong(
                    MAX_CONCURRENT,
                    concurrent,
                    "it is how many merges run at once, or 0 for as many as there are cores");
        }
        boolean dryRun = arguments.flag(DRY_RUN);
        Optional<String> where = arguments.optionalText(WHERE);
        StoreLocation location = tables.location(NAME, name);
        CompactTable compaction = CompactTable.at(SparkSession.active(), location)
                .targetFileBytes(target)
                .maxBytesPerSecond(rate)
                .force(force)
                .dryRun(dryRun);
        if (concurrent > 0) {
            compaction.maxConcurrent(concurrent);
        }
        if (where.isPresent()) {
            Optional<TimeRange> times = times(location, name, where.get());
            if (times.isEmpty()) {
                throw arguments.wrong(WHERE, where.get(), "no time meets it. Leave it out, or correct it");
            }
            compaction.times(times.get());
        }
        CompactionReport done = compaction.run();
        answer.add(
                done.before().files(),
                done.after().files(),
                done.before().bytes(),
                done.after().bytes(),
                done.before().sections(),
                done.after().sections(),
                done.before().overlap(),
                done.after().overlap(),
                done.tasks(),
                done.durationMillis());
    }

    private static Optional<TimeRange> times(StoreLocation location, String name, String where) throws IOException {
        TableSchema schema;
        try (FileStore store = location.open()) {
            schema = Table.snapshot(store, TimeRange.ALL).metadata().schema();
        }
        return Condition.ofTimes("compact '" + name + "'", schema, where);
    }
}
