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

import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.model.TableModel;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimePrecision;
import java.time.LocalDateTime;
import java.util.List;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.TimestampType;
import org.junit.jupiter.api.Test;

class UnitTest {
    private static final TableSchema MILLIS = TableSchema.ofTable("t", List.of());
    private static final TableSchema MICROS =
            new TableSchema(TableModel.TABLE, "t", "time", TimePrecision.MICROS, List.of());

    @Test
    void refusesNumbersInAnotherUnitThanTheTables() {
        for (RowFormat<?> format : List.of(new RowRowFormat(MILLIS), rowData(new BigIntType()))) {
            assertThatThrownBy(() -> format.converter(MICROS))
                    .isInstanceOf(TsFileConnectorException.class)
                    .hasMessageStartingWith("Cannot write times in MILLIS to table 't', whose unit is MICROS");
        }
    }

    @Test
    void convertsTimestampsToTheTablesUnit() {
        TimestampData time = TimestampData.fromLocalDateTime(LocalDateTime.of(1970, 1, 1, 0, 0, 2));

        assertThat(rowData(new TimestampType(3)).converter(MICROS).time(GenericRowData.of(time)))
                .isEqualTo(2_000_000);
    }

    private static RowDataFormat rowData(LogicalType time) {
        return new RowDataFormat(RowType.of(new LogicalType[] {time}, new String[] {"time"}), MILLIS);
    }
}
