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
package io.tsfile.flink.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tsfile.core.model.Column;
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.TableModel;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimePrecision;
import io.tsfile.core.vector.Vector;
import io.tsfile.flink.BadRowException;
import io.tsfile.flink.RowConverter;
import java.time.LocalDate;
import java.util.List;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.DateType;
import org.apache.flink.table.types.logical.DoubleType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.TimestampType;
import org.apache.flink.table.types.logical.VarCharType;
import org.apache.tsfile.enums.TSDataType;
import org.junit.jupiter.api.Test;

class RowDataConverterTest {
    private final TableSchema schema = new TableSchema(
            TableModel.TABLE, "t", "Ts", TimePrecision.MILLIS, List.of(Column.field("Built", TSDataType.DATE)));
    private final RowType type =
            RowType.of(new LogicalType[] {new TimestampType(3), new DateType()}, new String[] {"Ts", "Built"});
    private final RowConverter<RowData> converter = new RowDataFormat(type, schema).converter(schema);

    /** SQL finds no column in another spelling, and nobody counts days from 1970. */
    @Test
    void namesBadColumnsAndDatesAsTheQueryDoes() {
        assertThatThrownBy(() -> converter.time(GenericRowData.of(null, null)))
                .isInstanceOf(BadRowException.class)
                .hasMessageContaining("column 'Ts' has value null")
                .hasMessageContaining("WHERE `Ts` IS NOT NULL");
        RowData old = GenericRowData.of(
                TimestampData.fromEpochMillis(0),
                Math.toIntExact(LocalDate.of(999, 1, 1).toEpochDay()));
        assertThatThrownBy(() -> converter.values(old).appendTo(0, Vector.of(TSDataType.DATE, 1)))
                .isInstanceOf(BadRowException.class)
                .hasMessageContaining("row [Ts=1970-01-01T00:00, Built=0999-01-01]")
                .hasMessageContaining("column 'Built' has value 0999-01-01 (LocalDate); TsFile stores dates");
    }

    private static final TableSchema TREE = TableSchema.ofTree("t", List.of(Column.field("v", TSDataType.DOUBLE)));

    /** It is asked for twice per row, so the text of a row is made for those alone that have no device. */
    @Test
    void looksAtNoOtherColumnForTheDevice() {
        RowConverter<RowData> converter = converter();
        Object unreadable = new Object();

        assertThat(converter.device(GenericRowData.of(1L, StringData.fromString("root.a"), unreadable)))
                .isEqualTo(Devices.ofPath("root.a"));
    }

    @Test
    void showsARowWithoutADevice() {
        assertThatThrownBy(() -> converter().device(GenericRowData.of(1L, null, 1.5)))
                .isInstanceOf(BadRowException.class)
                .hasMessageStartingWith("Cannot write row [time=1, device=null, v=1.5]: column 'device' has value null");
    }

    private static RowConverter<RowData> converter() {
        RowType type = RowType.of(
                new LogicalType[] {new BigIntType(), new VarCharType(VarCharType.MAX_LENGTH), new DoubleType()},
                new String[] {"time", "device", "v"});
        return new RowDataFormat(type, TREE).converter(TREE);
    }
}
