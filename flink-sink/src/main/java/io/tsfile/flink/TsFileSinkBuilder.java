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
package io.tsfile.flink;

import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.compact.CompactionOptions;
import io.tsfile.core.flush.FlushOptions;
import io.tsfile.core.format.EncodingOptions;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.model.TableModel;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimePartitioning;
import io.tsfile.core.table.Table;
import io.tsfile.core.table.TableMetadata;
import io.tsfile.flink.commit.TargetTable;
import io.tsfile.flink.compact.CompactSettings;
import io.tsfile.flink.compact.JobCompaction;
import io.tsfile.flink.row.RowFormat;
import io.tsfile.flink.row.SchemaMatch;
import io.tsfile.flink.stage.RowRules;
import io.tsfile.flink.stage.StageLimits;
import io.tsfile.flink.stage.StageSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.DataStreamSink;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Options of a sink, and its two forms. Not thread-safe. */
public final class TsFileSinkBuilder<T> {
    private static final Logger LOG = LoggerFactory.getLogger(TsFileSinkBuilder.class);
    private static final Duration DEFAULT_COMMIT_TIMEOUT = Duration.ofMinutes(2);

    private final RowFormat<T> format;
    private @Nullable StoreLocation location;
    private @Nullable TimePartitioning partitioning;
    private Map<String, String> tableOptions = Map.of();
    private FlushOptions flush = FlushOptions.DEFAULT;
    private boolean aligned = true;
    private StageLimits limits = StageLimits.DEFAULT;
    private Duration commitTimeout = DEFAULT_COMMIT_TIMEOUT;
    private boolean overwrite;
    private boolean requireCheckpoints = true;
    private @Nullable ReadableConfig job;
    private int parallelism;
    private Uids uids = Uids.NONE;
    private RowRules rules = RowRules.DEFAULT;
    private @Nullable Consumer<DataStream<String>> badRowStream;
    private @Nullable JobCompaction compaction;

    TsFileSinkBuilder(RowFormat<T> format) {
        this.format = format;
    }

    /** The table's folder in the local file system or, as a URI, in another. */
    public TsFileSinkBuilder<T> location(String folder) {
        return location(StoreLocation.of(folder));
    }

    /** The table's folder. */
    public TsFileSinkBuilder<T> location(StoreLocation folder) {
        this.location = folder;
        return this;
    }

    /** How a new table's files are cut by time; a table that exists keeps its own. Default: seven days. */
    public TsFileSinkBuilder<T> partitioning(TimePartitioning newTables) {
        this.partitioning = newTables;
        return this;
    }

    /**
     * Options of a new table, such as {@code encoding}, {@code compression.<column>} (see {@link EncodingOptions}); a table that
     * exists keeps its own.
     */
    public TsFileSinkBuilder<T> tableOptions(Map<String, String> newTables) {
        this.tableOptions = Map.copyOf(newTables);
        return this;
    }

    /** How files are cut and encoded. What it fixes of the encoding is above the table's own options. */
    public TsFileSinkBuilder<T> flushOptions(FlushOptions options) {
        this.flush = options;
        return this;
    }

    /**
     * Fixes the encoding or compression of columns for this job, above the table's own options, with the names of
     * {@link EncodingOptions}: {@code encoding("encoding.speed", "gorilla")}. Replaces what {@link #flushOptions} fixed under that
     * name.
     *
     * @throws IllegalArgumentException for a name that is no such option
     */
    public TsFileSinkBuilder<T> encoding(String option, String value) {
        if (!EncodingOptions.isName(option)) {
            throw new IllegalArgumentException("Cannot fix an encoding with option '" + option + "': the options are '"
                    + EncodingOptions.ENCODING + "' and '" + EncodingOptions.COMPRESSION
                    + "', for one column with a dot and its name behind");
        }
        flush = flush.withEncoding(new EncodingOptions(new TreeMap<>(Map.of(option, value))).over(flush.encoding()));
        return this;
    }

    /** Whether the measurements of a device share their times; tree model only. Default: yes. */
    public TsFileSinkBuilder<T> aligned(boolean shareTimes) {
        this.aligned = shareTimes;
        return this;
    }

    /**
     * Heap of one subtask for all that waits in its stages, in bytes: half of it for rows that wait to be sorted, the rest for
     * sorting, encoding, and what is known of the chunks in open files. Default: 128 MiB.
     */
    public TsFileSinkBuilder<T> bufferBytes(long bytes) {
        this.limits = limits.withMemoryBytes(bytes);
        return this;
    }

    /**
     * How long a row waits at most before it is sorted and written, so that there is less left for a barrier. It becomes visible
     * with the next checkpoint all the same. Zero, the default, is for as long as there is room and no barrier.
     */
    public TsFileSinkBuilder<T> bufferAge(Duration age) {
        this.limits = limits.withBufferAge(age);
        return this;
    }

    /** Threads of each encoding subtask, its own among them. Only for {@link #append}. Default: 1. */
    public TsFileSinkBuilder<T> encodeThreads(int threads) {
        this.limits = limits.withEncodeThreads(threads);
        return this;
    }

    /** How long a commit is tried again while the store fails; below the checkpoint timeout. Default: two minutes. */
    public TsFileSinkBuilder<T> commitTimeout(Duration timeout) {
        this.commitTimeout = timeout;
        return this;
    }

    /**
     * What becomes of rows of kind DELETE and UPDATE_BEFORE. Default: they delete what older rows of their device and time said, of
     * this job and of all others.
     */
    public TsFileSinkBuilder<T> deletes(Deletes rule) {
        rules = new RowRules(rule, rules.nulls(), rules.badRows());
        return this;
    }

    /** What a null says in a row of kind INSERT and UPDATE_AFTER. Default: nothing, so that an older value stays. */
    public TsFileSinkBuilder<T> nulls(Nulls rule) {
        rules = new RowRules(rules.deletes(), rule, rules.badRows());
        return this;
    }

    /** What becomes of rows that cannot be written. Default: the job fails. */
    public TsFileSinkBuilder<T> badRows(BadRows rule) {
        rules = new RowRules(rules.deletes(), rules.nulls(), rule);
        badRowStream = null;
        return this;
    }

    /**
     * Sends rows that cannot be written to a stream, as lines of {@link BadRows.DeadLetters}. Only for {@link #append}, which calls
     * {@code wire} once: {@code badRowsTo(lines -> lines.sinkTo(...))}.
     */
    public TsFileSinkBuilder<T> badRowsTo(Consumer<DataStream<String>> wire) {
        rules = new RowRules(rules.deletes(), rules.nulls(), new BadRows.SideOutput());
        badRowStream = wire;
        return this;
    }

    /**
     * Has a streaming job compact its table while it writes, into files such as {@link #flushOptions} and {@link #encoding} say. No
     * checkpoint waits for it, and none of its failures fails the job. Default: it does not. Of no effect in batch jobs.
     */
    public TsFileSinkBuilder<T> compaction(JobCompaction rules) {
        this.compaction = rules;
        return this;
    }

    /** Subtasks of each stage. Default: the environment's. Only for {@link #append}. */
    public TsFileSinkBuilder<T> parallelism(int subtasks) {
        if (subtasks < 1) {
            throw new IllegalArgumentException("Cannot run " + subtasks + " subtasks: it must be 1 at least");
        }
        this.parallelism = subtasks;
        return this;
    }

    /**
     * Gives each operator a uid that starts so. A sink made by {@link #build} then needs a uid of its own in the job, because
     * Flink wants one for a sink whose inner operators have some.
     */
    public TsFileSinkBuilder<T> uidPrefix(String prefix) {
        return uids(stage -> Optional.of(prefix + "-" + stage));
    }

    /** Gives each operator a uid by its stage's name. */
    public TsFileSinkBuilder<T> uids(Uids byStage) {
        this.uids = byStage;
        return this;
    }

    /**
     * Replaces all that the table holds, in the one commit of a batch job: rows that are committed before it are not seen any
     * more, and stay in older snapshots. An empty stream empties the table. Streaming jobs are refused.
     */
    public TsFileSinkBuilder<T> overwrite() {
        this.overwrite = true;
        return this;
    }

    /**
     * Whether a streaming job is refused that has an unbounded source and no interval of checkpoints, and so would commit only
     * when it is stopped with a savepoint, or started from one. Default: yes.
     */
    public TsFileSinkBuilder<T> requireCheckpoints(boolean required) {
        this.requireCheckpoints = required;
        return this;
    }

    /**
     * What the job will be configured with, where the stream's environment does not say it yet, as in SQL. {@link #append} then
     * refuses what could never commit; without it that happens when the job is submitted.
     */
    public TsFileSinkBuilder<T> jobConfiguration(ReadableConfig configuration) {
        this.job = configuration;
        return this;
    }

    /**
     * Wires an operator per stage behind {@code rows}, which run in parallel to each other. The job creates the table when it
     * starts, if there is none.
     *
     * @throws TsFileConnectorException if the table cannot take such rows
     */
    public DataStreamSink<?> append(DataStream<T> rows) {
        if (rules.badRows() instanceof BadRows.SideOutput && badRowStream == null) {
            throw new TsFileConnectorException(
                    "Cannot send bad rows to a stream that nobody takes: call badRowsTo(...) instead of badRows(...)");
        }
        SinkSettings settings = settings();
        if (job != null) {
            JobChecks.check(job, rows.getTransformation(), settings);
        }
        ReadableConfig configuration =
                job != null ? job : rows.getExecutionEnvironment().getConfiguration();
        boolean batch = JobChecks.isBatch(configuration, rows.getTransformation());
        return new StagedTopology<>(settings, converter(settings), parallelism, !batch, uids, badRowStream)
                .append(rows);
    }

    /**
     * A plain sink for {@link DataStream#sinkTo}, which runs all stages in one writer. The job creates the table when it starts,
     * if there is none.
     *
     * @throws TsFileConnectorException if the table cannot take such rows
     */
    public Sink<T> build() {
        if (rules.badRows() instanceof BadRows.SideOutput) {
            throw new TsFileConnectorException("Cannot build a sink that sends bad rows to a stream, because a sink has"
                    + " none behind it: wire it with append(...), or set badRows(BadRows.deadLetters())");
        }
        SinkSettings settings = settings();
        return new FusedSink<>(settings, converter(settings));
    }

    private RowConverter<T> converter(SinkSettings settings) {
        return format.converter(settings.stage().table().schema());
    }

    private SinkSettings settings() {
        if (location == null) {
            throw new TsFileConnectorException("Cannot build a sink without a folder: call location(...)");
        }
        if (!aligned && format.schema().model() == TableModel.TABLE) {
            throw new TsFileConnectorException(
                    "Cannot write table '" + format.schema().name()
                            + "' with aligned(false): in the table model the columns of a device share their times; remove the"
                            + " call, or use the tree model");
        }
        TargetTable target = target(location);
        TableMetadata table = target.metadata();
        StageSettings stage = new StageSettings(
                location, table, aligned, limits, flush.forTable(table.schema(), table.options()), rules);
        return new SinkSettings(
                stage,
                target.found(),
                overwrite,
                requireCheckpoints,
                commitTimeout,
                uids.of("aggregate").orElse(null),
                compaction == null ? null : compaction(location, compaction));
    }

    private CompactSettings compaction(StoreLocation folder, JobCompaction rules) {
        Map<String, String> stages = new TreeMap<>();
        for (String stage : List.of(CompactSettings.PLAN, CompactSettings.REWRITE, CompactSettings.COMMIT)) {
            uids.of(stage).ifPresent(uid -> stages.put(stage, uid));
        }
        return new CompactSettings(folder, CompactionOptions.of(flush).withThreads(rules.threads()), rules, stages);
    }

    /** The table in the folder, or what it will be. */
    private TargetTable target(StoreLocation folder) {
        TableSchema schema = format.schema();
        try (FileStore store = folder.open()) {
            if (!Table.exists(store)) {
                Table.checkNoStrangers(store);
                TimePartitioning cut =
                        partitioning != null ? partitioning : TimePartitioning.defaultFor(schema.precision());
                return new TargetTable(folder, TableMetadata.of(schema, cut, tableOptions), false);
            }
            TableMetadata found = Table.open(store).snapshot().metadata();
            SchemaMatch.check(schema, found.schema(), folder.uri());
            warnOfOthers(found);
            return new TargetTable(folder, found, true);
        } catch (IOException e) {
            throw new TsFileConnectorException("Cannot open the table in " + folder.uri() + ": " + e.getMessage(), e);
        }
    }

    /** A table keeps what it is. */
    private void warnOfOthers(TableMetadata found) {
        tableOptions.forEach((name, value) -> {
            if (!value.equals(found.options().get(name))) {
                LOG.warn(
                        "Table '{}' was made with {} = {}: the job's {} = {} is for new tables and changes nothing",
                        found.schema().name(),
                        name,
                        found.options().getOrDefault(name, "its default"),
                        name,
                        value);
            }
        });
        if (partitioning != null && !partitioning.equals(found.partitioning())) {
            LOG.warn(
                    "Table '{}' was made with files that hold {} of its time units (0: without a limit): the job's {} are for"
                            + " new tables and change nothing",
                    found.schema().name(),
                    found.partitioning().interval(),
                    partitioning.interval());
        }
    }
}
