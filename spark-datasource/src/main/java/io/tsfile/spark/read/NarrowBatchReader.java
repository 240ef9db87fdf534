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
import io.tsfile.core.model.Column;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.scan.ScanTask;
import io.tsfile.core.scan.SectionReader;
import io.tsfile.core.scan.TagPredicate;
import io.tsfile.core.vector.LongVector;
import io.tsfile.core.vector.Vector;
import io.tsfile.spark.vector.ConstantStringColumn;
import io.tsfile.spark.vector.CoreColumn;
import java.io.IOException;
import java.util.stream.Stream;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarBatch;

/**
 * Shows a section's values to Spark: of each batch of a device's rows, the values of one measurement after the other. Not
 * thread-safe.
 */
final class NarrowBatchReader implements PartitionReader<ColumnarBatch> {
    private static final int BATCH_ROWS = 4096;

    private final ScanTask task;
    private final FileStore store;
    private final SectionReader reader;
    private final NarrowValues values;
    private final ConstantStringColumn devices = new ConstantStringColumn();
    private final ConstantStringColumn measurements = new ConstantStringColumn();
    private final CoreColumn timeColumn;
    private final CoreColumn valueColumn;
    private final ColumnarBatch batch;
    /** The measurement whose values come next; behind the last one, the next rows do. */
    private int next;

    NarrowBatchReader(ScanTask task, NarrowForm form) throws IOException {
        this.task = task;
        this.values = new NarrowValues(form.type(), form.times());
        this.timeColumn = form.times().column(NarrowForm.TIME);
        this.valueColumn = Types.column(Column.field(NarrowForm.VALUE, form.type()), form.times());
        this.batch = new ColumnarBatch(
                Stream.of(form.shown().fieldNames()).map(this::column).toArray(ColumnVector[]::new));
        this.next = task.fields().size();
        this.store = task.location().open();
        try {
            this.reader = new SectionReader(store, task, BATCH_ROWS);
        } catch (IOException | RuntimeException e) {
            Cleanup.closeAfter(e, store);
            throw e;
        }
    }

    private ColumnVector column(String name) {
        return switch (name) {
            case TableSchema.DEVICE_COLUMN -> devices;
            case NarrowForm.MEASUREMENT -> measurements;
            case NarrowForm.TIME -> timeColumn;
            default -> valueColumn;
        };
    }

    @Override
    public boolean next() throws IOException {
        while (true) {
            if (next == task.fields().size()) {
                if (!reader.next()) {
                    return false;
                }
                next = 0;
            }
            while (next < task.fields().size()) {
                if (show(next++)) {
                    return true;
                }
            }
        }
    }

    /** Shows the values of a measurement; false if all rows are without one. */
    private boolean show(int field) {
        Vector all = reader.values(field);
        int rows = all.size() - all.nullCount();
        if (rows == 0) {
            return false;
        }
        String measurement = task.fields().get(field);
        devices.set(TagPredicate.value(reader.device(), TagPredicate.PATH), rows);
        measurements.set(measurement, rows);
        timeColumn.bind(all.hasNulls() ? timesOfPresent(all, rows) : reader.times());
        valueColumn.bind(values.convert(measurement, all.hasNulls() ? present(all, rows) : all));
        batch.setNumRows(rows);
        return true;
    }

    private static Vector present(Vector all, int rows) {
        Vector present = Vector.of(all.type(), rows);
        present.appendPresent(all);
        return present;
    }

    private Vector timesOfPresent(Vector all, int rows) {
        LongVector times = reader.times();
        int[] positions = new int[rows];
        int count = 0;
        for (int row = all.nextPresent(0, all.size()); row < all.size(); row = all.nextPresent(row + 1, all.size())) {
            positions[count++] = row;
        }
        return times.gather(positions, count);
    }

    @Override
    public ColumnarBatch get() {
        return batch;
    }

    @Override
    public void close() throws IOException {
        try (store) {
            reader.close();
        }
    }
}
