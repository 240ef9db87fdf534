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

import io.tsfile.core.model.Column;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.scan.DevicePattern;
import io.tsfile.core.scan.ScanPlanner;
import io.tsfile.core.scan.ScanRequest;
import io.tsfile.core.scan.ScanSource;
import io.tsfile.core.scan.ScanTask;
import io.tsfile.core.scan.TagPredicate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.SupportsPushDownRequiredColumns;
import org.apache.spark.sql.connector.read.SupportsPushDownV2Filters;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.types.StructType;

/** Gathers what a query needs of the files of one moment. Lives on the driver; not thread-safe. */
final class TsFileScanBuilder implements SupportsPushDownV2Filters, SupportsPushDownRequiredColumns {
    private final String table;
    private final TimeDisplay times;
    private final TableSource.Files files;
    private final FilterPushdown filters;
    private StructType required;

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

    @Override
    public Scan build() {
        TableSchema schema = files.source().schema();
        List<String> names = Arrays.asList(required.fieldNames());
        List<String> fields = schema.fields().stream()
                .map(Column::name)
                .filter(names::contains)
                .toList();
        TagPredicate devices = filters.devices();
        List<ScanTask> tasks = filters.range()
                .map(range -> ScanPlanner.plan(
                        files.source(), new ScanRequest(fields, range, devices.filter(schema), targetBytes(files.source()))))
                .orElse(List.of());
        return new TsFileScan(
                table,
                files.source().location(),
                files.version(),
                new BatchLayout(schema, times, required, new ArrayList<>(fields), files.isLogged()),
                filters.range(),
                devices,
                tasks);
    }

    /** As Spark's own file sources do: no partition above the limit, and work for every core. */
    static long targetBytes(ScanSource source) {
        SparkSession spark = SparkSession.active();
        SQLConf conf = spark.sessionState().conf();
        long open = conf.filesOpenCostInBytes();
        long bytes = source.files().stream()
                .mapToLong(file -> file.file().length() + open)
                .sum();
        long perCore = bytes / Math.max(1, spark.sparkContext().defaultParallelism());
        return Math.max(1, Math.min(conf.filesMaxPartitionBytes(), Math.max(open, perCore)));
    }
}
