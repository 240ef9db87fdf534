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

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.aggregate.Aggregate;
import io.tsfile.core.aggregate.AggregateFunction;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.TableModel;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimePrecision;
import io.tsfile.core.vector.FloatVector;
import io.tsfile.core.vector.IntVector;
import io.tsfile.core.vector.LongVector;
import io.tsfile.core.vector.Vector;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.DateType;
import org.apache.flink.table.types.logical.DoubleType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.TimestampType;
import org.apache.flink.table.types.logical.TinyIntType;
import org.apache.flink.types.Row;
import org.apache.flink.types.RowKind;
import org.apache.tsfile.enums.TSDataType;
import org.junit.jupiter.api.Test;

/** Stored values come back in Flink's types as they are, or with an error that says what to declare. */
class BatchColumnsTest {
    @Test
    void showsTimesOfEveryUnit() {
        assertThat(time(TimePrecision.MILLIS, -1)).isEqualTo(Instant.ofEpochMilli(-1));
        assertThat(time(TimePrecision.MICROS, -1)).isEqualTo(Instant.ofEpochSecond(0, -1_000));
        assertThat(time(TimePrecision.NANOS, 1_234_567_891L)).isEqualTo(Instant.ofEpochSecond(1, 234_567_891));
        assertThat(time(TimePrecision.NANOS, Long.MIN_VALUE))
                .isEqualTo(Instant.ofEpochSecond(
                        Math.floorDiv(Long.MIN_VALUE, 1_000_000_000L), Math.floorMod(Long.MIN_VALUE, 1_000_000_000L)));
    }

    @Test
    void showsWiderTypesAndNulls() {
        TableSchema schema =
                schema(TimePrecision.MILLIS, Column.field("i", TSDataType.INT32), Column.field("f", TSDataType.FLOAT));
        Vector ints = Vector.of(TSDataType.INT32, 2);
        ((IntVector) ints).append(7);
        ints.appendNull();
        Vector floats = Vector.of(TSDataType.FLOAT, 2);
        floats.appendNull();
        ((FloatVector) floats).append(-0.0f);
        RowType type = RowType.of(
                new LogicalType[] {new BigIntType(), new DoubleType(), new BigIntType(), new TinyIntType()},
                new String[] {"i", "f", "time", "I"});

        ReadFormat.Rows<RowData> rows = rows(type, schema);
        rows.bind(new ReadBatch(Devices.ofTable("t"), times(5, 6), new Vector[] {ints, floats}, 2));
        RowData first = rows.get(0);
        RowData second = rows.get(1);
        rows.bind(
                new ReadBatch(Devices.ofTable("t"), times(8), new Vector[] {ints.slice(1, 2), floats.slice(1, 2)}, 1));

        assertThat(first.getLong(0))
                .as("a row is kept when the next batch comes")
                .isEqualTo(7);
        assertThat(first.isNullAt(1)).isTrue();
        assertThat(first.getLong(2)).isEqualTo(5);
        assertThat(first.getByte(3)).isEqualTo((byte) 7);
        assertThat(second.isNullAt(0)).isTrue();
        assertThat(Double.doubleToRawLongBits(second.getDouble(1))).isEqualTo(Double.doubleToRawLongBits(-0.0));
        assertThat(first.getRowKind()).isEqualTo(RowKind.INSERT);
    }

    @Test
    void refusesWhatDoesNotFit() {
        TableSchema schema =
                schema(TimePrecision.MICROS, Column.field("i", TSDataType.INT32), Column.field("day", TSDataType.DATE));
        Vector ints = Vector.of(TSDataType.INT32, 1);
        ((IntVector) ints).append(128);
        Vector days = Vector.of(TSDataType.DATE, 1);
        ((IntVector) days).append(20_231_399);
        RowType type = RowType.of(
                new LogicalType[] {new TinyIntType(), new DateType(), new TimestampType(3)},
                new String[] {"i", "day", "time"});
        ReadFormat.Rows<RowData> rows = rows(type, schema);
        rows.bind(new ReadBatch(Devices.ofTable("t"), times(1_001), new Vector[] {ints, days}, 1));
        RowData row = rows.get(0);

        assertThatThrownBy(() -> row.getByte(0))
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageContaining("value 128 of column 'i'")
                .hasMessageContaining("declare it as INT");
        assertThatThrownBy(() -> row.getInt(1)).hasMessageContaining("value 20231399 of column 'day' as a date");
        assertThatThrownBy(() -> row.getTimestamp(2, 3))
                .hasMessageContaining("value 1001 of column 'time'")
                .hasMessageContaining("TIMESTAMP(6)");
    }

    @Test
    void showsColumnsThatCameLaterAsNull() {
        TableSchema before = schema(TimePrecision.MILLIS, Column.field("a", TSDataType.INT64));
        TableSchema after = before.withField("b", TSDataType.STRING);
        RowReadFormat format = RowReadFormat.of(ReadColumns.all(after), after);
        ReadFormat.Rows<Row> rows = format.rows(before);
        rows.bind(new ReadBatch(Devices.ofTable("t"), times(1), new Vector[] {times(2)}, 1));
        Row row = rows.get(0);
        assertThat(Row.project(row, new int[] {0, 1, 2})).isEqualTo(Row.of(Instant.ofEpochMilli(1), 2L, null));
        assertThat(row.<Long>getFieldAs("a")).isEqualTo(2L);
    }

    private static Object time(TimePrecision precision, long time) {
        TableSchema schema = schema(precision);
        ReadFormat.Rows<Row> rows =
                RowReadFormat.of(ReadColumns.all(schema), schema).rows(schema);
        rows.bind(new ReadBatch(Devices.ofTable("t"), times(time), new Vector[0], 1));
        return rows.get(0).getFieldAs(0);
    }

    /** Flink calls an aggregate max$0, which no table has. */
    @Test
    void namesTheColumnOfAnAggregateThatCannotBeShown() {
        TableSchema schema = schema(TimePrecision.MICROS, Column.field("i", TSDataType.INT32));
        Vector ints = Vector.of(TSDataType.INT32, 1);
        ((IntVector) ints).append(128);
        Vector micros = times(1);
        RowType type = RowType.of(
                new LogicalType[] {new TinyIntType(), new TimestampType(3)}, new String[] {"max$0", "max$1"});
        ReadFormat.Rows<RowData> rows = new AggregateFormat(
                        new ArrayList<>(),
                        new ArrayList<>(List.of(
                                new AggregateFormat.Result(new Aggregate(AggregateFunction.MAX, "i"), false),
                                new AggregateFormat.Result(new Aggregate(AggregateFunction.MAX, null), false))),
                        type)
                .rows(schema);
        rows.bind(new ReadBatch(Devices.ofTable("t"), times(0), new Vector[] {ints, micros}, 1));
        RowData row = rows.get(0);

        assertThatThrownBy(() -> row.getByte(0)).hasMessageContaining("Cannot show value 128 of column 'i'");
        assertThatThrownBy(() -> row.getTimestamp(1, 3)).hasMessageContaining("Cannot show value 1 of column 'time'");
    }

    private static ReadFormat.Rows<RowData> rows(RowType type, TableSchema schema) {
        return new RowDataReadFormat(ReadColumns.of(type.getFieldNames(), schema, "here"), type).rows(schema);
    }

    private static TableSchema schema(TimePrecision precision, Column... fields) {
        return new TableSchema(TableModel.TABLE, "t", "time", precision, List.of(fields));
    }

    private static LongVector times(long... times) {
        LongVector vector = (LongVector) Vector.of(TSDataType.TIMESTAMP, times.length);
        for (long time : times) {
            vector.append(time);
        }
        return vector;
    }
}
