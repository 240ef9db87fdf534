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
import io.tsfile.core.io.FileStore;
import io.tsfile.core.scan.ScanTask;
import io.tsfile.core.scan.SectionReader;
import io.tsfile.core.scan.TagPredicate;
import io.tsfile.spark.vector.ConstantStringColumn;
import io.tsfile.spark.vector.CoreColumn;
import io.tsfile.spark.vector.LongColumn;
import io.tsfile.spark.vector.NullColumn;
import io.tsfile.spark.vector.StringColumn;
import java.io.IOException;
import java.util.List;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import org.jspecify.annotations.Nullable;

/**
 * Shows a section's batches to Spark: one batch object, bound anew to the reader's arrays each time. Not thread-safe.
 */
final class SectionBatchReader implements PartitionReader<ColumnarBatch> {
    /** As many rows as Spark's own readers put into a batch: its columns then fit a core's cache. */
    private static final int BATCH_ROWS = 4096;

    private final FileStore store;
    private final SectionReader reader;
    /** Where a query asks for it. */
    private final @Nullable OriginVectors sources;

    private final List<BatchLayout.Origin> origins;
    private final ColumnVector[] columns;
    private final ColumnarBatch batch;

    SectionBatchReader(ScanTask task, BatchLayout layout) throws IOException {
        this.origins = layout.origins();
        this.columns = origins.stream().map(origin -> column(origin, layout)).toArray(ColumnVector[]::new);
        this.batch = new ColumnarBatch(columns);
        this.store = task.location().open();
        try {
            this.reader = new SectionReader(store, task, BATCH_ROWS);
            this.sources =
                    layout.asksForSource() ? new OriginVectors(store, task, layout.logged(), BATCH_ROWS) : null;
        } catch (IOException | RuntimeException e) {
            Cleanup.closeAfter(e, store);
            throw e;
        }
    }

    @Override
    public boolean next() throws IOException {
        if (!reader.next()) {
            return false;
        }
        int rows = reader.times().size();
        if (sources != null) {
            sources.look(reader);
        }
        for (int i = 0; i < columns.length; i++) {
            BatchLayout.Origin origin = origins.get(i);
            if (origin instanceof BatchLayout.Origin.Device device) {
                ((ConstantStringColumn) columns[i]).set(TagPredicate.value(reader.device(), device.tag()), rows);
            } else if (origin instanceof BatchLayout.Origin.Field field) {
                ((CoreColumn) columns[i]).bind(reader.values(field.position()));
            } else if (origin instanceof BatchLayout.Origin.Source source && sources != null) {
                ((CoreColumn) columns[i]).bind(sources.values(source.column()));
            } else if (origin instanceof BatchLayout.Origin.Missing) {
                ((NullColumn) columns[i]).bind(rows);
            } else {
                ((CoreColumn) columns[i]).bind(reader.times());
            }
        }
        batch.setNumRows(rows);
        return true;
    }

    @Override
    public ColumnarBatch get() {
        return batch;
    }

    @Override
    public void close() throws IOException {
        try (store;
                OriginVectors alsoSources = sources) {
            reader.close();
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
