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
package io.tsfile.flink.sql;

import io.tsfile.core.flush.FlushOptions;
import io.tsfile.core.format.EncodingOptions;
import io.tsfile.core.model.TableModel;
import io.tsfile.core.model.TimePrecision;
import io.tsfile.core.table.TableOptions;
import io.tsfile.core.table.TimeToLive;
import io.tsfile.flink.Deletes;
import io.tsfile.flink.Nulls;
import io.tsfile.flink.compact.JobCompaction;
import io.tsfile.flink.stage.StageLimits;
import java.time.Duration;
import java.util.List;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.table.factories.FactoryUtil;

/**
 * The options of {@code 'connector'='tsfile'}, each described once: here, and with its values in {@link OptionGroup#ALL}, from which
 * statements are checked and the reference in {@code docs/flink.md} is made.
 *
 * <p>A key that ends with a name in angle brackets stands for all keys that begin so.
 */
public final class TsFileOptions {
    /** Before the encoding options of a job. */
    static final String SINK_PREFIX = "sink.";

    /** Before what goes to Hadoop's configuration. */
    public static final String HADOOP_PREFIX = "hadoop.";

    private static final String COLUMN = ".<column>";

    /** The table's folder. */
    public static final ConfigOption<String> PATH =
            ConfigOptions.key("path").stringType().noDefaultValue().withDescription("The table's folder.");

    /** The table's name in the files. */
    public static final ConfigOption<String> TABLE =
            ConfigOptions.key("table").stringType().noDefaultValue().withDescription("The table's name in the files.");

    /** Table or tree. */
    public static final ConfigOption<TableModel> MODEL = ConfigOptions.key("model")
            .enumType(TableModel.class)
            .defaultValue(TableModel.TABLE)
            .withDescription(
                    "'table': tags name the device. 'tree': column 'device' holds its path, such as root.plant.motor.");

    /** Which column is the time. */
    public static final ConfigOption<String> TIME_COLUMN = ConfigOptions.key("time.column")
            .stringType()
            .noDefaultValue()
            .withDescription("The column with the time: BIGINT (in the table's unit), TIMESTAMP or TIMESTAMP_LTZ.");

    /** Which columns name the device. */
    public static final ConfigOption<List<String>> TAG_COLUMNS = ConfigOptions.key("tag.columns")
            .stringType()
            .asList()
            .defaultValues()
            .withDescription(
                    "The columns that name the device, in this order; table model only. All others are measured.");

    /** Whether devices of the tree model are aligned. */
    public static final ConfigOption<Boolean> ALIGNED = ConfigOptions.key("aligned")
            .booleanType()
            .defaultValue(true)
            .withDescription("Whether the measurements of a device share their times; 'false' in the tree model only.");

    /** What goes to Hadoop's configuration. */
    public static final ConfigOption<String> HADOOP = ConfigOptions.key(HADOOP_PREFIX + "<key>")
            .stringType()
            .noDefaultValue()
            .withDescription("A key of Hadoop's configuration, for stores that are not local:"
                    + " 'hadoop.fs.s3a.endpoint' sets 'fs.s3a.endpoint'.");

    /** The table's time unit. */
    public static final ConfigOption<TimePrecision> TIME_PRECISION = ConfigOptions.key("time.precision")
            .enumType(TimePrecision.class)
            .noDefaultValue()
            .withDescription("The unit of the table's times.");

    /** How new tables are cut by time. */
    public static final ConfigOption<String> TIME_PARTITION = ConfigOptions.key("time.partition")
            .stringType()
            .defaultValue("7 d")
            .withFallbackKeys("time-partition")
            .withDescription("The length of time that a file may hold; files never cross such an interval.");

    /** How the values of a new table are encoded. */
    public static final ConfigOption<String> ENCODING = ConfigOptions.key(EncodingOptions.ENCODING)
            .stringType()
            .defaultValue(EncodingOptions.AUTO)
            .withDescription("How values are encoded, also when they are compacted.");

    /** How the values of one column of a new table are encoded. */
    public static final ConfigOption<String> ENCODING_OF_COLUMN = ConfigOptions.key(EncodingOptions.ENCODING + COLUMN)
            .stringType()
            .noDefaultValue()
            .withDescription("The same for one column.");

    /** How a new table's pages are compressed. */
    public static final ConfigOption<String> COMPRESSION = ConfigOptions.key(EncodingOptions.COMPRESSION)
            .stringType()
            .defaultValue(EncodingOptions.AUTO)
            .withDescription("How pages are compressed, also when they are compacted.");

    /** How the pages of one column of a new table are compressed. */
    public static final ConfigOption<String> COMPRESSION_OF_COLUMN = ConfigOptions.key(
                    EncodingOptions.COMPRESSION + COLUMN)
            .stringType()
            .noDefaultValue()
            .withDescription("The same for one column.");

    /** How long a new table keeps rows. */
    public static final ConfigOption<String> TTL = ConfigOptions.key(TimeToLive.OPTION)
            .stringType()
            .noDefaultValue()
            .withDescription("How long rows are kept, by their own time; 'Retention' deletes what is older.");

    /** How long a new table keeps files that another snapshot replaced. */
    public static final ConfigOption<String> RETENTION = ConfigOptions.key(TableOptions.RETENTION)
            .stringType()
            .defaultValue("24 h")
            .withDescription(
                    "How long a vacuum leaves files alone that a compaction replaced: how long a query may take.");

    /** How long a new table keeps files without a name. */
    public static final ConfigOption<String> ORPHAN_RETENTION = ConfigOptions.key(TableOptions.ORPHAN_RETENTION)
            .stringType()
            .defaultValue("7 d")
            .withDescription("How long a vacuum leaves files alone that no commit names: how long a job may be down"
                    + " between a checkpoint and its commit.");

    /** How long a new table keeps commits. */
    public static final ConfigOption<String> LOG_RETENTION = ConfigOptions.key(TableOptions.LOG_RETENTION)
            .stringType()
            .defaultValue("7 d")
            .withDescription("How long commits are kept.");

    /** How long a new table remembers writers. */
    public static final ConfigOption<String> WRITER_RETENTION = ConfigOptions.key(TableOptions.WRITER_RETENTION)
            .stringType()
            .defaultValue("90 d")
            .withDescription("How long a writer is remembered that commits nothing.");

    /** How often a new table's log is summed up. */
    public static final ConfigOption<Integer> CHECKPOINT_INTERVAL = ConfigOptions.key(TableOptions.CHECKPOINT_INTERVAL)
            .intType()
            .defaultValue(100)
            .withDescription("After so many commits the table's log is summed up.");

    /** How many subtasks. */
    public static final ConfigOption<Integer> PARALLELISM = ConfigOptions.key(FactoryUtil.SINK_PARALLELISM.key())
            .intType()
            .noDefaultValue()
            .withDescription("Subtasks of each stage.");

    /** The memory of a subtask. */
    public static final ConfigOption<MemorySize> BUFFER_MEMORY = ConfigOptions.key("sink.buffer.memory")
            .memoryType()
            .defaultValue(new MemorySize(StageLimits.DEFAULT.memoryBytes()))
            .withDescription(
                    "Heap of each subtask for all that waits in its stages: half of it for rows that wait to be"
                            + " sorted, the rest for sorting, encoding, and what is known of the chunks in open files.");

    /** How long rows wait. */
    public static final ConfigOption<Duration> BUFFER_AGE = ConfigOptions.key("sink.buffer.age")
            .durationType()
            .defaultValue(StageLimits.DEFAULT.bufferAge())
            .withDescription(
                    "How long a row waits at most before it is sorted and written, so that there is less left for a"
                            + " barrier; 0 for as long as there is room and no barrier.");

    /** How many threads encode. */
    public static final ConfigOption<Integer> ENCODE_THREADS = ConfigOptions.key("sink.encode.threads")
            .intType()
            .defaultValue(StageLimits.DEFAULT.encodeThreads())
            .withDescription("Threads that encode at once in each subtask.");

    /** How long files become. */
    public static final ConfigOption<MemorySize> FILE_SIZE = ConfigOptions.key("sink.file.size")
            .memoryType()
            .defaultValue(new MemorySize(FlushOptions.DEFAULT.targetFileBytes()))
            .withDescription("A file is closed when it is that long. All files are closed with each checkpoint.");

    /** How this job encodes values. */
    public static final ConfigOption<String> SINK_ENCODING = ConfigOptions.key(SINK_PREFIX + EncodingOptions.ENCODING)
            .stringType()
            .noDefaultValue()
            .withDescription("How this job encodes values, above the table's options.");

    /** How this job encodes the values of one column. */
    public static final ConfigOption<String> SINK_ENCODING_OF_COLUMN = ConfigOptions.key(
                    SINK_PREFIX + EncodingOptions.ENCODING + COLUMN)
            .stringType()
            .noDefaultValue()
            .withDescription("The same for one column.");

    /** How this job compresses pages. */
    public static final ConfigOption<String> SINK_COMPRESSION = ConfigOptions.key(
                    SINK_PREFIX + EncodingOptions.COMPRESSION)
            .stringType()
            .noDefaultValue()
            .withDescription("How this job compresses pages, above the table's options.");

    /** How this job compresses the pages of one column. */
    public static final ConfigOption<String> SINK_COMPRESSION_OF_COLUMN = ConfigOptions.key(
                    SINK_PREFIX + EncodingOptions.COMPRESSION + COLUMN)
            .stringType()
            .noDefaultValue()
            .withDescription("The same for one column.");

    /** How long commits are tried. */
    public static final ConfigOption<Duration> COMMIT_TIMEOUT = ConfigOptions.key("sink.commit.timeout")
            .durationType()
            .defaultValue(Duration.ofMinutes(2))
            .withDescription("How long a commit is tried again while the store fails.");

    /** Whether the job compacts. */
    public static final ConfigOption<Boolean> COMPACTION = ConfigOptions.key("sink.compaction")
            .booleanType()
            .defaultValue(false)
            .withDescription("Whether a streaming job compacts the table while it writes.");

    /** How often it looks for something to compact. */
    public static final ConfigOption<Duration> COMPACTION_INTERVAL = ConfigOptions.key("sink.compaction.interval")
            .durationType()
            .defaultValue(JobCompaction.DEFAULT.interval())
            .withDescription("How long the compaction waits at least between two looks at the table.");

    /** How many commits make it look. */
    public static final ConfigOption<Integer> COMPACTION_MIN_COMMITS = ConfigOptions.key("sink.compaction.min-commits")
            .intType()
            .defaultValue(JobCompaction.DEFAULT.minCommits())
            .withDescription(
                    "Commits of the job after which the compaction looks at the table again. What it has begun it"
                            + " goes on with before.");

    /** How many subtasks compact. */
    public static final ConfigOption<Integer> COMPACTION_PARALLELISM = ConfigOptions.key("sink.compaction.parallelism")
            .intType()
            .defaultValue(JobCompaction.DEFAULT.parallelism())
            .withDescription("Subtasks that compact, one task each at a time.");

    /** How many threads a subtask compacts with. */
    public static final ConfigOption<Integer> COMPACTION_THREADS = ConfigOptions.key("sink.compaction.threads")
            .intType()
            .defaultValue(JobCompaction.DEFAULT.threads())
            .withDescription(
                    "Threads that carry out a task. All but the first of each task are shared by all tasks of a"
                            + " process, and there are fewer of them than processors.");

    /** How fast it may read and write. */
    public static final ConfigOption<MemorySize> COMPACTION_RATE = ConfigOptions.key(
                    "sink.compaction.max-bytes-per-second")
            .memoryType()
            .defaultValue(new MemorySize(JobCompaction.DEFAULT.maxBytesPerSecond()))
            .withDescription("What the compaction may read and write in a second, in each process; 0 for no limit.");

    /** Which rows a query reads. */
    public static final ConfigOption<String> SCAN_MODE = ConfigOptions.key("scan.mode")
            .stringType()
            .defaultValue("snapshot")
            .withDescription(
                    "Which rows a query reads: one snapshot; or, in a streaming job, the commits that come after its"
                            + " start, the newest snapshot and then these, or the commits from 'scan.commit' on.");

    /** Which commit. */
    public static final ConfigOption<Long> SCAN_COMMIT = ConfigOptions.key("scan.commit")
            .longType()
            .noDefaultValue()
            .withDescription("The commit whose snapshot is read, or from which on commits are.");

    /** Which time. */
    public static final ConfigOption<Long> SCAN_TIMESTAMP = ConfigOptions.key("scan.timestamp-millis")
            .longType()
            .noDefaultValue()
            .withDescription("Reads the snapshot that was the newest one at that time.");

    /** How large splits are. */
    public static final ConfigOption<MemorySize> SCAN_SPLIT_SIZE = ConfigOptions.key("scan.split-size")
            .memoryType()
            .defaultValue(MemorySize.ofMebiBytes(128))
            .withDescription("Files that a subtask reads at a time, where they can be cut so.");

    /** How often to look for commits. */
    public static final ConfigOption<Duration> SCAN_DISCOVERY = ConfigOptions.key("scan.discovery-interval")
            .durationType()
            .defaultValue(Duration.ofSeconds(10))
            .withDescription("How long a query that follows commits waits between two looks.");

    /** What deletes do. */
    public static final ConfigOption<String> SCAN_DELETES = ConfigOptions.key("scan.deletes")
            .stringType()
            .defaultValue("fail")
            .withDescription("What a query that follows commits does when one deletes rows.");

    /** How many subtasks read. */
    public static final ConfigOption<Integer> SCAN_PARALLELISM = ConfigOptions.key(FactoryUtil.SOURCE_PARALLELISM.key())
            .intType()
            .noDefaultValue()
            .withDescription("Subtasks that read.");

    /** How files without a log are ordered. */
    public static final ConfigOption<String> SCAN_FILE_ORDER = ConfigOptions.key("scan.file-order")
            .stringType()
            .noDefaultValue()
            .withDescription("Of a folder without a log: how to tell which of two overlapping files is newer.");

    /** What to do with files that are not complete. */
    public static final ConfigOption<String> SCAN_UNSEALED = ConfigOptions.key("scan.unsealed")
            .stringType()
            .defaultValue("fail")
            .withDescription("Of a folder without a log: what to do with files that are not complete.");

    /** Whether a job needs checkpoints. */
    public static final ConfigOption<Boolean> REQUIRE_CHECKPOINTS = ConfigOptions.key("sink.require-checkpoints")
            .booleanType()
            .defaultValue(true)
            .withDescription("Whether a streaming job with an unbounded source is refused without"
                    + " 'execution.checkpointing.interval'. With 'false' it commits only when it is stopped with a"
                    + " savepoint, or started from one.");

    /** What becomes of deletes. */
    public static final ConfigOption<Deletes> DELETES = ConfigOptions.key("sink.deletes")
            .enumType(Deletes.class)
            .defaultValue(Deletes.APPLY)
            .withDescription(
                    "What becomes of rows that delete: they delete what there is of their device and time, or do nothing"
                            + " ('ignore'), or are refused: then a query that can delete is refused when it is planned.");

    /** What a null says. */
    public static final ConfigOption<Nulls> NULLS = ConfigOptions.key("sink.nulls")
            .enumType(Nulls.class)
            .defaultValue(Nulls.KEEP)
            .withDescription(
                    "What a null in a row says: nothing, so that an older value stays ('keep'), or that there is no value"
                            + " any more ('erase'): each row replaces all that is older of its device and time, also in"
                            + " columns that the statement does not name.");

    /** What becomes of rows that cannot be written. */
    public static final ConfigOption<BadRowRule> BAD_ROWS = ConfigOptions.key("sink.bad-rows")
            .enumType(BadRowRule.class)
            .defaultValue(BadRowRule.FAIL)
            .withDescription(
                    "What becomes of rows that cannot be written, such as those without a time: they fail the job, or go to"
                            + " files of JSON lines.");

    /** Where rows go that cannot be written. */
    public static final ConfigOption<String> DEAD_LETTER_PATH = ConfigOptions.key("sink.dead-letter.path")
            .stringType()
            .noDefaultValue()
            .withDescription("Where those files are.");

    private TsFileOptions() {}
}
