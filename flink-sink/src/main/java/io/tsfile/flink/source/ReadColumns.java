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

import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.TableModel;
import io.tsfile.core.model.TableSchema;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.tsfile.enums.ColumnCategory;
import org.apache.tsfile.enums.TSDataType;

/**
 * The columns that a source gives out, in its order, by the table's names. Travels to the enumerator and to the readers.
 *
 * @param names the time's, tags', the device's (tree model) or fields'
 */
public record ReadColumns(ArrayList<String> names) implements Serializable {
    /** Where the values of a column come from. */
    sealed interface Origin {
        /** The rows' times. */
        record Time() implements Origin {}

        /** The device's path. */
        record Path() implements Origin {}

        /** A tag of the device, by its place among the tags. */
        record Tag(int place) implements Origin {}

        /** A field, by its place among those that are read. */
        record Field(int place) implements Origin {}
    }

    /** All columns of a table: time, then the tags or the device's path, then the fields. */
    public static ReadColumns all(TableSchema schema) {
        ArrayList<String> names = new ArrayList<>();
        names.add(schema.timeColumn());
        if (schema.model() == TableModel.TREE) {
            names.add(TableSchema.DEVICE_COLUMN);
        }
        schema.columns().forEach(column -> names.add(column.name()));
        return new ReadColumns(names);
    }

    /**
     * Columns as a user names them; in the table model upper and lower case are the same.
     *
     * @throws TsFileConnectorException if the table has no such column
     */
    public static ReadColumns of(List<String> given, TableSchema schema, String uri) {
        List<String> known = all(schema).names();
        ArrayList<String> names = new ArrayList<>();
        for (String name : given) {
            String spelled = schema.model() == TableModel.TABLE ? name.toLowerCase(Locale.ROOT) : name;
            if (!known.contains(spelled)) {
                throw new TsFileConnectorException(
                        "Cannot read column '" + name + "' of " + uri + ": its columns are " + known);
            }
            names.add(spelled);
        }
        return new ReadColumns(names);
    }

    /** The fields to read, each once. */
    List<String> fields(TableSchema schema) {
        return names.stream()
                .filter(name -> schema.column(name)
                        .filter(column -> column.category() == ColumnCategory.FIELD)
                        .isPresent())
                .distinct()
                .toList();
    }

    /** The type in which a column is stored. */
    TSDataType storedType(String name, TableSchema schema) {
        if (name.equals(schema.timeColumn())) {
            return TSDataType.TIMESTAMP;
        }
        return schema.column(name).map(Column::type).orElse(TSDataType.STRING);
    }

    /** Where the values of each column come from; fields that the schema does not have yet have place -1. */
    List<Origin> origins(TableSchema schema) {
        List<String> tags = schema.tags().stream().map(Column::name).toList();
        List<String> fields = fields(schema);
        List<Origin> origins = new ArrayList<>();
        for (String name : names) {
            if (name.equals(schema.timeColumn())) {
                origins.add(new Origin.Time());
            } else if (schema.model() == TableModel.TREE && name.equals(TableSchema.DEVICE_COLUMN)) {
                origins.add(new Origin.Path());
            } else if (tags.contains(name)) {
                origins.add(new Origin.Tag(tags.indexOf(name)));
            } else {
                origins.add(new Origin.Field(fields.indexOf(name)));
            }
        }
        return origins;
    }
}
