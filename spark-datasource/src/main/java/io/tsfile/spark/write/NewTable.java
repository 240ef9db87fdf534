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
package io.tsfile.spark.write;

import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.table.Table;
import io.tsfile.core.table.TableMetadata;
import io.tsfile.spark.catalog.TableDefinition;
import io.tsfile.spark.read.ReadOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.connector.catalog.Column;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The table that a write to a folder asks for. */
final class NewTable {
    private final StoreLocation location;
    private final WriteOptions options;
    private final StructType rows;
    private boolean created;

    /**
     * @param rows the columns of what is written
     */
    NewTable(StoreLocation location, WriteOptions options, StructType rows) {
        this.location = location;
        this.options = options;
        this.rows = rows;
    }

    /**
     * Makes the table, or holds the options against the one that is there and, where that is asked for, gives it the rows' columns.
     *
     * @return what the table is then
     * @throws TsFileConnectorException if the two differ
     */
    TableMetadata createOrCheck(FileStore store) throws IOException {
        if (Table.exists(store)) {
            Table table = Table.open(store);
            TableMetadata metadata = table.snapshot().metadata();
            check(metadata);
            return options.mergesSchema() ? SchemaMerge.merge(table, rows) : metadata;
        }
        TableMetadata asked = TableDefinition.of(name(), columns(), options.properties());
        // Of several jobs at once, one makes it.
        TableMetadata metadata = Table.openOrCreate(store, asked).snapshot().metadata();
        created = metadata.id().equals(asked.id());
        check(metadata);
        return metadata;
    }

    /** Whether this has made the table. */
    boolean isCreated() {
        return created;
    }

    private String name() {
        String given = options.get(WriteOption.TABLE);
        if (given != null) {
            return given;
        }
        String folder = location.uri().replaceAll("/+$", "");
        return folder.substring(folder.lastIndexOf('/') + 1);
    }

    /** In the types that a definition knows. */
    private Column[] columns() {
        List<Column> columns = new ArrayList<>();
        for (StructField field : rows.fields()) {
            columns.add(Column.create(field.name(), type(field), true));
        }
        return columns.toArray(new Column[0]);
    }

    private DataType type(StructField field) {
        DataType type = field.dataType();
        String time = options.get(WriteOption.TIME_COLUMN);
        boolean isTime = field.name().equalsIgnoreCase(time == null ? TableSchema.DEFAULT_TIME_COLUMN : time);
        boolean nanos = "ns".equalsIgnoreCase(options.get(WriteOption.TIMESTAMP_PRECISION));
        if (isTime && type instanceof LongType && options.timesAreNumbers() && !nanos) {
            return DataTypes.TimestampType;
        }
        if (Cell.isTimestamp(type)) {
            return DataTypes.TimestampType;
        }
        if (type instanceof ByteType || type instanceof ShortType) {
            return DataTypes.IntegerType;
        }
        return type instanceof StringType ? DataTypes.StringType : type;
    }

    private void check(TableMetadata there) {
        TableSchema schema = there.schema();
        check(WriteOption.TABLE, schema.name());
        check(WriteOption.MODEL, schema.model().name());
        check(WriteOption.TIME_COLUMN, schema.timeColumn());
        check(WriteOption.TIMESTAMP_PRECISION, ReadOptions.shortName(schema.precision()));
        String tags = options.get(WriteOption.TAG_COLUMNS);
        List<String> names =
                schema.tags().stream().map(io.tsfile.core.model.Column::name).toList();
        if (tags != null && !names(tags).equals(names)) {
            throw differs(WriteOption.TAG_COLUMNS, tags, String.join(",", names));
        }
    }

    private static List<String> names(String list) {
        List<String> names = new ArrayList<>();
        for (String name : list.split(",", -1)) {
            if (!name.isBlank()) {
                names.add(name.trim().toLowerCase(Locale.ROOT));
            }
        }
        return names;
    }

    private void check(WriteOption option, String there) {
        String asked = options.get(option);
        if (asked != null && !asked.trim().equalsIgnoreCase(there)) {
            throw differs(option, asked, there);
        }
    }

    private TsFileConnectorException differs(WriteOption option, String asked, String there) {
        return new TsFileConnectorException("Cannot write to the table in " + location.uri() + " with " + option.key()
                + " = " + asked + ": it is " + there + " there. Leave the option out, or write to another folder");
    }
}
