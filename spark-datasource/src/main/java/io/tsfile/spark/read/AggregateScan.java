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
import io.tsfile.core.scan.ScanTask;
import io.tsfile.spark.metric.ReadMetrics;
import java.util.List;
import java.util.Objects;
import org.apache.spark.sql.connector.metric.CustomMetric;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * A planned read of aggregates: of each task its own, which Spark puts together. Without groups, there is a row even of no rows: Spark
 * adds up counts, and the sum of none would be null. Immutable; lives on the driver.
 */
final class AggregateScan implements Scan, Batch {
    private final ReadPlan plan;
    private final AggregateLayout layout;
    private final List<ScanTask> tasks;

    AggregateScan(ReadPlan plan, AggregateRequest request) {
        this.plan = plan;
        this.layout = new AggregateLayout(plan.schema(), plan.times(), request);
        this.tasks = plan.tasks(List.of());
    }

    /** A partition without a task. */
    private record NoRows() implements InputPartition {}

    @Override
    public StructType readSchema() {
        return layout.shown();
    }

    @Override
    public String description() {
        return plan.describe(
                "aggregates: [" + String.join(", ", layout.aggregateNames()) + "], groups: ["
                        + String.join(", ", layout.request().groups()) + "]",
                tasks);
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
        return this;
    }

    @Override
    public InputPartition[] planInputPartitions() {
        if (tasks.isEmpty() && layout.request().groups().isEmpty()) {
            return new InputPartition[] {new NoRows()};
        }
        return tasks.stream().map(SectionPartition::new).toArray(InputPartition[]::new);
    }

    @Override
    public PartitionReaderFactory createReaderFactory() {
        return new AggregateReaderFactory(layout, plan.source().location());
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof AggregateScan that && plan.equals(that.plan) && layout.equals(that.layout);
    }

    @Override
    public int hashCode() {
        return Objects.hash(plan, layout.request());
    }
}
