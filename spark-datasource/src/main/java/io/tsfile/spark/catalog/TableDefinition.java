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
package io.tsfile.spark.catalog;

import static io.tsfile.spark.read.TableProperties.MODEL;
import static io.tsfile.spark.read.TableProperties.TAG_COLUMNS;
import static io.tsfile.spark.read.TableProperties.TIME_COLUMN;
import static io.tsfile.spark.read.TableProperties.TIME_PARTITION;
import static io.tsfile.spark.read.TableProperties.TIME_PRECISION;

import io.tsfile.core.KnownNames;
import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.format.EncodingOptions;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.TableModel;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimePartitioning;
import io.tsfile.core.model.TimePrecision;
import io.tsfile.core.table.TableMetadata;
import io.tsfile.spark.read.Comments;
import io.tsfile.spark.read.ReadOptions;
import io.tsfile.spark.read.TableProperties;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.connector.catalog.TableCatalog;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/** Translates {@code CREATE TABLE} into a table's metadata. */
public final class TableDefinition {
    /** What Spark adds to the user's properties, and a table needs no memory of. */
    private static final Set<String> OF_SPARK = Set.of(
            TableCatalog.PROP_PROVIDER,
            TableCatalog.PROP_OWNER,
            TableCatalog.PROP_COMMENT,
            // TableCatalog.PROP_TABLE_TYPE, which Spark 4.0 does not have.
            "table_type",
            TableCatalog.PROP_IS_MANAGED_LOCATION);

    private TableDefinition() {}

    /**
     * The metadata of a new table.
     *
     * @param table its name
     * @param columns as Spark gives them, in any order; tags first in the order of {@code tag.columns} is what the table gets
     * @throws TsFileConnectorException if a TsFile table cannot be so
     */
    public static TableMetadata of(
            String table, org.apache.spark.sql.connector.catalog.Column[] columns, Map<String, String> given) {
        Map<String, String> properties = checkedProperties(table, given);
        TableModel model = ReadOptions.choice(
                        properties, MODEL, TableModel.values(), m -> m.name().toLowerCase(Locale.ROOT))
                .orElse(TableModel.TABLE);
        TimePrecision precision = ReadOptions.choice(
                        properties, TIME_PRECISION, TimePrecision.values(), ReadOptions::shortName)
                .orElse(TimePrecision.MILLIS);
        String timeColumn = properties.getOrDefault(TIME_COLUMN, TableSchema.DEFAULT_TIME_COLUMN);
        Map<String, DataType> types = new LinkedHashMap<>();
        for (org.apache.spark.sql.connector.catalog.Column column : columns) {
            String name = model == TableModel.TABLE ? lower(column.name()) : column.name();
            if (types.put(name, column.dataType()) != null) {
                throw new TsFileConnectorException("Cannot create table '" + table + "' with two columns '" + name
                        + "': names of the table model are kept in lower case. Rename one of them");
            }
        }
        takeTime(table, types, model == TableModel.TABLE ? lower(timeColumn) : timeColumn, precision);
        List<Column> defined = new ArrayList<>();
        if (model == TableModel.TREE) {
            takeString(table, types, TableSchema.DEVICE_COLUMN, "the path of the device in the tree model");
            refuseTags(table, properties);
        }
        for (String tag : names(properties.getOrDefault(TAG_COLUMNS, ""))) {
            takeString(table, types, lower(tag), "a tag (" + TAG_COLUMNS + ")");
            defined.add(Column.tag(lower(tag)));
        }
        types.forEach((name, type) ->
                defined.add(Column.field(name, StoredTypes.of("create table '" + table + "'", name, type, precision))));
        TimePartitioning partitioning = properties.containsKey(TIME_PARTITION)
                ? TableProperties.parseInterval(properties.get(TIME_PARTITION), precision)
                : TimePartitioning.defaultFor(precision);
        TableSchema schema = new TableSchema(model, table, timeColumn, precision, defined);
        Map<String, String> options =
                new TreeMap<>(EncodingOptions.of(schema, given).settings());
        for (String option : TableMetadata.OPTION_NAMES) {
            if (properties.containsKey(option)) {
                options.put(option, properties.get(option));
            }
        }
        comments(model, columns, given).forEach(options::put);
        return TableMetadata.of(schema, partitioning, options);
    }

    private static Map<String, String> comments(
            TableModel model, org.apache.spark.sql.connector.catalog.Column[] columns, Map<String, String> given) {
        Map<String, String> comments = new TreeMap<>();
        for (org.apache.spark.sql.connector.catalog.Column column : columns) {
            String comment = column.comment();
            if (comment != null && !comment.isEmpty()) {
                comments.put(
                        Comments.ofColumn(model == TableModel.TABLE ? lower(column.name()) : column.name()), comment);
            }
        }
        String comment = given.get(TableCatalog.PROP_COMMENT);
        if (comment != null && !comment.isEmpty()) {
            comments.put(Comments.ofTable(), comment);
        }
        return comments;
    }

    private static Map<String, String> checkedProperties(String table, Map<String, String> given) {
        Map<String, String> properties = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        properties.putAll(given);
        String provider = properties.getOrDefault(TableCatalog.PROP_PROVIDER, "tsfile");
        if (!provider.equalsIgnoreCase("tsfile")) {
            throw new TsFileConnectorException("Cannot create table '" + table + "' USING " + provider
                    + ": this catalog holds tables of TsFiles; leave USING out (toTable of a stream: CREATE TABLE first, with the"
                    + " tags)");
        }
        if (properties.containsKey(TableCatalog.PROP_LOCATION)) {
            throw new TsFileConnectorException("Cannot create table '" + table + "' at LOCATION "
                    + properties.get(TableCatalog.PROP_LOCATION) + ": tables lie in the catalog's warehouse");
        }
        properties.keySet().removeAll(OF_SPARK);
        // A property of a statement's OPTIONS clause comes twice.
        properties.keySet().removeIf(name -> name.startsWith(TableCatalog.OPTION_PREFIX));
        Set<String> others = new TreeSet<>(properties.keySet());
        others.removeIf(EncodingOptions::isName);
        KnownNames.check("properties of a table", others, TableProperties.NAMES);
        return properties;
    }

    private static void takeTime(
            String table, Map<String, DataType> types, String timeColumn, TimePrecision precision) {
        DataType expected = precision == TimePrecision.NANOS ? DataTypes.LongType : DataTypes.TimestampType;
        DataType type = types.remove(timeColumn);
        if (type == null) {
            throw new TsFileConnectorException("Cannot create table '" + table + "' without a column '" + timeColumn
                    + "': it is the time. Add it, or name another one with " + TIME_COLUMN
                    + " (timeColumn in a write to a folder)");
        }
        if (!type.equals(expected)) {
            throw new TsFileConnectorException("Cannot create table '" + table + "' with time column '" + timeColumn
                    + "' of type " + type.sql() + ": for " + TIME_PRECISION + " '" + ReadOptions.shortName(precision)
                    + "' it is " + expected.sql());
        }
    }

    private static void takeString(String table, Map<String, DataType> types, String column, String role) {
        DataType type = types.remove(column);
        if (!DataTypes.StringType.equals(type)) {
            throw new TsFileConnectorException("Cannot create table '" + table + "': column '" + column + "' is " + role
                    + " and must be a STRING column; it is " + (type == null ? "missing" : type.sql()));
        }
    }

    private static void refuseTags(String table, Map<String, String> properties) {
        if (properties.containsKey(TAG_COLUMNS)) {
            throw new TsFileConnectorException("Cannot create table '" + table + "' of the tree model with "
                    + TAG_COLUMNS + ": there a device is a path. Leave one of the two out");
        }
    }

    private static List<String> names(String list) {
        return Arrays.stream(list.split(",", -1))
                .map(String::trim)
                .filter(name -> !name.isEmpty())
                .toList();
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
