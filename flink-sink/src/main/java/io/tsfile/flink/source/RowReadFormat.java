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
package io.tsfile.flink.source;

import io.tsfile.core.model.TableSchema;
import java.time.LocalDate;
import java.util.ArrayList;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.types.Row;
import org.jspecify.annotations.Nullable;

/**
 * Rows of Java objects by position, in the form that {@link io.tsfile.flink.TsFileSink#forRow} takes: times are Instants.
 *
 * @param columns by their names in the table
 * @param types in which they are shown
 */
public record RowReadFormat(ReadColumns columns, ArrayList<LogicalType> types) implements ReadFormat<Row> {
    /** The columns of a table, each in the type that shows all its values. */
    public static RowReadFormat of(ReadColumns columns, TableSchema schema) {
        ArrayList<LogicalType> types = new ArrayList<>();
        for (String name : columns.names()) {
            types.add(ShownType.natural(columns.storedType(name, schema), schema.precision()));
        }
        return new RowReadFormat(columns, types);
    }

    @Override
    public TypeInformation<Row> producedType() {
        TypeInformation<?>[] fields =
                types.stream().map(RowReadFormat::javaType).toArray(TypeInformation<?>[]::new);
        return Types.ROW_NAMED(columns.names().toArray(new String[0]), fields);
    }

    @Override
    public Rows<Row> rows(TableSchema schema) {
        BatchLayout layout = new BatchLayout(columns, types, schema);
        return new Rows<>() {
            private BatchColumn[] shown = {};

            @Override
            public void bind(ReadBatch batch) {
                shown = layout.show(batch);
            }

            @Override
            public Row get(int row) {
                Row copy = new Row(shown.length);
                for (int i = 0; i < shown.length; i++) {
                    copy.setField(i, value(shown[i], types.get(i), row));
                }
                return copy;
            }
        };
    }

    private static TypeInformation<?> javaType(LogicalType type) {
        return switch (type.getTypeRoot()) {
            case BOOLEAN -> Types.BOOLEAN;
            case INTEGER -> Types.INT;
            case BIGINT -> Types.LONG;
            case FLOAT -> Types.FLOAT;
            case DOUBLE -> Types.DOUBLE;
            case VARCHAR -> Types.STRING;
            case VARBINARY -> Types.PRIMITIVE_ARRAY(Types.BYTE);
            case DATE -> Types.LOCAL_DATE;
            case TIMESTAMP_WITH_LOCAL_TIME_ZONE -> Types.INSTANT;
            default -> throw new IllegalStateException("Cannot show a column of type " + type);
        };
    }

    private static @Nullable Object value(BatchColumn column, LogicalType type, int row) {
        if (column.isNullAt(row)) {
            return null;
        }
        return switch (type.getTypeRoot()) {
            case BOOLEAN -> column.booleanAt(row);
            case INTEGER -> column.intAt(row);
            case BIGINT -> column.longAt(row);
            case FLOAT -> column.floatAt(row);
            case DOUBLE -> column.doubleAt(row);
            case VARCHAR -> column.stringAt(row).toString();
            case VARBINARY -> column.bytesAt(row);
            case DATE -> LocalDate.ofEpochDay(column.intAt(row));
            case TIMESTAMP_WITH_LOCAL_TIME_ZONE -> column.timestampAt(row).toInstant();
            default -> throw new IllegalStateException("Cannot show a column of type " + type);
        };
    }
}
