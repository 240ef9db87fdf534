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
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.table.Snapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code CALL ts.system...}, but for {@code compact}. */
class ProceduresTest {
    private static final TableSchema PLANT = TableSchema.ofTable(
            "plant",
            List.of(Column.tag("site"), Column.field("v", TSDataType.INT64), Column.field("w", TSDataType.INT64)));

    private static final IDeviceID PARIS = Devices.ofTable("plant", "paris");
    private static final IDeviceID ROME = Devices.ofTable("plant", "rome");

    @TempDir
    private Path warehouse;

    private SparkSession spark = LocalSpark.session();
    private TestTable plant;

    @BeforeEach
    void write() throws IOException {
        spark = LocalSpark.withCatalog(warehouse);
        spark.conf().set("spark.sql.session.timeZone", "UTC");
        plant = TestTable.create(warehouse.resolve("works/plant"), PLANT)
                .append(row(PARIS, 1, 10L, 1L), row(ROME, 1, 20L, 2L))
                .append(row(PARIS, 1_000, 11L, 1L), row(ROME, 1_000, 21L, 2L));
    }

    private List<Row> call(String procedure) {
        return spark.sql("CALL ts.system." + procedure).collectAsList();
    }

    private List<Object> values(String column) {
        return spark.sql("SELECT " + column + " FROM ts.works.plant ORDER BY time, site").collectAsList().stream()
                .map(row -> row.get(0))
                .toList();
    }

    @Test
    void deletesByTimeAndTags() throws IOException {
        long number = plant.snapshot().number();

        assertThat(call("delete(table => 'works.plant', where => \"site = 'paris' AND time < TIMESTAMP_MILLIS(500)\")"))
                .containsExactly(RowFactory.create(number + 1));
        assertThat(values("v")).containsExactly(20L, 11L, 21L);
        assertThat(call("delete('works.plant', \"time = TIMESTAMP_MILLIS(1000)\", 'w')"))
                .containsExactly(RowFactory.create(number + 2));
        assertThat(values("v")).containsExactly(20L, 11L, 21L);
        assertThat(values("w")).containsExactly(2L, null, null);
        assertThat(call("delete('works.plant', \"site = 'rome' AND time < '1970-01-01 00:00:00.5'\", 'W, w')"))
                .containsExactly(RowFactory.create(number + 3));
        assertThat(values("w")).containsExactly(null, null, null);
        for (String nothing : List.of("site = 'oslo'", "1 = 0", "site IS NULL", "time < '1960-01-01'")) {
            assertThat(call("delete('works.plant', \"" + nothing + "\")"))
                    .as(nothing)
                    .containsExactly(RowFactory.create((Object) null));
        }
        assertThat(values("v")).hasSize(3);
        call("delete('works.plant', \"site IN ('rome', 'oslo')\")");
        assertThat(values("v")).containsExactly(11L);
        call("delete('works.plant', 'true')");
        assertThat(values("v")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "delete('works.plant', 'v > 1')                  | 'v > 1' is not on the time",
                "delete('works.plant', 'v > 1 AND time < now()') | 'v > 1' is not on the time",
                "delete('works.plant', 'length(site) > 2')      | is not on the time",
                "delete('works.plant', \"upper(site) = 'P'\")    | Cannot delete from 'works.plant' where",
                "delete('works.plant', 'rand() < 0.5')           | 'RAND() < 0.5' is not on the time",
                "delete('works.plant', 'time IN (SELECT now())') | a part of it is evaluated row by row",
                "delete('works.plant', 'no_such = 1')            | it has no meaning for the table's columns",
                "delete('works.plant', 'true', 'v,,w')           | Cannot delete measurement ''",
                "delete('works.plant', 'true', 'x')              | Cannot delete measurement 'x'",
                "delete('works.plant', NULL)                     | where is null",
                "delete('works.plant')                           | REQUIRED_PARAMETER_NOT_FOUND",
                "vacuum(table => 'works.plant', dry => true)     | UNRECOGNIZED_PARAMETER_NAME",
                "vacuum('works.none')                            | Cannot vacuum 'works.none': there is no such table in catalog ts",
                "verify('works.plant', 'deep')                   | Cannot verify with depth => 'deep': it is one of structure, checksum, values",
                "describe('works.plant', -1)                     | it is a number of commits",
                "set_ttl('works.plant', 'soon')                  | Cannot use option 'ttl' with value 'soon'",
                "rollback_to('works.plant', 99)                  | its commits are 1 to 3",
                "rollback_to('works.plant', 'x')                 | CAST_INVALID_INPUT",
                "register('/nowhere/at/all')                     | Cannot",
                "register('/nowhere', 'days')                    | Cannot use 'days' as time_precision: it is one of ms, us, ns",
                "compakt('works.plant')                          | Did you mean 'compact'?",
            })
    void refusesWhatCannotBe(String call, String message) throws IOException {
        Snapshot before = plant.snapshot();

        assertThatThrownBy(() -> call(call)).hasStackTraceContaining(message);

        assertThat(plant.snapshot()).isEqualTo(before);
    }

    @Test
    void deletesOnlyTheColumnOfThatSpellingWhereThereAreTwo() throws IOException {
        TableSchema twice = TableSchema.ofTree(
                "twice", List.of(Column.field("s", TSDataType.INT64), Column.field("S", TSDataType.INT64)));
        TestTable.create(warehouse.resolve("works/twice"), twice)
                .append(row(Devices.ofPath("root.works.a"), 1, 1L, 2L));

        call("delete('works.twice', 'true', 'S')");

        spark.conf().set("spark.sql.caseSensitive", "true");
        assertThat(spark.sql("SELECT s, S FROM ts.works.twice").collectAsList())
                .containsExactly(RowFactory.create(1L, null));
    }

    @Test
    void saysInOneLineWhatIsWrong() {
        assertThatThrownBy(() -> call("delete('works.plant', 'no_such = 1')"))
                .hasMessageContaining("no_such")
                .hasMessageNotContaining("\n");
        assertThatThrownBy(() -> spark.sql("CALL ts.compact('works.plant')"))
                .hasStackTraceContaining("Write ts.system.compact");
    }

    @Test
    void rollsBack() throws IOException {
        long good = plant.snapshot().number();
        call("delete('works.plant', \"site = 'rome'\")");
        plant.append(row(PARIS, 2_000, 12L, 1L));

        assertThat(call("rollback_to('works.plant', " + good + ")")).containsExactly(RowFactory.create(good + 3, 2, 1));

        assertThat(values("v")).containsExactly(10L, 20L, 11L, 21L);
        assertThat(call("rollback_to(version => " + good + ", table => 'works.plant')"))
                .containsExactly(RowFactory.create(null, 0, 0));
        call("rollback_to('works.plant', " + (good + 2) + ")");
        assertThat(values("v")).containsExactly(10L, 11L, 12L);
    }

    @Test
    void setsAndAppliesATimeToLive() throws IOException {
        long number = plant.snapshot().number();

        assertThat(call("set_ttl('works.plant', '90d', apply => false)"))
                .containsExactly(RowFactory.create("90d", null));
        assertThat(values("v")).hasSize(4);
        assertThat(call("expire('works.plant')")).containsExactly(RowFactory.create(number + 2));
        assertThat(values("v")).isEmpty();
        assertThat(call("expire('works.plant')")).containsExactly(RowFactory.create((Object) null));
        assertThat(call("set_ttl('works.plant', NULL)")).containsExactly(RowFactory.create(null, null));
        assertThat(plant.snapshot().metadata().options()).isEmpty();
    }

    @Test
    void vacuumsWhatCompactionsLeft() {
        spark.sql("ALTER TABLE ts.works.plant SET TBLPROPERTIES ('retention' = '0 ms')");
        call("compact('works.plant')");

        List<Row> planned = call("vacuum('works.plant', dry_run => true)");
        assertThat(planned).hasSize(2).allMatch(row -> row.getString(2).equals("removed") && row.getLong(1) > 0);
        assertThat(call("vacuum('works.plant')")).containsExactlyInAnyOrderElementsOf(planned);

        assertThat(call("vacuum('works.plant')")).isEmpty();
        assertThat(values("v")).hasSize(4);
    }

    @Test
    void verifiesEachFile() throws IOException {
        assertThat(call("verify('works.plant', 'values')"))
                .hasSize(2)
                .allMatch(row -> row.getBoolean(2) && row.isNullAt(3));
        Path broken;
        try (Stream<Path> files = Files.walk(warehouse.resolve("works/plant/data"))) {
            broken = files.filter(Files::isRegularFile).findFirst().orElseThrow();
        }
        Files.write(broken, new byte[10]);

        assertThat(call("verify(`table` => 'works.plant')"))
                .filteredOn(row -> !row.getBoolean(2))
                .singleElement()
                .satisfies(row -> assertThat(row.getString(3)).contains("10"));
    }

    @Test
    void describesATable() {
        Map<String, String> told = new TreeMap<>();
        call("describe('works.plant', commits => 1)").forEach(row -> told.put(row.getString(0), row.getString(1)));

        assertThat(told)
                .containsEntry("files", "2")
                .containsEntry("rows stored", "4")
                .containsEntry("commit", "3")
                .hasEntrySatisfying("commit 3", line -> assertThat(line).contains("test append"))
                .doesNotContainKey("commit 2");
        assertThat(call("describe('ts.tsfile.`" + warehouse.resolve("works/plant") + "`', 0)"))
                .contains(RowFactory.create("files", "2"));
    }

    @Test
    void registersAFolder() throws IOException {
        Path plain = Files.createDirectories(warehouse.resolve("works/old"));
        try (Stream<Path> files = Files.walk(warehouse.resolve("works/plant/data"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, plain.resolve(file.getFileName()));
            }
        }
        String call = "register(folder => '" + plain + "', `order` => 'modified', dry_run => ";

        List<Row> planned = call(call + "true)");
        assertThat(spark.sql("SHOW TABLES IN ts.works").count()).isEqualTo(1);
        assertThat(call(call + "false)")).isEqualTo(planned);

        assertThat(planned).singleElement().satisfies(row -> {
            assertThat(row.getString(0)).isEqualTo("plant");
            assertThat(row.getInt(1)).isEqualTo(2);
            assertThat(row.getLong(3)).isEqualTo(4);
            assertThat(row.getString(7)).isEqualTo("7d");
        });
        assertThat(spark.sql("SELECT count(*) FROM ts.works.old").head().getLong(0))
                .isEqualTo(4);
    }
}
