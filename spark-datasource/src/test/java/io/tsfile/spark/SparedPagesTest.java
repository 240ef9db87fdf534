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

import io.tsfile.core.model.Column;
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimePartitioning;
import io.tsfile.core.testing.ObjectRow;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Conditions on truth values and texts, and on measurements with times of their own. */
class SparedPagesTest {
    private static final TableSchema SCHEMA = TableSchema.ofTree(
            "plant",
            List.of(
                    Column.field("alarm", TSDataType.BOOLEAN),
                    Column.field("state", TSDataType.STRING),
                    Column.field("note", TSDataType.TEXT),
                    Column.field("speed", TSDataType.INT32)));
    private static final IDeviceID DEVICE = Devices.ofPath("root.plant.m1");
    private static final int ROWS = 600;

    @TempDir
    private static Path folder;

    /** Pages of 50 rows, three of them in a chunk: all is at rest, but for 20 rows; every third row has no speed. */
    @BeforeAll
    static void write() throws IOException {
        TestTable table = TestTable.create(folder, SCHEMA, TimePartitioning.NONE, false);
        List<TestTable.KeyedRow> rows = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            boolean moves = i >= 410 && i < 430;
            ObjectRow.Bytes state = text(i == 425 ? "stuck\u00e4" : moves ? "running" : i % 7 == 0 ? "" : "rest");
            rows.add(row(DEVICE, i, i == 412 ? null : moves, state, state, i % 3 == 0 ? null : moves ? i : 0));
        }
        table.append(rows.toArray(TestTable.KeyedRow[]::new));
    }

    private static ObjectRow.Bytes text(String value) {
        return ObjectRow.Bytes.of(value.getBytes(StandardCharsets.UTF_8));
    }

    private static Dataset<Row> plant() {
        return RunQuery.session().read().format("tsfile").load(folder.toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "alarm",
                "NOT alarm",
                "alarm = false",
                "alarm <=> true",
                "NOT (alarm <=> true)",
                "alarm IN (true, NULL)",
                "alarm IS NULL",
                "alarm AND speed > 415",
                "state = 'stuck\u00e4'",
                "state = ''",
                "state < 'rest'",
                "state > 'rest'",
                "state BETWEEN 'running' AND 'sz'",
                "state IN ('running', 'nothing')",
                "state LIKE 'stuck%'",
                "state LIKE '%'",
                "state <> 'rest'",
                "note LIKE 'run%' AND state >= 'r'",
                "speed = 421",
                "speed IS NULL AND alarm",
            })
    void answersConditionsAsSparkDoes(String condition) {
        Dataset<Row> all = plant();
        Dataset<Row> copy = all.sparkSession().createDataFrame(all.collectAsList(), all.schema());

        List<Row> expected = copy.where(condition).collectAsList();
        assertThat(expected).as("rows for " + condition).isNotEmpty();
        assertThat(all.where(condition).collectAsList()).containsExactlyInAnyOrderElementsOf(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"alarm", "state = 'running'", "state LIKE 'run%'", "speed > 0"})
    void decodesFewPagesOfEachMeasurement(String condition) {
        RunQuery query = RunQuery.of(plant().where(condition));

        assertThat(query.plan()).contains("values: [" + field(condition) + " ");
        // A page of speed meets two of the others.
        assertThat(query.metric("tsfilePages")).isBetween(2L * 4, 2L * (1 + 2 * 3));
        assertThat(query.metric("tsfilePagesSpared")).isPositive();
        assertThat(query.metric("tsfileRows")).isBetween(20L, 80L);
    }

    private static String field(String condition) {
        int end = condition.indexOf(' ');
        return end < 0 ? condition : condition.substring(0, end);
    }
}
