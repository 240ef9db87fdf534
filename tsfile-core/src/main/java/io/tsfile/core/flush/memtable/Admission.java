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
package io.tsfile.core.flush.memtable;

import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.Names;
import io.tsfile.core.model.TableModel;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.vector.LongVector;
import io.tsfile.core.vector.Vector;
import java.util.List;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.jspecify.annotations.Nullable;

/** Says what may come into a memtable of a table, and what of it is a row. Immutable. */
final class Admission {
    private final boolean tableModel;
    private final String name;
    private final int tags;
    private final List<Column> fields;

    Admission(TableSchema schema) {
        this.tableModel = schema.model() == TableModel.TABLE;
        this.name = schema.name();
        this.tags = schema.tags().size();
        this.fields = schema.fields();
    }

    /**
     * A file says of one table alone which tags its devices have: nobody would find those of another one in it. Nor a device
     * whose name becomes another one in the file.
     */
    void check(IDeviceID device) {
        if (tableModel && !(device.getTableName().equals(name) && device.segmentNum() - 1 <= tags)) {
            throw new TsFileConnectorException("Cannot write device " + device + " to table '" + name
                    + "': its devices are named by that name, in lower case, and " + tags
                    + " tags; correct what makes the device's id");
        }
        for (String segment : Devices.segments(device)) {
            if (segment != null && !Names.isEncodable(segment)) {
                throw new TsFileConnectorException("Cannot write device " + device + " to table '" + name + "': '"
                        + segment + "' has half a character (an unpaired surrogate), which no file can hold; correct"
                        + " what makes the device's id");
            }
        }
    }

    /** Fails unless the columns are the table's, and as long as the times. */
    void check(LongVector times, @Nullable Vector[] columns) {
        if (columns.length != fields.size() || times.hasNulls()) {
            throw new IllegalArgumentException("Cannot append a batch of " + columns.length + " columns and "
                    + times.nullCount() + " rows without a time: there are " + fields.size()
                    + " fields, and each row has a time");
        }
        for (int i = 0; i < columns.length; i++) {
            Vector column = columns[i];
            if (column != null && (column.type() != fields.get(i).type() || column.size() != times.size())) {
                throw new IllegalArgumentException("Cannot append " + column.size() + " values of type "
                        + column.type() + " to field '" + fields.get(i).name() + "' of type "
                        + fields.get(i).type()
                        + ": the batch has " + times.size() + " rows");
            }
        }
    }

    /** Whether a row is none: in the tree model it needs a value (N4). */
    boolean isNone(RowValues row) {
        if (tableModel) {
            return false;
        }
        for (int i = 0; i < fields.size(); i++) {
            if (!row.isNull(i)) {
                return false;
            }
        }
        return true;
    }

    /** Whether a row has a value for each field. */
    boolean isFull(RowValues row) {
        for (int i = 0; i < fields.size(); i++) {
            if (row.isNull(i)) {
                return false;
            }
        }
        return true;
    }

    /** The first row from {@code from} on that is one, else {@code to}. */
    int firstRow(@Nullable Vector[] columns, int from, int to) {
        return tableModel ? from : firstRow(columns, from, to, true);
    }

    /** The end of the rows behind each other that begin with row {@code from}. */
    int endOfRows(@Nullable Vector[] columns, int from, int to) {
        return tableModel || hasFullColumn(columns, from, to) ? to : firstRow(columns, from, to, false);
    }

    private static boolean hasFullColumn(@Nullable Vector[] columns, int from, int to) {
        for (Vector column : columns) {
            if (column != null && column.presentCount(from, to) == to - from) {
                return true;
            }
        }
        return false;
    }

    /** The first row from {@code from} on that has a value, or has none, else {@code to}. */
    private static int firstRow(@Nullable Vector[] columns, int from, int to, boolean hasValue) {
        for (int row = from; row < to; row++) {
            boolean found = false;
            for (int i = 0; i < columns.length && !found; i++) {
                Vector column = columns[i];
                found = column != null && !column.isNull(row);
            }
            if (found == hasValue) {
                return row;
            }
        }
        return to;
    }
}
