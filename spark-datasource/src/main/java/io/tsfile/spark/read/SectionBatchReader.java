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

import io.tsfile.core.io.Cleanup;
import io.tsfile.core.io.CountingFileStore;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.scan.ScanCounts;
import io.tsfile.core.scan.ScanTask;
import io.tsfile.core.scan.SectionReader;
import io.tsfile.core.scan.TagPredicate;
import io.tsfile.spark.metric.ReadMetrics;
import io.tsfile.spark.vector.ConstantStringColumn;
import io.tsfile.spark.vector.CoreColumn;
import io.tsfile.spark.vector.LongColumn;
import io.tsfile.spark.vector.NullColumn;
import io.tsfile.spark.vector.StringColumn;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import org.jspecify.annotations.Nullable;

/**
 * Shows a section's batches to Spark: one batch object, bound anew to the reader's arrays each time. Not thread-safe.
 */
final class SectionBatchReader implements PartitionReader<ColumnarBatch> {
    /** As many rows as pages mostly have: a page that meets no other one is then a batch as it is, without a copy. */
    private static final int BATCH_ROWS = 10_000;

    private final SectionReaderFactory request;
    private final FileStore files;
    private final CountingFileStore store;
    /** What is still to be read after {@link #reader}. */
    private final Deque<ScanTask> parts;

    private final List<BatchLayout.Origin> origins;
    private final ColumnVector[] columns;
    private final ColumnarBatch batch;
    private @Nullable SectionReader reader;
    /** Of the reader's task, where a query asks for it. */
    private @Nullable OriginVectors sources;

    private long rowsLeft;
    /** Of readers that are done. */
    private ScanCounts counts = ScanCounts.NONE;

    private long bytes;

    SectionBatchReader(ScanTask task, SectionReaderFactory request) throws IOException {
        BatchLayout layout = request.layout();
        this.request = request;
        this.rowsLeft = request.limit() > 0 ? request.limit() : Long.MAX_VALUE;
        this.origins = layout.origins();
        this.columns = origins.stream().map(origin -> column(origin, layout)).toArray(ColumnVector[]::new);
        this.batch = new ColumnarBatch(columns);
        this.files = task.location().open();
        this.store = new CountingFileStore(files);
        try {
            this.parts = new ArrayDeque<>(request.sorted() ? SparkOrder.sorted(store, task) : List.of(task));
        } catch (IOException | RuntimeException e) {
            Cleanup.closeAfter(e, files);
            throw e;
        }
    }

    @Override
    public boolean next() throws IOException {
        SectionReader current = nextBatch();
        if (current == null) {
            return false;
        }
        int rows = (int) Math.min(rowsLeft, current.times().size());
        rowsLeft -= rows;
        if (sources != null) {
            sources.look(current);
        }
        for (int i = 0; i < columns.length; i++) {
            BatchLayout.Origin origin = origins.get(i);
            if (origin instanceof BatchLayout.Origin.Device device) {
                ((ConstantStringColumn) columns[i]).set(TagPredicate.value(current.device(), device.tag()), rows);
            } else if (origin instanceof BatchLayout.Origin.Key key) {
                ((ConstantStringColumn) columns[i]).set(DeviceKey.of(current.device(), key.tags()), rows);
            } else if (origin instanceof BatchLayout.Origin.Field field) {
                ((CoreColumn) columns[i]).bind(current.values(field.position()));
            } else if (origin instanceof BatchLayout.Origin.Source source && sources != null) {
                ((CoreColumn) columns[i]).bind(sources.values(source.column()));
            } else if (origin instanceof BatchLayout.Origin.Missing) {
                ((NullColumn) columns[i]).bind(rows);
            } else {
                ((CoreColumn) columns[i]).bind(current.times());
            }
        }
        batch.setNumRows(rows);
        return true;
    }

    /** The reader at its next batch; null at the end. */
    private @Nullable SectionReader nextBatch() throws IOException {
        while (rowsLeft > 0) {
            SectionReader current = reader;
            if (current == null) {
                if (parts.isEmpty()) {
                    return null;
                }
                ScanTask part = parts.remove();
                int rows = (int) Math.min(BATCH_ROWS, rowsLeft);
                current = needsTimes()
                        ? new SectionReader(store, part, rows, request.selection())
                        : SectionReader.ofValues(store, part, rows, request.selection());
                reader = current;
                if (origins.stream().anyMatch(BatchLayout.Origin.Source.class::isInstance)) {
                    sources = new OriginVectors(store, part, request.layout().logged(), BATCH_ROWS);
                }
            }
            if (current.next()) {
                return current;
            }
            closeReader();
        }
        return null;
    }

    /** Whether times are shown, or tell where values come from. */
    private boolean needsTimes() {
        return origins.stream()
                .anyMatch(origin ->
                        origin instanceof BatchLayout.Origin.Time || origin instanceof BatchLayout.Origin.Source);
    }

    @Override
    public ColumnarBatch get() {
        return batch;
    }

    @Override
    public CustomTaskMetric[] currentMetricsValues() {
        bytes += store.takeBytes();
        return ReadMetrics.of(reader == null ? counts : counts.plus(reader.counts()), bytes);
    }

    @Override
    public void close() throws IOException {
        try (files) {
            closeReader();
        }
    }

    private void closeReader() throws IOException {
        SectionReader done = reader;
        if (done != null) {
            counts = counts.plus(done.counts());
            reader = null;
            OriginVectors ofReader = sources;
            sources = null;
            Cleanup.closeAll(ofReader == null ? List.of(done) : List.of(done, ofReader));
        }
    }

    private static ColumnVector column(BatchLayout.Origin origin, BatchLayout layout) {
        if (origin instanceof BatchLayout.Origin.Field field) {
            return Types.column(field.column(), layout.times());
        }
        if (origin instanceof BatchLayout.Origin.Source source) {
            return source.column().equals(OriginColumn.FILE) ? new StringColumn() : new LongColumn();
        }
        if (origin instanceof BatchLayout.Origin.Missing missing) {
            return new NullColumn(missing.type());
        }
        return origin instanceof BatchLayout.Origin.Time
                ? layout.times().column(layout.schema().timeColumn())
                : new ConstantStringColumn();
    }
}
