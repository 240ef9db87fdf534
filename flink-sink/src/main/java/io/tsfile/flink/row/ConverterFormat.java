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
package io.tsfile.flink.row;

import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.flush.memtable.RowValues;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.vector.Vector;
import io.tsfile.flink.RowConverter;
import java.util.List;
import org.apache.flink.types.RowKind;
import org.apache.tsfile.file.metadata.IDeviceID;

/**
 * Records that a user's converter takes apart.
 *
 * @param schema what the converter's values are ordered by
 * @param user the converter
 */
public record ConverterFormat<T>(TableSchema schema, RowConverter<T> user) implements RowFormat<T> {
    private static final int ABSENT = -1;

    @Override
    public RowConverter<T> converter(TableSchema table) {
        SchemaMatch.checkUnit(schema, table);
        if (schema.fields().equals(table.fields())) {
            return user;
        }
        List<String> names = schema.fields().stream().map(Column::name).toList();
        int[] positions =
                table.fields().stream().mapToInt(f -> names.indexOf(f.name())).toArray();
        for (int i = 0; i < positions.length; i++) {
            Column stored = table.fields().get(i);
            if (positions[i] != ABSENT && schema.fields().get(positions[i]).type() != stored.type()) {
                throw new TsFileConnectorException("Cannot write field '" + stored.name() + "' as "
                        + schema.fields().get(positions[i]).type() + ": table '" + table.name() + "' has it as "
                        + stored.type() + ", and a converter of your own has to deliver exactly that");
            }
        }
        return new Projected<>(user, positions);
    }

    /** The user's values in the order of the table's fields. */
    private record Projected<T>(RowConverter<T> user, int[] positions) implements RowConverter<T> {
        @Override
        public IDeviceID device(T row) {
            return user.device(row);
        }

        @Override
        public long time(T row) {
            return user.time(row);
        }

        @Override
        public RowKind kind(T row) {
            return user.kind(row);
        }

        @Override
        public String text(T row) {
            return user.text(row);
        }

        @Override
        public RowValues values(T row) {
            RowValues values = user.values(row);
            return new RowValues() {
                @Override
                public boolean isNull(int field) {
                    return positions[field] == ABSENT || values.isNull(positions[field]);
                }

                @Override
                public void appendTo(int field, Vector target) {
                    values.appendTo(positions[field], target);
                }
            };
        }
    }
}
