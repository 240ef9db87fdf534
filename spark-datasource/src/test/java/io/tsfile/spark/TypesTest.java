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
package io.tsfile.spark;

import static io.tsfile.spark.TestTable.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tsfile.core.model.Column;
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.TableModel;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimePrecision;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How stored values are shown. */
class TypesTest {
    private static final IDeviceID DEVICE = Devices.ofTable("t", "x");

    @TempDir
    private Path folder;

    private TableSchema schema(TimePrecision precision) {
        return new TableSchema(
                TableModel.TABLE,
                "t",
                "time",
                precision,
                List.of(
                        Column.tag("tag"),
                        Column.field("at", TSDataType.TIMESTAMP),
                        Column.field("day", TSDataType.DATE)));
    }

    private Dataset<Row> read(SparkSession spark) {
        return spark.read().format("tsfile").load(folder.toString());
    }

    @Test
    void showsMillisecondsAndDays() throws IOException {
        TestTable.create(folder, schema(TimePrecision.MILLIS))
                .append(row(DEVICE, -1, 1_700_000_000_123L, 20240229), row(DEVICE, 2, null, 19691231));

        assertThat(read(LocalSpark.session()).orderBy("time").collectAsList())
                .containsExactly(
                        RowFactory.create(
                                Instant.ofEpochMilli(-1),
                                "x",
                                Instant.ofEpochMilli(1_700_000_000_123L),
                                LocalDate.of(2024, 2, 29)),
                        RowFactory.create(Instant.ofEpochMilli(2), "x", null, LocalDate.of(1969, 12, 31)));
    }

    @Test
    void showsMicroseconds() throws IOException {
        TestTable.create(folder, schema(TimePrecision.MICROS)).append(row(DEVICE, 1_000_001, 7L, 20240101));

        assertThat(read(LocalSpark.session())
                        .where("time = timestamp_micros(1000001)")
                        .select("time", "at")
                        .collectAsList())
                .containsExactly(RowFactory.create(Instant.ofEpochSecond(1, 1_000), Instant.ofEpochSecond(0, 7_000)));
    }

    @Test
    void showsNanosecondsAsNumbers() throws IOException {
        TestTable.create(folder, schema(TimePrecision.NANOS)).append(row(DEVICE, Long.MAX_VALUE, 7L, 20240101));

        Dataset<Row> rows = read(LocalSpark.session());

        assertThat(rows.schema().apply("time").dataType()).isEqualTo(DataTypes.LongType);
        assertThat(rows.where("time = 9223372036854775807").select("time", "at").collectAsList())
                .containsExactly(RowFactory.create(Long.MAX_VALUE, 7L));
        assertThatThrownBy(() -> LocalSpark.session()
                        .read()
                        .format("tsfile")
                        .option("timestampAs", "timestamp")
                        .load(folder.toString()))
                .hasMessageContaining("Cannot show nanoseconds as timestamps");
    }

    @Test
    void showsTimesAsNumbersWhereAsked() throws IOException {
        TestTable.create(folder, schema(TimePrecision.MILLIS)).append(row(DEVICE, 5, Long.MIN_VALUE, null));

        assertThat(LocalSpark.session()
                        .read()
                        .format("tsfile")
                        .option("TIMESTAMPAS", "LONG")
                        .load(folder.toString())
                        .where("time > 4")
                        .select("time", "at")
                        .collectAsList())
                .containsExactly(RowFactory.create(5L, Long.MIN_VALUE));
    }

    @Test
    void refusesToShowWhatIsNoTimestampOrDate() throws IOException {
        TestTable.create(folder, schema(TimePrecision.MILLIS)).append(row(DEVICE, 5, Long.MIN_VALUE, 20240231));
        Dataset<Row> rows = read(LocalSpark.session());

        assertThatThrownBy(() -> rows.select("at").collectAsList())
                .hasStackTraceContaining("Cannot show the stored time -9223372036854775808 of column 'at'")
                .hasStackTraceContaining("timestampAs=long");
        assertThatThrownBy(() -> rows.select("day").collectAsList())
                .hasStackTraceContaining("Cannot show the value 20240231 of column 'day' as a date");
        assertThat(rows.count()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTC", "America/New_York", "Asia/Kathmandu"})
    void readsTheSameInstantsInEveryTimeZone(String zone) throws IOException {
        // The hour that summer time skips in New York, and the one after.
        long skipped = Instant.parse("2024-03-10T07:00:00Z").toEpochMilli();
        TestTable.create(folder, schema(TimePrecision.MILLIS))
                .append(row(DEVICE, skipped - 1, null, 20240310), row(DEVICE, skipped, null, 20240310));
        SparkSession spark = LocalSpark.session(Map.of("spark.sql.session.timeZone", zone));

        assertThat(read(spark)
                        .where("time >= timestamp'2024-03-10 07:00:00Z'")
                        .select("time", "day")
                        .collectAsList())
                .containsExactly(RowFactory.create(Instant.ofEpochMilli(skipped), LocalDate.of(2024, 3, 10)));
        assertThat(read(spark).where("day = '2024-03-10'").count()).isEqualTo(2);
    }

    @Test
    void namesAndOrdersColumnsByModel() throws IOException {
        TestTable.create(folder, TableSchema.ofTree("fleet", List.of(Column.field("Speed", TSDataType.FLOAT))));

        assertThat(read(LocalSpark.session()).schema())
                .isEqualTo(new StructType()
                        .add("time", DataTypes.TimestampType, false)
                        .add("device", DataTypes.StringType, false)
                        .add("Speed", DataTypes.FloatType));
    }

    @Test
    void readsAnEmptyTable() throws IOException {
        TestTable.create(folder, schema(TimePrecision.MILLIS));

        assertThat(read(LocalSpark.session()).collectAsList()).isEmpty();
        assertThat(read(LocalSpark.session()).count()).isZero();
    }
}
