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

import io.tsfile.flink.source.ReadColumns;
import io.tsfile.flink.source.RowDataReadFormat;
import io.tsfile.flink.source.RowReadFormat;
import java.util.List;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.types.Row;

/**
 * Reads TsFile tables, and folders of TsFiles without a log, merged: of rows with the same device and time the newest values count, and
 * nothing that was deleted is seen.
 *
 * <pre>{@code
 * Source<Row, ?, ?> motors = TsFileSource.forRow("time", "motor", "speed")
 *         .location("/data/motors")
 *         .build();
 * environment.fromSource(motors, WatermarkStrategy.noWatermarks(), "motors");
 * }</pre>
 *
 * <p>The timestamp of a record is its row's time, in milliseconds since the epoch.
 */
public final class TsFileSource {
    private TsFileSource() {}

    /**
     * A source of {@link Row}s by position. Times are Instants, dates are LocalDates.
     *
     * @param columns in this order; none for all: time, then the tags (tree model: the device's path), then the fields, as
     *     {@link TsFileSink#forRow} takes them
     */
    public static TsFileSourceBuilder<Row> forRow(String... columns) {
        List<String> wanted = List.of(columns);
        return new TsFileSourceBuilder<>((schema, uri) -> RowReadFormat.of(
                wanted.isEmpty() ? ReadColumns.all(schema) : ReadColumns.of(wanted, schema, uri), schema));
    }

    /**
     * A source of Flink's internal rows with the columns of {@code type}, which are found by name; of no column, if it has none. Times
     * are shown as BIGINT (in the table's unit), TIMESTAMP or TIMESTAMP_LTZ. A row is a view of a batch, which stays as it is: it may
     * be kept, but few rows that are kept for long should be copied.
     */
    public static TsFileSourceBuilder<RowData> forRowData(RowType type) {
        return new TsFileSourceBuilder<>(
                (schema, uri) -> new RowDataReadFormat(ReadColumns.of(type.getFieldNames(), schema, uri), type));
    }
}
