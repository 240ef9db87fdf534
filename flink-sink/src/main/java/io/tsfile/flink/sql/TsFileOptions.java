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
import io.tsfile.flink.stage.StageLimits;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.table.factories.FactoryUtil;

/** The options of {@code 'connector'='tsfile'}, each described once. */
public final class TsFileOptions {
    /** Before the encoding options of a job. */
    static final String SINK_PREFIX = "sink.";

    /** The table's folder. */
    public static final ConfigOption<String> PATH = ConfigOptions.key("path")
            .stringType()
            .noDefaultValue()
            .withDescription(
                    "The table's folder: a local path, or a URI such as hdfs://host/folder or s3a://bucket/folder.");

    /** The table's name in the files. */
    public static final ConfigOption<String> TABLE = ConfigOptions.key("table")
            .stringType()
            .noDefaultValue()
            .withDescription("The table's name in the files. Default: the name of the Flink table.");

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
            .withDescription(
                    "The column with the time: BIGINT (in the table's unit), TIMESTAMP or TIMESTAMP_LTZ. Default: the"
                            + " watermark's column, else 'time', else the only TIMESTAMP.");

    /** The table's time unit. */
    public static final ConfigOption<TimePrecision> TIME_PRECISION = ConfigOptions.key("time.precision")
            .enumType(TimePrecision.class)
            .noDefaultValue()
            .withDescription(
                    "The time unit of a new table: 'millis', 'micros' or 'nanos'. Default: the coarsest that holds all"
                            + " its TIMESTAMP columns.");

    /** Which columns name the device. */
    public static final ConfigOption<List<String>> TAG_COLUMNS = ConfigOptions.key("tag.columns")
            .stringType()
            .asList()
            .defaultValues()
            .withDescription(
                    "The columns that name the device, with semicolons between them; table model only. All others"
                            + " are measured.");

    /** How new tables are cut by time. */
    public static final ConfigOption<String> TIME_PARTITION = ConfigOptions.key("time-partition")
            .stringType()
            .defaultValue("7 d")
            .withDescription("The length of time that a file of a new table may hold, or 'none'.");

    /** Whether devices of the tree model are aligned. */
    public static final ConfigOption<Boolean> ALIGNED = ConfigOptions.key("aligned")
            .booleanType()
            .defaultValue(true)
            .withDescription("Whether the measurements of a device share their times; 'false' in the tree model only.");

    /** The memory of a subtask. */
    public static final ConfigOption<MemorySize> BUFFER_MEMORY = ConfigOptions.key("sink.buffer.memory")
            .memoryType()
            .defaultValue(new MemorySize(StageLimits.DEFAULT.memoryBytes()))
            .withDescription("Heap of each subtask for all that waits in its stages: half of it for rows that wait to be"
                    + " sorted, the rest for sorting, encoding, and what is known of the chunks in open files.");

    /** How long rows wait. */
    public static final ConfigOption<Duration> BUFFER_AGE = ConfigOptions.key("sink.buffer.age")
            .durationType()
            .defaultValue(StageLimits.DEFAULT.bufferAge())
            .withDescription("How long a row waits at most before it is sorted and written, so that there is less left for a"
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

    /** How the values of a new table are encoded. */
    public static final ConfigOption<String> ENCODING = ConfigOptions.key(EncodingOptions.ENCODING)
            .stringType()
            .noDefaultValue()
            .withDescription("How values of a new table are encoded, also when it is compacted; 'encoding.<column>' for"
                    + " one column. Default: 'auto', the best for each chunk.");

    /** How a new table's pages are compressed. */
    public static final ConfigOption<String> COMPRESSION = ConfigOptions.key(EncodingOptions.COMPRESSION)
            .stringType()
            .noDefaultValue()
            .withDescription("How pages of a new table are compressed, also when it is compacted;"
                    + " 'compression.<column>' for one column. Default: 'auto', the best for each chunk.");

    /** How this job encodes values. */
    public static final ConfigOption<String> SINK_ENCODING = ConfigOptions.key(SINK_PREFIX + EncodingOptions.ENCODING)
            .stringType()
            .noDefaultValue()
            .withDescription("How this job encodes values, above the table's option; 'sink.encoding.<column>' for one"
                    + " column.");

    /** How this job compresses pages. */
    public static final ConfigOption<String> SINK_COMPRESSION = ConfigOptions.key(
                    SINK_PREFIX + EncodingOptions.COMPRESSION)
            .stringType()
            .noDefaultValue()
            .withDescription("How this job compresses pages, above the table's option; 'sink.compression.<column>' for"
                    + " one column.");

    /** How long commits are tried. */
    public static final ConfigOption<Duration> COMMIT_TIMEOUT = ConfigOptions.key("sink.commit.timeout")
            .durationType()
            .defaultValue(Duration.ofMinutes(2))
            .withDescription("How long a commit is tried again while the store fails; below the checkpoint timeout.");

    /** How many subtasks. */
    public static final ConfigOption<Integer> PARALLELISM = FactoryUtil.SINK_PARALLELISM;

    /** What goes to Hadoop's configuration. */
    public static final String HADOOP_PREFIX = "hadoop.";

    private TsFileOptions() {}

    /** The beginnings of the names that end with something of the user's. */
    static String[] prefixes() {
        return new String[] {
            HADOOP_PREFIX,
            ENCODING.key() + ".",
            COMPRESSION.key() + ".",
            SINK_ENCODING.key() + ".",
            SINK_COMPRESSION.key() + "."
        };
    }

    static Set<ConfigOption<?>> required() {
        return Set.of(PATH);
    }

    static Set<ConfigOption<?>> optional() {
        return Set.of(
                TABLE,
                MODEL,
                TIME_COLUMN,
                TIME_PRECISION,
                TAG_COLUMNS,
                TIME_PARTITION,
                ALIGNED,
                BUFFER_MEMORY,
                BUFFER_AGE,
                ENCODE_THREADS,
                FILE_SIZE,
                ENCODING,
                COMPRESSION,
                SINK_ENCODING,
                SINK_COMPRESSION,
                COMMIT_TIMEOUT,
                PARALLELISM);
    }
}
