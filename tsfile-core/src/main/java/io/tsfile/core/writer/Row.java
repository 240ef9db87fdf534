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
package io.tsfile.core.writer;

import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.flush.memtable.RowValues;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.vector.BinaryVector;
import io.tsfile.core.vector.BooleanVector;
import io.tsfile.core.vector.DoubleVector;
import io.tsfile.core.vector.FloatVector;
import io.tsfile.core.vector.IntVector;
import io.tsfile.core.vector.LongVector;
import io.tsfile.core.vector.Vector;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row of Java objects, checked when it is made. Immutable, so it can be appended again and by any thread. Programs that append
 * millions of rows a second implement {@link RowValues} themselves, or append columns.
 *
 * <table>
 *   <caption>What a column takes; null is no value</caption>
 *   <tr><th>Column</th><th>Java</th></tr>
 *   <tr><td>BOOLEAN</td><td>Boolean</td></tr>
 *   <tr><td>INT32</td><td>Integer, Short, Byte</td></tr>
 *   <tr><td>INT64</td><td>Long, Integer, Short, Byte</td></tr>
 *   <tr><td>FLOAT</td><td>Float</td></tr>
 *   <tr><td>DOUBLE</td><td>Double, Float, Integer, Short, Byte</td></tr>
 *   <tr><td>TEXT, STRING</td><td>String</td></tr>
 *   <tr><td>BLOB</td><td>byte[]</td></tr>
 *   <tr><td>DATE</td><td>LocalDate</td></tr>
 *   <tr><td>TIMESTAMP</td><td>Instant, or Long in the table's unit</td></tr>
 * </table>
 */
public final class Row implements RowValues {
    /** In the form of {@link StoredValue}. */
    private final @Nullable Object[] values;

    private Row(@Nullable Object[] values) {
        this.values = values;
    }

    /**
     * A row of a table.
     *
     * @param values one per field of the schema, in its order; null where the row has none
     * @throws TsFileConnectorException if there are more or fewer values than fields, or a field cannot hold its value
     */
    public static Row of(TableSchema schema, @Nullable Object... values) {
        return of(schema, schema.fields(), values);
    }

    /** As above; {@code fields} are the schema's. */
    static Row of(TableSchema schema, List<Column> fields, @Nullable Object... values) {
        if (values.length != fields.size()) {
            throw new TsFileConnectorException(
                    "Cannot make a row of table '" + schema.name() + "' from " + values.length
                            + " values: give one for each field, null where there is none; the fields are "
                            + fields.stream().map(Column::name).toList());
        }
        @Nullable Object[] stored = new Object[values.length];
        for (int i = 0; i < stored.length; i++) {
            Object value = values[i];
            stored[i] = value == null ? null : StoredValue.of(value, schema.name(), fields.get(i), schema.precision());
        }
        return new Row(stored);
    }

    @Override
    public boolean isNull(int field) {
        return values[field] == null;
    }

    @Override
    public void appendTo(int field, Vector target) {
        append(values[field], target);
    }

    /** Appends a value in the form of {@link StoredValue}. */
    static void append(@Nullable Object value, Vector target) {
        if (target instanceof BooleanVector vector && value instanceof Boolean bool) {
            vector.append(bool);
        } else if (target instanceof IntVector vector && value instanceof Integer number) {
            vector.append(number);
        } else if (target instanceof LongVector vector && value instanceof Long number) {
            vector.append(number);
        } else if (target instanceof FloatVector vector && value instanceof Float number) {
            vector.append(number);
        } else if (target instanceof DoubleVector vector && value instanceof Double number) {
            vector.append(number);
        } else if (target instanceof BinaryVector vector && value instanceof byte[] bytes) {
            vector.append(bytes);
        } else {
            throw new TsFileConnectorException("Cannot write value " + value + " to a column of type " + target.type()
                    + ": the row was made for a table of other fields; make it for this one");
        }
    }
}
