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

import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.TableModel;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimePrecision;
import io.tsfile.flink.row.LogicalTypes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.catalog.ResolvedSchema;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeFamily;
import org.apache.flink.table.types.logical.RowType;

/** Tells which column of a Flink table is the time, which ones are tags, and as what the others are stored. */
final class SchemaResolver {
    private final String table;
    private final ReadableConfig options;
    private final ResolvedSchema declared;
    private final RowType type;
    private final boolean tree;

    /**
     * A resolver for one table.
     *
     * @param table its name for messages
     * @param type its physical columns
     */
    SchemaResolver(String table, ReadableConfig options, ResolvedSchema declared, RowType type) {
        this.table = table;
        this.options = options;
        this.declared = declared;
        this.type = type;
        this.tree = options.get(TsFileOptions.MODEL) == TableModel.TREE;
    }

    TableSchema resolve(String objectName) {
        String time = timeColumn();
        List<String> tags = options.get(TsFileOptions.TAG_COLUMNS);
        List<Column> columns = new ArrayList<>();
        if (tree) {
            checkDevice(tags);
        }
        for (String tag : tags) {
            requireText(tag, "as a tag");
            columns.add(Column.tag(tag));
        }
        for (RowType.RowField field : type.getFields()) {
            String name = field.getName();
            if (!name.equals(time) && !tags.contains(name) && !(tree && name.equals(TableSchema.DEVICE_COLUMN))) {
                try {
                    columns.add(Column.field(name, LogicalTypes.stored(name, field.getType())));
                } catch (TsFileConnectorException e) {
                    throw new ValidationException(e.getMessage() + " (table " + table + ")", e);
                }
            }
        }
        String name = options.getOptional(TsFileOptions.TABLE).orElse(objectName);
        try {
            return new TableSchema(options.get(TsFileOptions.MODEL), name, time, precision(), columns);
        } catch (IllegalArgumentException e) {
            throw new ValidationException(e.getMessage() + " (table " + table + ")", e);
        }
    }

    /** The column with the time, as the Flink table spells it. */
    String timeColumn() {
        Optional<String> named = options.getOptional(TsFileOptions.TIME_COLUMN);
        if (named.isPresent()) {
            LogicalType found = require(named.get(), "as the time");
            if (!LogicalTypes.isTime(found)) {
                throw new ValidationException("Cannot use column '" + named.get() + "' of type " + found
                        + " as the time of " + table + ": it must be BIGINT, TIMESTAMP or TIMESTAMP_LTZ; CAST it");
            }
            return named.get();
        }
        List<String> candidates = declared.getWatermarkSpecs().stream()
                .map(spec -> spec.getRowtimeAttribute())
                .filter(this::isTime)
                .toList();
        if (candidates.isEmpty() && isTime(TableSchema.DEFAULT_TIME_COLUMN)) {
            candidates = List.of(TableSchema.DEFAULT_TIME_COLUMN);
        }
        if (candidates.isEmpty()) {
            candidates = type.getFields().stream()
                    .filter(f -> LogicalTypes.isTimestamp(f.getType()))
                    .map(RowType.RowField::getName)
                    .toList();
        }
        if (candidates.size() != 1) {
            throw new ValidationException("Cannot tell which column of " + table + " is the time: "
                    + (candidates.isEmpty() ? "none is a TIMESTAMP" : "candidates are " + candidates)
                    + computedWatermark() + "; set '" + TsFileOptions.TIME_COLUMN.key() + "'");
        }
        return candidates.get(0);
    }

    private String computedWatermark() {
        return declared.getWatermarkSpecs().stream()
                .map(spec -> spec.getRowtimeAttribute())
                .filter(column -> type.getFieldIndex(column) < 0)
                .map(column ->
                        " (the watermark's column '" + column + "' is computed, and only physical ones are stored)")
                .collect(Collectors.joining());
    }

    private boolean isTime(String column) {
        int index = type.getFieldIndex(column);
        return index >= 0 && LogicalTypes.isTime(type.getTypeAt(index));
    }

    private TimePrecision precision() {
        return options.getOptional(TsFileOptions.TIME_PRECISION)
                .orElseGet(() -> type.getChildren().stream()
                        .flatMap(t -> LogicalTypes.precision(t).stream())
                        .max(Comparator.naturalOrder())
                        .orElse(TimePrecision.MILLIS));
    }

    private void checkDevice(List<String> tags) {
        if (!tags.isEmpty()) {
            throw new ValidationException("Cannot use tags " + tags + " in " + table
                    + ": the tree model has none; put the device's path into column '" + TableSchema.DEVICE_COLUMN
                    + "', or set 'model'='table'");
        }
        requireText(TableSchema.DEVICE_COLUMN, "as the device's path");
    }

    private void requireText(String column, String as) {
        LogicalType found = require(column, as);
        if (!found.is(LogicalTypeFamily.CHARACTER_STRING)) {
            throw new ValidationException("Cannot use column '" + column + "' of type " + found + " " + as + " of "
                    + table + ": it must be STRING; CAST it");
        }
    }

    private LogicalType require(String column, String as) {
        int index = type.getFieldIndex(column);
        if (index < 0) {
            throw new ValidationException("Cannot use column '" + column + "' " + as + " of " + table
                    + ": its physical columns are " + type.getFieldNames()
                    + (column.contains(",") ? "; put semicolons between columns" : ""));
        }
        return type.getTypeAt(index);
    }
}
