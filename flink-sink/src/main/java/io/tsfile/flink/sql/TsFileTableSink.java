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
import io.tsfile.flink.Deletes;
import io.tsfile.flink.TsFileSink;
import io.tsfile.flink.TsFileSinkBuilder;
import io.tsfile.flink.compact.JobCompaction;
import java.util.Arrays;
import java.util.Optional;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.DataStreamSink;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.ProviderContext;
import org.apache.flink.table.connector.sink.DataStreamSinkProvider;
import org.apache.flink.table.connector.sink.DynamicTableSink;
import org.apache.flink.table.connector.sink.abilities.SupportsOverwrite;
import org.apache.flink.table.connector.sink.abilities.SupportsTargetColumnWriting;
import org.apache.flink.table.data.RowData;
import org.apache.flink.types.RowKind;

/**
 * {@code INSERT INTO} and {@code INSERT OVERWRITE} of a TsFile table, of queries that only insert, and of such that update and delete where the
 * table has its key.
 */
final class TsFileTableSink implements DynamicTableSink, SupportsOverwrite, SupportsTargetColumnWriting {
    private final DeclaredTable table;
    private final ReadableConfig session;
    private boolean overwrite;

    /**
     * A sink for one statement.
     *
     * @param session what the statement's job will be configured with
     */
    TsFileTableSink(DeclaredTable table, ReadableConfig session) {
        this.table = table;
        this.session = session;
    }

    /**
     * Refuses a list of columns without the time, with which no row would have one. All columns come here, missing ones as nulls,
     * so there is nothing to apply.
     */
    @Override
    public boolean applyTargetColumns(int[][] columns) {
        String time = table.timeColumn();
        int position = table.declared().getColumnNames().indexOf(time);
        if (Arrays.stream(columns).noneMatch(column -> column[0] == position)) {
            throw new ValidationException(
                    "Cannot insert into " + table.name() + " without column '" + time
                            + "': it is the time, and a row without a time is no measurement; add it to the statement's columns");
        }
        return false;
    }

    @Override
    public void applyOverwrite(boolean replace) {
        overwrite = replace;
    }

    @Override
    public ChangelogMode getChangelogMode(ChangelogMode requested) {
        if (requested.containsOnly(RowKind.INSERT)) {
            return ChangelogMode.insertOnly();
        }
        if (!table.hasKey()) {
            throw new ValidationException("Cannot write a query that updates or deletes to table " + table.name()
                    + ", which declares no primary key: declare "
                    + PrimaryKey.clause(table.type().getFieldNames(), table.schema())
                    + ", so that all changes of a row come in order");
        }
        // No UPDATE_BEFORE: whatever row comes behind it has the same key. Of a row to delete only the key is looked
        // at.
        ChangelogMode.Builder kinds = ChangelogMode.newBuilder()
                .addContainedKind(RowKind.INSERT)
                .addContainedKind(RowKind.UPDATE_AFTER)
                .keyOnlyDeletes(true);
        if (table.options().get(TsFileOptions.DELETES) != Deletes.REFUSE) {
            kinds.addContainedKind(RowKind.DELETE);
        }
        return kinds.build();
    }

    @Override
    public SinkRuntimeProvider getSinkRuntimeProvider(Context context) {
        return new DataStreamSinkProvider() {
            @Override
            public DataStreamSink<?> consumeDataStream(ProviderContext providerContext, DataStream<RowData> rows) {
                return builder().uids(providerContext::generateUid).append(rows);
            }

            @Override
            public Optional<Integer> getParallelism() {
                return table.options().getOptional(TsFileOptions.PARALLELISM);
            }
        };
    }

    private TsFileSinkBuilder<RowData> builder() {
        ReadableConfig options = table.options();
        FlushOptions flush = FlushOptions.DEFAULT
                .withTargetFileBytes(options.get(TsFileOptions.FILE_SIZE).getBytes())
                .withEncoding(table.encoding());
        TsFileSinkBuilder<RowData> builder = TsFileSink.forRowData(table.type(), table.schema())
                .location(table.location())
                .tableOptions(table.newTable().options())
                .aligned(options.get(TsFileOptions.ALIGNED))
                .bufferBytes(options.get(TsFileOptions.BUFFER_MEMORY).getBytes())
                .bufferAge(options.get(TsFileOptions.BUFFER_AGE))
                .encodeThreads(options.get(TsFileOptions.ENCODE_THREADS))
                .flushOptions(flush)
                .commitTimeout(options.get(TsFileOptions.COMMIT_TIMEOUT))
                .deletes(options.get(TsFileOptions.DELETES))
                .nulls(options.get(TsFileOptions.NULLS))
                .badRows(table.badRows())
                .requireCheckpoints(options.get(TsFileOptions.REQUIRE_CHECKPOINTS))
                .jobConfiguration(session);
        if (options.getOptional(TsFileOptions.TIME_PARTITION).isPresent()) {
            builder.partitioning(table.newTable().partitioning());
        }
        if (overwrite) {
            builder.overwrite();
        }
        options.getOptional(TsFileOptions.PARALLELISM).ifPresent(builder::parallelism);
        if (options.get(TsFileOptions.COMPACTION)) {
            builder.compaction(new JobCompaction(
                    options.get(TsFileOptions.COMPACTION_INTERVAL),
                    options.get(TsFileOptions.COMPACTION_MIN_COMMITS),
                    options.get(TsFileOptions.COMPACTION_PARALLELISM),
                    options.get(TsFileOptions.COMPACTION_THREADS),
                    options.get(TsFileOptions.COMPACTION_RATE).getBytes()));
        }
        return builder;
    }

    @Override
    public DynamicTableSink copy() {
        TsFileTableSink copy = new TsFileTableSink(table, session);
        copy.overwrite = overwrite;
        return copy;
    }

    @Override
    public String asSummaryString() {
        return "TsFile table " + table.location().uri();
    }
}
