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
package io.tsfile.core.writer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.TableModel;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimePrecision;
import io.tsfile.core.testing.ObjectRow;
import io.tsfile.core.vector.Vector;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.apache.tsfile.enums.TSDataType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class RowTest {
    static List<Arguments> values() {
        return List.of(
                Arguments.of(TSDataType.BOOLEAN, true, true),
                Arguments.of(TSDataType.INT32, 7, 7),
                Arguments.of(TSDataType.INT32, (short) 7, 7),
                Arguments.of(TSDataType.INT32, (byte) -7, -7),
                Arguments.of(TSDataType.INT64, Long.MIN_VALUE, Long.MIN_VALUE),
                Arguments.of(TSDataType.INT64, 7, 7L),
                Arguments.of(TSDataType.FLOAT, 1.5f, "f" + Float.floatToRawIntBits(1.5f)),
                Arguments.of(TSDataType.DOUBLE, -0.0, "d" + Double.doubleToRawLongBits(-0.0)),
                Arguments.of(TSDataType.DOUBLE, 0.1f, "d" + Double.doubleToRawLongBits(0.1f)),
                Arguments.of(TSDataType.DOUBLE, 3, "d" + Double.doubleToRawLongBits(3)),
                Arguments.of(TSDataType.TEXT, "\u00e4", ObjectRow.Bytes.of(new byte[] {(byte) 0xc3, (byte) 0xa4})),
                Arguments.of(TSDataType.STRING, "", ObjectRow.Bytes.of(new byte[0])),
                Arguments.of(TSDataType.BLOB, new byte[] {1, 2}, ObjectRow.Bytes.of(new byte[] {1, 2})),
                Arguments.of(TSDataType.DATE, LocalDate.of(2026, 2, 28), 20_260_228),
                Arguments.of(TSDataType.TIMESTAMP, 12L, 12L),
                Arguments.of(TSDataType.TIMESTAMP, Instant.ofEpochMilli(-1), -1L));
    }

    @ParameterizedTest
    @MethodSource("values")
    void holdsAValueAsItsColumnDoes(TSDataType type, Object given, Object stored) {
        Row row = Row.of(schema(type, TimePrecision.MILLIS), given, null);

        assertThat(row.isNull(0)).isFalse();
        assertThat(row.isNull(1)).isTrue();
        Vector target = Vector.of(type, 1);
        row.appendTo(0, target);
        assertThat(ObjectRow.read(target, 0)).isEqualTo(stored);
    }

    static List<Arguments> wrongValues() {
        return List.of(
                Arguments.of(TSDataType.BOOLEAN, 1, "Boolean"),
                Arguments.of(TSDataType.INT32, 7L, "Integer"),
                Arguments.of(TSDataType.INT64, 7.0, "Long"),
                Arguments.of(TSDataType.FLOAT, 1.5, "Float"),
                Arguments.of(TSDataType.DOUBLE, 7L, "Double"),
                Arguments.of(TSDataType.DOUBLE, "7", "Double"),
                Arguments.of(TSDataType.STRING, new byte[0], "String"),
                Arguments.of(TSDataType.BLOB, "x", "byte[]"),
                Arguments.of(TSDataType.DATE, 20_260_228, "LocalDate"),
                Arguments.of(TSDataType.DATE, LocalDate.of(999, 12, 31), "years 1000 to 9999"),
                Arguments.of(TSDataType.TIMESTAMP, 12, "Long"),
                Arguments.of(TSDataType.TIMESTAMP, Instant.ofEpochSecond(0, 1), "finer than the table's unit"),
                Arguments.of(TSDataType.TIMESTAMP, Instant.ofEpochSecond(Long.MAX_VALUE / 1000 + 1), "64 bits"));
    }

    @ParameterizedTest
    @MethodSource("wrongValues")
    void refusesAValueThatItsColumnCannotHold(TSDataType type, Object given, String advice) {
        assertThatThrownBy(() -> Row.of(schema(type, TimePrecision.MILLIS), given, null))
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageStartingWith("Cannot write value " + given + " ("
                        + given.getClass().getSimpleName() + ") to column 'v' of table 't', which is of type " + type)
                .hasMessageContaining(advice);
    }

    @ParameterizedTest
    @EnumSource(TimePrecision.class)
    void countsInstantsInTheTablesUnit(TimePrecision precision) {
        Instant instant = Instant.ofEpochSecond(-2, 3_000_000);
        Vector target = Vector.of(TSDataType.TIMESTAMP, 1);

        Row.of(schema(TSDataType.TIMESTAMP, precision), instant, null).appendTo(0, target);

        long perMilli = precision.unit().convert(1, java.util.concurrent.TimeUnit.MILLISECONDS);
        assertThat(ObjectRow.read(target, 0)).isEqualTo(-1997 * perMilli);
    }

    @Test
    void keepsItsValuesWhateverHappensToTheArraysItWasMadeOf() {
        byte[] blob = {1};
        @Nullable Object[] values = {blob, null};
        Row row = Row.of(schema(TSDataType.BLOB, TimePrecision.MILLIS), values);

        blob[0] = 9;
        values[0] = null;

        Vector target = Vector.of(TSDataType.BLOB, 1);
        row.appendTo(0, target);
        assertThat(ObjectRow.read(target, 0)).isEqualTo(ObjectRow.Bytes.of(new byte[] {1}));
    }

    @Test
    void refusesAnotherNumberOfValuesThanThereAreFields() {
        assertThatThrownBy(() -> Row.of(schema(TSDataType.INT32, TimePrecision.MILLIS), 1))
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageContaining("from 1 values")
                .hasMessageContaining("[v, other]");
    }

    @Test
    void refusesAColumnOfAnotherTypeThanItWasMadeFor() {
        Row row = Row.of(schema(TSDataType.INT32, TimePrecision.MILLIS), 1, null);

        assertThatThrownBy(() -> row.appendTo(0, Vector.of(TSDataType.INT64, 1)))
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageContaining("column of type INT64");
    }

    private static TableSchema schema(TSDataType type, TimePrecision precision) {
        return new TableSchema(
                TableModel.TABLE,
                "t",
                "time",
                precision,
                List.of(Column.field("v", type), Column.field("other", TSDataType.INT32)));
    }
}
