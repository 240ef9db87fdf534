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
package io.tsfile.spark.read;

import io.tsfile.core.aggregate.AggregateRequest;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.scan.DevicePattern;
import io.tsfile.core.scan.RowSelection;
import io.tsfile.core.scan.ScanSource;
import io.tsfile.spark.pushdown.AggregateTranslation;
import io.tsfile.spark.stream.StreamOptions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.connector.expressions.NamedReference;
import org.apache.spark.sql.connector.expressions.SortDirection;
import org.apache.spark.sql.connector.expressions.SortOrder;
import org.apache.spark.sql.connector.expressions.aggregate.Aggregation;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.SupportsPushDownAggregates;
import org.apache.spark.sql.connector.read.SupportsPushDownLimit;
import org.apache.spark.sql.connector.read.SupportsPushDownRequiredColumns;
import org.apache.spark.sql.connector.read.SupportsPushDownTopN;
import org.apache.spark.sql.connector.read.SupportsPushDownV2Filters;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** Gathers what a query needs of the files of one moment. Lives on the driver; not thread-safe. */
final class TsFileScanBuilder
        implements SupportsPushDownV2Filters,
                SupportsPushDownRequiredColumns,
                SupportsPushDownAggregates,
                SupportsPushDownLimit,
                SupportsPushDownTopN {
    /** A setting of a session: whether each device is a partition, so that Spark need not shuffle rows by device. */
    static final String BY_DEVICE = "spark.tsfile.partitionByDevice";

    /** Of more rows, so many are kept in mind for each task that it would be better to sort them. */
    private static final int MOST_TOP_ROWS = 10_000;

    private final String table;
    private final TimeDisplay times;
    private final TableSource.Files files;
    private final FilterPushdown filters;
    private StructType required;
    /** The aggregates as the query has them. */
    private @Nullable Aggregation written;

    private @Nullable AggregateRequest aggregates;
    private RowSelection top = RowSelection.ALL;
    private int limit;
    private Map<String, String> streamOptions = Map.of();

    /**
     * A scan of some columns.
     *
     * @param columns all that a query may ask for
     * @param devices which devices there are to see; absent: all
     */
    TsFileScanBuilder(String table, Projection columns, TableSource.Files files, Optional<DevicePattern> devices) {
        this.table = table;
        this.times = columns.times();
        this.files = files;
        this.filters = new FilterPushdown(columns.schema(), times, devices);
        this.required = columns.shown();
    }

    /** Takes the options that are for streams, whichever of a scan's options they are. */
    TsFileScanBuilder streaming(Map<String, String> options) {
        streamOptions = StreamOptions.among(options);
        return this;
    }

    @Override
    public Predicate[] pushPredicates(Predicate[] predicates) {
        return Arrays.stream(predicates)
                .filter(predicate -> !filters.push(predicate))
                .toArray(Predicate[]::new);
    }

    @Override
    public Predicate[] pushedPredicates() {
        return filters.pushed().toArray(Predicate[]::new);
    }

    @Override
    public void pruneColumns(StructType requiredSchema) {
        this.required = requiredSchema;
    }

    /**
     * Never, as a group may be in several tasks. Spark asks before {@link #pushAggregation}: first with the aggregates as the query has
     * them, and then again if it took averages apart.
     */
    @Override
    public boolean supportCompletePushDown(Aggregation aggregation) {
        written = written == null ? aggregation : written;
        return false;
    }

    /** Spark puts together what the tasks give. It asks only where no condition is left to it. */
    @Override
    public boolean pushAggregation(Aggregation aggregation) {
        if (!streamOptions.isEmpty()) {
            // The scan of rows refuses them in a batch.
            return false;
        }
        boolean failOnOverflow = conf().ansiEnabled();
        aggregates = new AggregateTranslation(files.source().schema(), failOnOverflow, written)
                .translate(aggregation)
                .orElse(null);
        return aggregates != null;
    }

    @Override
    public boolean pushLimit(int rows) {
        limit = rows;
        return rows > 0;
    }

    /** Rows with the same time as the last one of the top are all read: what else rows are sorted by may choose among them. */
    @Override
    public boolean pushTopN(SortOrder[] orders, int rows) {
        if (rows < 1
                || rows > MOST_TOP_ROWS
                || orders.length == 0
                || !(orders[0].expression() instanceof NamedReference column)
                || column.fieldNames().length != 1
                || !column.fieldNames()[0].equals(files.source().schema().timeColumn())) {
            return false;
        }
        boolean ascending = orders[0].direction() == SortDirection.ASCENDING;
        top = RowSelection.of(ascending ? RowSelection.End.FIRST : RowSelection.End.LAST, rows);
        return true;
    }

    /** Each task stops at the limit, and may give more than the top. */
    @Override
    public boolean isPartiallyPushed() {
        return true;
    }

    @Override
    public Scan build() {
        TableSchema schema = files.source().schema();
        boolean isTop = top.end() != RowSelection.End.NONE;
        ReadPlan plan = new ReadPlan(
                table,
                files.version(),
                files.source(),
                times,
                filters.range(),
                filters.devices(),
                isTop ? top : RowSelection.meeting(filters.values()),
                limit,
                targetBytes(files.source()));
        if (aggregates != null) {
            return new AggregateScan(plan, aggregates);
        }
        List<String> names = Arrays.asList(required.fieldNames());
        List<String> fields = schema.fields().stream()
                .map(Column::name)
                .filter(names::contains)
                .toList();
        boolean byDevice = Boolean.parseBoolean(conf().getConfString(BY_DEVICE, "false"));
        return new TsFileScan(
                plan,
                new BatchLayout(schema, times, required, new ArrayList<>(fields), files.isLogged()),
                byDevice,
                streamOptions);
    }

    private static SQLConf conf() {
        return SparkSession.active().sessionState().conf();
    }

    /** As Spark's own file sources do: no partition above the limit, and work for every core. */
    static long targetBytes(ScanSource source) {
        SparkSession spark = SparkSession.active();
        SQLConf conf = conf();
        long open = conf.filesOpenCostInBytes();
        long bytes = source.files().stream()
                .mapToLong(file -> file.file().length() + open)
                .sum();
        long perCore = bytes / Math.max(1, spark.sparkContext().defaultParallelism());
        return Math.max(1, Math.min(conf.filesMaxPartitionBytes(), Math.max(open, perCore)));
    }
}
