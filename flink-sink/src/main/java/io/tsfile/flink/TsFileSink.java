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
package io.tsfile.flink;

import io.tsfile.core.model.TableSchema;
import io.tsfile.flink.row.ConverterFormat;
import io.tsfile.flink.row.RowDataFormat;
import io.tsfile.flink.row.RowRowFormat;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.types.Row;

/**
 * Writes streams to TsFile tables, exactly once.
 *
 * <pre>{@code
 * TsFileSink.forRow(TableSchema.ofTable("motors", columns))
 *         .location("/data/motors")
 *         .append(stream);
 * }</pre>
 *
 * <p>Of rows with the same device and time the one that arrives last counts, measurement by measurement; a null leaves the
 * older value. A row of kind DELETE or UPDATE_BEFORE deletes what there is of its device and time. Files become visible with each completed checkpoint, and at the end of a bounded stream.
 */
public final class TsFileSink {
    private TsFileSink() {}

    /**
     * A sink for {@link Row}s: by name where the rows have names; else by position: time, then the tags (tree model: the
     * device's path), then the fields. The names of a row's type count too where they name the time. Times are Long (in the table's unit), Instant or LocalDateTime.
     */
    public static TsFileSinkBuilder<Row> forRow(TableSchema schema) {
        return new TsFileSinkBuilder<>(new RowRowFormat(schema));
    }

    /**
     * A sink for Flink's internal rows, whose columns are found by name. Times are BIGINT (in the table's unit), TIMESTAMP or
     * TIMESTAMP_LTZ.
     */
    public static TsFileSinkBuilder<RowData> forRowData(RowType type, TableSchema schema) {
        return new TsFileSinkBuilder<>(new RowDataFormat(type, schema));
    }

    /** A sink for records that {@code converter} takes apart, with values in the order of the schema's fields. */
    public static <T> TsFileSinkBuilder<T> forType(RowConverter<T> converter, TableSchema schema) {
        return new TsFileSinkBuilder<>(new ConverterFormat<>(schema, converter));
    }
}
