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

import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.scan.ScanTask;
import io.tsfile.core.scan.TagPredicate;
import io.tsfile.spark.metric.ReadMetrics;
import io.tsfile.spark.pushdown.TagConditions;
import io.tsfile.spark.stream.StreamOptions;
import io.tsfile.spark.stream.TableStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.connector.expressions.Expression;
import org.apache.spark.sql.connector.expressions.Expressions;
import org.apache.spark.sql.connector.expressions.NamedReference;
import org.apache.spark.sql.connector.expressions.NullOrdering;
import org.apache.spark.sql.connector.expressions.SortDirection;
import org.apache.spark.sql.connector.expressions.SortOrder;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.connector.metric.CustomMetric;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.connector.read.Statistics;
import org.apache.spark.sql.connector.read.SupportsReportOrdering;
import org.apache.spark.sql.connector.read.SupportsReportPartitioning;
import org.apache.spark.sql.connector.read.SupportsReportStatistics;
import org.apache.spark.sql.connector.read.SupportsRuntimeV2Filtering;
import org.apache.spark.sql.connector.read.partitioning.KeyGroupedPartitioning;
import org.apache.spark.sql.connector.read.partitioning.Partitioning;
import org.apache.spark.sql.connector.read.partitioning.UnknownPartitioning;
import org.apache.spark.sql.connector.read.streaming.MicroBatchStream;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * A planned read of rows: the tasks of one moment's files, each a partition of Spark's; or, where that is asked for, a partition per
 * device. Lives on the driver; not thread-safe, since Spark may narrow it when a query runs already.
 */
final class TsFileScan
        implements SupportsReportStatistics,
                SupportsReportOrdering,
                SupportsReportPartitioning,
                SupportsRuntimeV2Filtering,
                Batch {
    private final ReadPlan plan;
    private final BatchLayout layout;
    private final List<ScanTask> tasks;
    private final boolean byDevice;
    private final Map<String, String> streamOptions;
    /** A partition per device, or nothing where a partition is a task; looked for when somebody asks. */
    private Optional<List<DevicePartition>> devicePartitions = Optional.empty();

    private boolean looked;
    /** What Spark learned of devices while the query ran; what it learned last holds. */
    private Optional<TagPredicate> learned = Optional.empty();

    /**
     * A read.
     *
     * @param byDevice whether each device shall be a partition, where the devices are named by columns that are read
     * @param streamOptions those of {@link StreamOptions} that were given
     */
    TsFileScan(ReadPlan plan, BatchLayout layout, boolean byDevice, Map<String, String> streamOptions) {
        this.plan = plan;
        this.layout = layout;
        this.tasks = plan.tasks(layout.fields());
        this.byDevice = byDevice;
        this.streamOptions = streamOptions;
    }

    @Override
    public StructType readSchema() {
        return layout.shown();
    }

    @Override
    public String description() {
        return plan.describe("columns: [" + String.join(", ", layout.shown().fieldNames()) + "]", tasks)
                + devicePartitions()
                        .map(partitions -> ", partitions by device: " + partitions.size())
                        .orElse("");
    }

    @Override
    public ColumnarSupportMode columnarSupportMode() {
        return ColumnarSupportMode.SUPPORTED;
    }

    @Override
    public CustomMetric[] supportedCustomMetrics() {
        return ReadMetrics.all();
    }

    @Override
    public Batch toBatch() {
        if (!streamOptions.isEmpty()) {
            throw new TsFileConnectorException("Cannot read " + plan.table() + " in a batch with options "
                    + streamOptions.keySet() + ": they are for spark.readStream");
        }
        return this;
    }

    @Override
    public MicroBatchStream toMicroBatchStream(String checkpointLocation) {
        return new TableStream(new CommitScan(plan, layout), StreamOptions.of(streamOptions), checkpointLocation);
    }

    @Override
    public InputPartition[] planInputPartitions() {
        if (devicePartitions().isPresent()) {
            return devicePartitions().get().stream()
                    .filter(partition -> learned.isEmpty()
                            || Boolean.TRUE.equals(learned.get().test(partition.device())))
                    .toArray(InputPartition[]::new);
        }
        return learned.map(more -> plan.with(more).tasks(layout.fields())).orElse(tasks).stream()
                .map(SectionPartition::new)
                .toArray(InputPartition[]::new);
    }

    @Override
    public PartitionReaderFactory createReaderFactory() {
        return new SectionReaderFactory(layout, plan.selection(), plan.limit(), namesDevices());
    }

    @Override
    public Statistics estimateStatistics() {
        return TableStatistics.of(plan, tasks, readSchema());
    }

    /** Within a partition: devices in Spark's order, each one's rows by time. */
    @Override
    public SortOrder[] outputOrdering() {
        if (!namesDevices()) {
            return new SortOrder[0];
        }
        return Stream.concat(deviceColumns().stream(), Stream.of(timeColumn()))
                .filter(this::isRead)
                .map(name -> Expressions.sort(reference(name), SortDirection.ASCENDING, NullOrdering.NULLS_FIRST))
                .toArray(SortOrder[]::new);
    }

    @Override
    public Partitioning outputPartitioning() {
        if (devicePartitions().isEmpty()) {
            return new UnknownPartitioning(tasks.size());
        }
        Expression[] keys = deviceColumns().stream()
                .map(name -> Expressions.identity(quoted(name)))
                .toArray(Expression[]::new);
        return new KeyGroupedPartitioning(keys, devicePartitions().get().size());
    }

    @Override
    public NamedReference[] filterAttributes() {
        return deviceColumns().stream()
                .filter(this::isRead)
                .map(TsFileScan::reference)
                .toArray(NamedReference[]::new);
    }

    @Override
    public void filter(Predicate[] predicates) {
        TagConditions conditions = new TagConditions(plan.schema());
        // Rows that do not meet what is not understood here are sorted out by the join that it comes from.
        learned = Optional.of(TagPredicate.all(Arrays.stream(predicates)
                .map(conditions::translate)
                .flatMap(Optional::stream)
                .toList()));
    }

    /** Equal scans read the same: Spark then runs one of them. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TsFileScan that
                && plan.equals(that.plan)
                && layout.equals(that.layout)
                && byDevice == that.byDevice;
    }

    @Override
    public int hashCode() {
        return Objects.hash(plan, layout.shown());
    }

    private Optional<List<DevicePartition>> devicePartitions() {
        if (!looked && byDevice && namesDevices()) {
            devicePartitions = DevicePartition.of(plan, layout.fields(), tasks);
        }
        looked = true;
        return devicePartitions;
    }

    /** Whether all columns are read that tell devices apart; there must be one. */
    private boolean namesDevices() {
        return !deviceColumns().isEmpty() && deviceColumns().stream().allMatch(this::isRead);
    }

    private List<String> deviceColumns() {
        return TagConditions.columns(plan.schema());
    }

    private String timeColumn() {
        return plan.schema().timeColumn();
    }

    private boolean isRead(String column) {
        return Arrays.asList(layout.shown().fieldNames()).contains(column);
    }

    private static NamedReference reference(String column) {
        return Expressions.column(quoted(column));
    }

    /** Spark reads a name as a path of names, parted by dots. */
    private static String quoted(String column) {
        return "`" + column.replace("`", "``") + "`";
    }
}
