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
package io.tsfile.flink.catalog;

import io.tsfile.core.model.TableModel;
import io.tsfile.core.model.TableSchema;
import io.tsfile.flink.row.LogicalTypes;
import io.tsfile.flink.source.ShownType;
import io.tsfile.flink.sql.Declarations;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.api.Schema;
import org.apache.flink.table.catalog.Column;
import org.apache.flink.table.catalog.Column.ComputedColumn;
import org.apache.flink.table.catalog.Column.MetadataColumn;
import org.apache.flink.table.catalog.ResolvedSchema;
import org.apache.flink.table.catalog.WatermarkSpec;
import org.apache.flink.table.catalog.exceptions.CatalogException;
import org.apache.flink.table.expressions.DefaultSqlFactory;
import org.apache.flink.table.expressions.ResolvedExpression;
import org.apache.flink.table.types.DataType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.utils.EncodingUtils;
import org.apache.tsfile.enums.TSDataType;
import org.jspecify.annotations.Nullable;

/**
 * What Flink shows of a table's columns: those of the table, and what a user declared beyond what a table itself knows. The latter is
 * kept in the table's options, which other engines leave alone:
 *
 * <pre>
 * flink.columns               names in the declared order and spelling, with computed ones; else time, tags or device, fields
 * flink.type.&lt;column&gt;        the declared type of a time; else TIMESTAMP_LTZ of the table's unit
 * flink.computed.&lt;column&gt;    its expression
 * flink.watermark.&lt;column&gt;   its expression
 * flink.primary-key           the columns of the key
 * flink.comment               of the table, and behind a dot of a column
 * </pre>
 *
 * <p>Columns that another engine added later stand behind the declared ones. Pure.
 */
final class DeclaredSchema {
    /** What all names of these options, and of others that only Flink reads, begin with. */
    static final String PREFIX = "flink.";

    private static final String COLUMNS = PREFIX + "columns";
    private static final String TYPE = PREFIX + "type.";
    private static final String COMPUTED = PREFIX + "computed.";
    private static final String WATERMARK = PREFIX + "watermark.";
    private static final String PRIMARY_KEY = PREFIX + "primary-key";
    private static final String COMMENT = PREFIX + "comment";
    private static final List<String> NAMES = List.of(COLUMNS, PRIMARY_KEY, COMMENT);
    private static final List<String> PREFIXES = List.of(TYPE, COMPUTED, WATERMARK, COMMENT + ".");
    private static final Pattern QUOTED = Pattern.compile("`((?:[^`]|``)*)`");
    // What else stands there is of a later version, or of somebody's hand; then the default counts.
    private static final Pattern TIMESTAMP_TYPE =
            Pattern.compile("TIMESTAMP(_LTZ)?\\(\\d\\)( WITH LOCAL TIME ZONE)?( NOT NULL)?");
    private static final Pattern TIME_TYPE = Pattern.compile("BIGINT( NOT NULL)?|" + TIMESTAMP_TYPE.pattern());

    private final String table;
    private final TableSchema stored;

    /**
     * A translator for one table.
     *
     * @param table its name for messages
     * @param stored its columns as the table has them
     */
    DeclaredSchema(String table, TableSchema stored) {
        this.table = table;
        this.stored = stored;
    }

    /** Whether an option of a table is one of these. */
    static boolean isName(String option) {
        return NAMES.contains(option) || PREFIXES.stream().anyMatch(option::startsWith);
    }

    /**
     * What the table must keep so that {@link #shown} gives the declared columns.
     *
     * @param declared may lack columns of the table
     * @param comment of the table, or empty
     * @throws CatalogException if nobody could keep it
     * @throws org.apache.flink.table.api.ValidationException if the primary key is not the table's
     */
    Map<String, String> options(ResolvedSchema declared, String comment) {
        Map<String, String> options = new TreeMap<>();
        put(options, COMMENT, comment);
        Map<String, DataType> natural = natural(false);
        List<String> names = new ArrayList<>();
        Set<String> known = new HashSet<>();
        for (Column column : declared.getColumns()) {
            String name = column.getName();
            names.add(name);
            if (!known.add(stored(name))) {
                throw new CatalogException("Cannot keep column '" + name + "' in table " + table
                        + ": there is one of that name (upper and lower case are the same). Use another name");
            }
            put(options, COMMENT + "." + name, column.getComment().orElse(""));
            if (column instanceof ComputedColumn computed) {
                options.put(COMPUTED + name, sql(computed.getExpression()));
            } else if (column instanceof MetadataColumn) {
                throw new CatalogException("Cannot keep metadata column '" + name + "' in table " + table
                        + ": a table of TsFiles has none; leave the column out, or declare it in a TEMPORARY TABLE");
            } else {
                keepType(options, stored(name), column.getDataType().getLogicalType(), natural.get(stored(name)));
            }
        }
        if (!names.equals(List.copyOf(natural.keySet()))) {
            options.put(COLUMNS, quoted(names));
        }
        for (WatermarkSpec watermark : declared.getWatermarkSpecs()) {
            options.put(WATERMARK + watermark.getRowtimeAttribute(), sql(watermark.getWatermarkExpression()));
        }
        if (Declarations.hasKey(table, declared, stored)) {
            declared.getPrimaryKey().ifPresent(key -> options.put(PRIMARY_KEY, quoted(key.getColumns())));
        }
        return options;
    }

    private void keepType(
            Map<String, String> options, String column, LogicalType declared, @Nullable DataType usual) {
        boolean time = column.equals(stored.timeColumn());
        // A field may be null although it was declared not to be: others write the table, too.
        LogicalType kept = time ? declared : declared.copy(true);
        if (usual != null && (time || LogicalTypes.isTimestamp(kept)) && !kept.equals(usual.getLogicalType())) {
            options.put(TYPE + column, kept.asSerializableString());
        }
    }

    /** The columns for Flink, and what was declared of them. */
    Schema shown(Map<String, String> options) {
        List<String> key = names(options.get(PRIMARY_KEY));
        Map<String, DataType> left = natural(!key.isEmpty());
        Schema.Builder schema = Schema.newBuilder();
        for (String name : names(options.get(COLUMNS))) {
            String expression = options.get(COMPUTED + name);
            // A computed column hides one of its name that another engine added later.
            DataType type = left.remove(stored(name));
            if (expression != null) {
                schema.columnByExpression(name, expression);
                comment(schema, options, name);
            } else if (type != null) {
                column(schema, options, name, type);
            }
        }
        left.forEach((name, type) -> column(schema, options, name, type));
        options.forEach((option, expression) -> {
            if (option.startsWith(WATERMARK)) {
                schema.watermark(option.substring(WATERMARK.length()), expression);
            }
        });
        if (!key.isEmpty()) {
            schema.primaryKey(key);
        }
        return schema.build();
    }

    /** The declared comment of the table, or nothing. */
    static String comment(Map<String, String> options) {
        return options.getOrDefault(COMMENT, "");
    }

    /** How the declared columns spell a column of the table. */
    String spelled(String column, Map<String, String> options) {
        return names(options.get(COLUMNS)).stream()
                .filter(name -> stored(name).equals(column) && !options.containsKey(COMPUTED + name))
                .findFirst()
                .orElse(column);
    }

    /** The columns as other engines show them, too: time, tags or the device's path, fields. */
    private Map<String, DataType> natural(boolean key) {
        Map<String, DataType> columns = new LinkedHashMap<>();
        DataType time = type(TSDataType.TIMESTAMP);
        columns.put(stored.timeColumn(), key ? time.notNull() : time);
        if (stored.model() == TableModel.TREE) {
            columns.put(TableSchema.DEVICE_COLUMN, key ? DataTypes.STRING().notNull() : DataTypes.STRING());
        }
        stored.tags().forEach(tag -> columns.put(
                tag.name(), key ? DataTypes.STRING().notNull() : DataTypes.STRING()));
        stored.fields().forEach(field -> columns.put(field.name(), type(field.type())));
        return columns;
    }

    private DataType type(TSDataType type) {
        return DataTypes.of(ShownType.natural(type, stored.precision()));
    }

    private void column(Schema.Builder schema, Map<String, String> options, String name, DataType type) {
        String column = stored(name);
        Pattern legal = column.equals(stored.timeColumn()) ? TIME_TYPE : TIMESTAMP_TYPE;
        String declared = options.get(TYPE + column);
        if (declared != null
                && LogicalTypes.isTimestamp(type.getLogicalType())
                && legal.matcher(declared).matches()) {
            schema.column(name, declared);
        } else {
            schema.column(name, type);
        }
        comment(schema, options, name);
    }

    private static void comment(Schema.Builder schema, Map<String, String> options, String name) {
        String comment = options.get(COMMENT + "." + name);
        if (comment != null) {
            schema.withComment(comment);
        }
    }

    private static String sql(ResolvedExpression expression) {
        return expression.asSerializableString(DefaultSqlFactory.INSTANCE);
    }

    /** A name as the table has it. */
    private String stored(String name) {
        return stored.model() == TableModel.TABLE ? name.toLowerCase(Locale.ROOT) : name;
    }

    private static void put(Map<String, String> options, String name, String value) {
        if (!value.isEmpty()) {
            options.put(name, value);
        }
    }

    private static String quoted(List<String> names) {
        return names.stream().map(EncodingUtils::escapeIdentifier).collect(Collectors.joining(", "));
    }

    private static List<String> names(@Nullable String quoted) {
        List<String> names = new ArrayList<>();
        if (quoted != null) {
            Matcher matcher = QUOTED.matcher(quoted);
            while (matcher.find()) {
                names.add(matcher.group(1).replace("``", "`"));
            }
        }
        return names;
    }
}
