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
package io.tsfile.flink.sql;

import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.TableModel;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.scan.PlainFolder;
import io.tsfile.core.scan.PlainOptions;
import io.tsfile.core.scan.TagPredicate;
import io.tsfile.core.table.Table;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

/**
 * What is in a folder, as far as planning a query needs to know.
 *
 * @param schema its columns
 * @param timeName what the query calls the time
 * @param plain whether it has no log
 */
record StoredTable(TableSchema schema, String timeName, boolean plain) {
    /**
     * Looks into a folder.
     *
     * @param timeName what the query calls the time
     * @param options how to read it if it has no log
     * @throws io.tsfile.core.TsFileConnectorException if it holds neither a table nor a TsFile
     */
    static StoredTable of(StoreLocation location, String timeName, PlainOptions options) {
        try (FileStore store = location.open()) {
            boolean plain = !Table.exists(store);
            TableSchema schema = plain
                    ? PlainFolder.open(store, options).source().schema()
                    : Table.open(store).snapshot().metadata().schema();
            return new StoredTable(schema, timeName, plain);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot look into " + location.uri() + ": " + e.getMessage(), e);
        }
    }

    /** The table's name of a column of the query; in the table model upper and lower case are the same. */
    String stored(String column) {
        String name = schema.model() == TableModel.TABLE ? column.toLowerCase(Locale.ROOT) : column;
        boolean taken = schema.column(name).isPresent();
        return column.equals(timeName) && !taken ? schema.timeColumn() : name;
    }

    /** Whether a column of the query is the time. */
    boolean isTime(String column) {
        return stored(column).equals(schema.timeColumn());
    }

    /** The place of a column of the query among what names devices: of a tag, or {@link TagPredicate#PATH}. */
    OptionalInt tag(String column) {
        String name = stored(column);
        if (schema.model() == TableModel.TREE) {
            return name.equals(TableSchema.DEVICE_COLUMN) ? OptionalInt.of(TagPredicate.PATH) : OptionalInt.empty();
        }
        List<String> tags = schema.tags().stream().map(Column::name).toList();
        return tags.contains(name) ? OptionalInt.of(tags.indexOf(name)) : OptionalInt.empty();
    }
}
