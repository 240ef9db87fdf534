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

import io.tsfile.core.io.StoreLocation;
import io.tsfile.flink.TsFileSource;
import io.tsfile.flink.TsFileSourceBuilder;
import io.tsfile.flink.source.AggregateFormat;
import io.tsfile.flink.source.ReadSettings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.DataStreamSource;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.ProviderContext;
import org.apache.flink.table.connector.source.DataStreamScanProvider;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.connector.source.ScanTableSource;
import org.apache.flink.table.connector.source.SourceProvider;
import org.apache.flink.table.connector.source.abilities.SupportsAggregatePushDown;
import org.apache.flink.table.connector.source.abilities.SupportsFilterPushDown;
import org.apache.flink.table.connector.source.abilities.SupportsLimitPushDown;
import org.apache.flink.table.connector.source.abilities.SupportsProjectionPushDown;
import org.apache.flink.table.connector.source.abilities.SupportsWatermarkPushDown;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.expressions.AggregateExpression;
import org.apache.flink.table.expressions.ResolvedExpression;
import org.apache.flink.table.types.DataType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.jspecify.annotations.Nullable;

/**
 * {@code SELECT} from a TsFile table. Columns, times, conditions on tags, limits, aggregates and watermarks are the source's; the
 * planner copies it before it asks for one of them. Lives in the client; not thread-safe.
 */
final class TsFileTableSource
        implements ScanTableSource,
                SupportsProjectionPushDown,
                SupportsFilterPushDown,
                SupportsLimitPushDown,
                SupportsAggregatePushDown,
                SupportsWatermarkPushDown {
    private final StoreLocation location;
    private final StoredTable table;
    private final ScanSettings settings;
    private RowType type;
    private PushedFilters filters = PushedFilters.NONE;
    private long limit = ReadSettings.NO_LIMIT;
    private @Nullable AggregateFormat aggregates;
    private @Nullable WatermarkStrategy<RowData> watermarks;

    /**
     * A source of all rows.
     *
     * @param type the columns, as the query calls them
     */
    TsFileTableSource(StoreLocation location, StoredTable table, ScanSettings settings, RowType type) {
        this.location = location;
        this.table = table;
        this.settings = settings;
        this.type = type;
    }

    @Override
    public ChangelogMode getChangelogMode() {
        return ChangelogMode.insertOnly();
    }

    @Override
    public boolean supportsNestedProjection() {
        return false;
    }

    @Override
    public void applyProjection(int[][] projectedFields, DataType producedDataType) {
        // The produced type may have other names.
        int[] places = Arrays.stream(projectedFields).mapToInt(path -> path[0]).toArray();
        type = RowType.of(
                Arrays.stream(places).mapToObj(type::getTypeAt).toArray(LogicalType[]::new),
                Arrays.stream(places).mapToObj(type.getFieldNames()::get).toArray(String[]::new));
    }

    @Override
    public Result applyFilters(List<ResolvedExpression> conditions) {
        FilterTranslation translation = new FilterTranslation(table);
        Result result = translation.push(conditions);
        filters = translation.pushed();
        return result;
    }

    @Override
    public void applyLimit(long most) {
        limit = most;
    }

    @Override
    public boolean applyAggregates(
            List<int[]> groupingSets, List<AggregateExpression> wanted, DataType producedDataType) {
        if (groupingSets.size() != 1 || limit != ReadSettings.NO_LIMIT) {
            return false;
        }
        aggregates = new AggregateTranslation(table, type)
                .translate(groupingSets.get(0), wanted, (RowType) producedDataType.getLogicalType())
                .orElse(null);
        return aggregates != null;
    }

    /** Behind the source, watermarks would follow rows that come device after device, and make most of them late. */
    @Override
    public void applyWatermark(WatermarkStrategy<RowData> strategy) {
        watermarks = strategy;
    }

    @Override
    public ScanRuntimeProvider getScanRuntimeProvider(ScanContext context) {
        TsFileSourceBuilder<RowData> builder =
                aggregates == null ? TsFileSource.forRowData(storedType()) : TsFileSourceBuilder.of(aggregates);
        builder.location(location).times(filters.range()).devices(filters.filter(table.schema()));
        if (limit != ReadSettings.NO_LIMIT) {
            builder.limit(limit);
        }
        settings.apply(builder, table.plain());
        Source<RowData, ?, ?> source = builder.build();
        return watermarks == null
                ? SourceProvider.of(source, settings.parallelism().orElse(null))
                : withWatermarks(source, watermarks);
    }

    private ScanRuntimeProvider withWatermarks(Source<RowData, ?, ?> source, WatermarkStrategy<RowData> strategy) {
        return new DataStreamScanProvider() {
            @Override
            public DataStream<RowData> produceDataStream(
                    ProviderContext provider, StreamExecutionEnvironment environment) {
                DataStreamSource<RowData> rows = environment.fromSource(source, strategy, asSummaryString());
                provider.generateUid("source").ifPresent(rows::uid);
                settings.parallelism().ifPresent(rows::setParallelism);
                return rows;
            }

            @Override
            public boolean isBounded() {
                return source.getBoundedness() == Boundedness.BOUNDED;
            }

            @Override
            public Optional<Integer> getParallelism() {
                return settings.parallelism();
            }
        };
    }

    /** The columns as the table calls them. */
    private RowType storedType() {
        List<String> names = new ArrayList<>();
        type.getFieldNames().forEach(name -> names.add(table.stored(name)));
        return RowType.of(type.getChildren().toArray(new LogicalType[0]), names.toArray(new String[0]));
    }

    @Override
    public DynamicTableSource copy() {
        TsFileTableSource copy = new TsFileTableSource(location, table, settings, type);
        copy.filters = filters;
        copy.limit = limit;
        copy.aggregates = aggregates;
        copy.watermarks = watermarks;
        return copy;
    }

    @Override
    public String asSummaryString() {
        return "TsFile table " + location.uri();
    }
}
