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

import io.tsfile.core.aggregate.Aggregate;
import io.tsfile.core.aggregate.AggregateFunction;
import io.tsfile.core.aggregate.AggregateValues;
import io.tsfile.core.aggregate.SectionAggregator;
import io.tsfile.core.io.Cleanup;
import io.tsfile.core.io.CountingFileStore;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.scan.ScanCounts;
import io.tsfile.core.scan.ScanTask;
import io.tsfile.spark.metric.ReadMetrics;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import org.jspecify.annotations.Nullable;

/** Shows a section's aggregates to Spark, a row for each group. Not thread-safe. */
final class AggregateReader implements PartitionReader<ColumnarBatch> {
    private static final int BATCH_ROWS = 4096;

    private final AggregateLayout layout;
    /** Null for a reader of no rows. */
    private final @Nullable Section section;

    private boolean given;
    private @Nullable ColumnarBatch batch;
    private ScanCounts counts = ScanCounts.NONE;
    private long bytes;

    /** An open task. */
    private record Section(FileStore files, CountingFileStore store, SectionAggregator aggregator) {}

    private AggregateReader(AggregateLayout layout, @Nullable Section section) {
        this.layout = layout;
        this.section = section;
    }

    /** A reader of a task. */
    static AggregateReader open(ScanTask task, AggregateLayout layout) throws IOException {
        FileStore files = task.location().open();
        try {
            CountingFileStore store = new CountingFileStore(files);
            return new AggregateReader(
                    layout, new Section(files, store, new SectionAggregator(store, task, layout.request())));
        } catch (IOException | RuntimeException e) {
            Cleanup.closeAfter(e, files);
            throw e;
        }
    }

    /** A reader of nothing: it gives the aggregates of no rows. */
    static AggregateReader ofNoRows(AggregateLayout layout) {
        return new AggregateReader(layout, null);
    }

    @Override
    public boolean next() throws IOException {
        List<AggregateLayout.Target> targets = layout.targets();
        int rows = 0;
        while (section != null && rows < BATCH_ROWS && section.aggregator.next()) {
            append(section.aggregator.group(), section.aggregator.values(), targets);
            rows++;
        }
        if (rows == 0 && !given && layout.request().groups().isEmpty()) {
            append(List.of(), ofNoRows(), targets);
            rows++;
        }
        given |= rows > 0;
        ColumnVector[] columns = new ColumnVector[targets.size()];
        for (int i = 0; i < columns.length; i++) {
            targets.get(i).column().bind(targets.get(i).values());
            columns[i] = targets.get(i).column();
        }
        batch = new ColumnarBatch(columns, rows);
        return rows > 0;
    }

    @Override
    public ColumnarBatch get() {
        if (batch == null) {
            throw new IllegalStateException("Cannot read a batch before next()");
        }
        return batch;
    }

    @Override
    public CustomTaskMetric[] currentMetricsValues() {
        count();
        return ReadMetrics.of(counts, bytes);
    }

    @Override
    public void close() throws IOException {
        if (section != null) {
            count();
            try {
                section.aggregator.close();
            } finally {
                section.files.close();
            }
        }
    }

    private void count() {
        if (section != null) {
            ScanCounts now = section.aggregator.counts();
            // Once closed, it knows nothing any more.
            counts = now.files() > 0 ? now : counts;
            bytes += section.store.takeBytes();
        }
    }

    private List<@Nullable Object> ofNoRows() {
        List<@Nullable Object> values = new ArrayList<>();
        for (Aggregate aggregate : layout.request().aggregates()) {
            values.add(aggregate.function() == AggregateFunction.COUNT ? (Long) 0L : null);
        }
        return values;
    }

    private static void append(
            List<@Nullable String> group, List<@Nullable Object> values, List<AggregateLayout.Target> targets) {
        int column = 0;
        for (String name : group) {
            AggregateValues.append(name, targets.get(column++).values());
        }
        for (Object value : values) {
            AggregateValues.append(value, targets.get(column++).values());
        }
    }
}
