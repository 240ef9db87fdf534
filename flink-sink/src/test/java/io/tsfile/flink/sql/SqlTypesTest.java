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

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tsfile.core.TsFileConnectorException;
import io.tsfile.flink.row.LogicalTypes;
import java.nio.file.Path;
import java.util.List;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.common.typeutils.base.VoidSerializer;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.table.types.logical.DayTimeIntervalType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RawType;
import org.apache.flink.table.types.logical.VariantType;
import org.apache.flink.table.types.logical.YearMonthIntervalType;
import org.apache.flink.table.types.logical.ZonedTimestampType;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Types that TsFile does not have; {@link SqlInsertTest} stores all others. */
class SqlTypesTest {
    private final TableEnvironment sql = SqlSession.of(RuntimeExecutionMode.BATCH);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "DECIMAL(10, 2)         | TsFile has no decimals; CAST it to DOUBLE or STRING",
                "TIME                   | TsFile has no times of a day; CAST it to INT or STRING",
                "ARRAY<INT>             | a measurement is one value; write its parts to columns of their own",
                "MAP<STRING, INT>       | a measurement is one value; write its parts to columns of their own",
                "MULTISET<INT>          | a measurement is one value; write its parts to columns of their own",
                "ROW<a INT, b STRING>   | a measurement is one value; write its parts to columns of their own",
            })
    void refusesTypesWithColumnAndAdvice(String type, String advice, @TempDir Path folder) {
        sql.executeSql("CREATE TABLE motors (ts TIMESTAMP(3), n INT, `value` " + type
                + ") WITH ('connector'='tsfile', 'path'='" + folder + "')");

        assertThatThrownBy(() -> sql.explainSql("INSERT INTO motors (ts, n) VALUES (TIMESTAMP '2024-01-01 00:00:00', 1)"))
                .hasStackTraceContaining("Cannot store column 'value' of type ")
                .hasStackTraceContaining(": " + advice + ", or leave the column out")
                .hasStackTraceContaining("(table default_catalog.default_database.motors)");
    }

    static List<LogicalType> typesWithoutAWordInCreateTable() {
        return List.of(
                new DayTimeIntervalType(DayTimeIntervalType.DayTimeResolution.DAY),
                new YearMonthIntervalType(YearMonthIntervalType.YearMonthResolution.YEAR),
                new ZonedTimestampType(),
                new VariantType(),
                new RawType<>(Void.class, VoidSerializer.INSTANCE));
    }

    @ParameterizedTest
    @MethodSource
    void typesWithoutAWordInCreateTable(LogicalType type) {
        assertThatThrownBy(() -> LogicalTypes.stored("value", type))
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessage("Cannot store column 'value' of type " + type.asSummaryString()
                        + ": TsFile has no such type; CAST it to STRING, or leave the column out");
    }
}
