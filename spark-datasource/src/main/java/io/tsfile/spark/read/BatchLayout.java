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

import io.tsfile.core.model.Column;
import io.tsfile.core.model.TableModel;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.scan.TagPredicate;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Which columns a batch has, and where each one comes from. Travels to the executors.
 *
 * @param schema the table's columns
 * @param times how times are shown
 * @param shown the columns of the batch
 * @param fields the fields that are read for it, in the table's order
 * @param logged whether the files' versions are those of a log's commits
 */
record BatchLayout(TableSchema schema, TimeDisplay times, StructType shown, ArrayList<String> fields, boolean logged)
        implements Serializable {
    /** Where a column comes from. */
    sealed interface Origin {
        /** The rows' times. */
        record Time() implements Origin {}

        /** A tag, or the path ({@link TagPredicate#PATH}), of the batch's device. */
        record Device(int tag) implements Origin {}

        /** All tags of the batch's device ({@link DeviceKey}). */
        record Key(int tags) implements Origin {}

        /** The field at this position among those that are read. */
        record Field(int position, Column column) implements Origin {}

        /** What the reader can tell of a row. */
        record Source(OriginColumn column) implements Origin {}

        /** Nowhere: a column of the user's schema that the table does not have. */
        record Missing(DataType type) implements Origin {}
    }

    /** The origins of the batch's columns. */
    List<Origin> origins() {
        List<Origin> origins = new ArrayList<>();
        for (StructField field : shown.fields()) {
            origins.add(origin(field));
        }
        return origins;
    }

    private Origin origin(StructField field) {
        String name = field.name();
        if (name.equals(schema.timeColumn())) {
            return new Origin.Time();
        }
        if (schema.model() == TableModel.TREE && name.equals(TableSchema.DEVICE_COLUMN)) {
            return new Origin.Device(TagPredicate.PATH);
        }
        Optional<Column> named = schema.column(name);
        if (named.isEmpty()) {
            return unnamed(field);
        }
        Column column = named.get();
        int tag = schema.tags().indexOf(column);
        return tag >= 0 ? new Origin.Device(tag) : new Origin.Field(fields.indexOf(name), column);
    }

    /** What the table itself does not have. */
    private Origin unnamed(StructField field) {
        if (field.name().equals(DeviceKey.COLUMN)) {
            return new Origin.Key(schema.tags().size());
        }
        return OriginColumn.ALL.stream()
                .filter(own -> own.name().equals(field.name()))
                .<Origin>map(Origin.Source::new)
                .findFirst()
                .orElseGet(() -> new Origin.Missing(field.dataType()));
    }
}
