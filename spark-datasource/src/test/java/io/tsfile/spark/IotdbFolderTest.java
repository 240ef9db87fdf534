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

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.testing.Fleet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The data folder of a real IoTDB, late files and deletions and all, gives that server's own answers. */
class IotdbFolderTest {
    @TempDir
    private static Path fleet;

    @BeforeAll
    static void unpack() throws IOException {
        Fleet.unpack(fleet);
    }

    private static Dataset<Row> load(Map<String, String> options, String... paths) {
        return LocalSpark.session()
                .read()
                .format("tsfile")
                .option("timestampAs", "long")
                .options(options)
                .load(Stream.of(paths).map(path -> fleet.resolve("data") + path).toArray(String[]::new));
    }

    @Test
    void answersATableAsTheServer() throws IOException {
        List<String> expected = Files.readAllLines(fleet.resolve("expected/plant.sensors.csv")).stream()
                .skip(1)
                .map(line -> line.split(",", -1))
                // The third attribute is the server's own and in no file.
                .map(cells -> String.join(",", cells[0], cells[1], cells[2], cells[4], cells[5], cells[6], cells[7]))
                .toList();

        assertThat(lines(load(Map.of("table", "sensors"), "")
                        .selectExpr("time", "site", "machine", "temperature", "rpm", "ok", "note")))
                .isEqualTo(Answers.sorted(expected));
        assertThat(load(Map.of("table", "plant.sensors"), "").count()).isEqualTo(expected.size());
        assertThatThrownBy(() -> load(Map.of(), ""))
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageContaining("the tables plant.sensors and devices of the tree model")
                .hasMessageContaining("option table")
                .hasMessageContaining("option model");
    }

    @Test
    void answersTheTreeAsTheServer() throws IOException {
        Dataset<Row> all = load(Map.of("model", "tree"), "");
        for (String device : devices()) {
            List<String> lines = Files.readAllLines(fleet.resolve("expected/" + device + ".csv"));
            String[] columns = lines.get(0).replace(device + ".", "").split(",", -1);
            assertThat(lines(all.where("device = '" + device + "'").selectExpr(columns)))
                    .isEqualTo(Answers.sorted(lines.subList(1, lines.size())));
        }
        assertThat(all.select("device").distinct().count()).isEqualTo(devices().size());
    }

    @Test
    void answersTheNarrowFormAsTheServer() throws IOException {
        List<String> expected = new ArrayList<>();
        for (String device : devices()) {
            List<String> lines = Files.readAllLines(fleet.resolve("expected/" + device + ".csv"));
            String[] columns = lines.get(0).replace(device + ".", "").split(",", -1);
            for (String line : lines.subList(1, lines.size())) {
                String[] cells = line.split(",", -1);
                for (int i = 1; i < cells.length; i++) {
                    if (!cells[i].isEmpty()) {
                        String value = columns[i].equals("s7") ? isoDate(cells[i]) : cells[i];
                        expected.add(String.join(",", device, columns[i], cells[0], value));
                    }
                }
            }
        }
        Dataset<Row> narrow = load(Map.of("model", "tree", "form", "narrow"), "");

        assertThat(narrow.schema().simpleString())
                .isEqualTo("struct<device:string,measurement:string,time:bigint,value:string>");
        assertThat(lines(narrow)).isEqualTo(Answers.sorted(expected));
        assertThat(narrow.count()).isEqualTo(expected.size());
        assertThat(lines(narrow.where("measurement IN ('s0', 's7') AND time < 1700000500000"
                        + " AND device = 'root.fleet.r1.d1' AND value <> '2020-01-01'")))
                .isNotEmpty()
                .isEqualTo(expected.stream()
                        .map(line -> line.split(",", -1))
                        .filter(cells -> cells[0].equals("root.fleet.r1.d1")
                                && (cells[1].equals("s0") || cells[1].equals("s7"))
                                && Long.parseLong(cells[2]) < 1_700_000_500_000L
                                && !cells[3].equals("2020-01-01"))
                        .map(cells -> String.join(",", cells))
                        .sorted()
                        .toList());
        assertThat(narrow.where("measurement = 'none'").count()).isZero();
    }

    @Test
    void choosesDevicesByAPathPattern() throws IOException {
        assertThat(load(Map.of("device", "root.fleet.*.d*"), "").select("device").distinct().collectAsList().stream()
                        .map(row -> row.getString(0)))
                .containsExactlyInAnyOrder("root.fleet.r1.d0", "root.fleet.r1.d1", "root.fleet.r1.d2");
        assertThat(load(Map.of("device", "root.fleet.r1.a4"), "")
                        .where("device <> 'root.fleet.r1.a5'")
                        .count())
                .isEqualTo(Files.readAllLines(fleet.resolve("expected/root.fleet.r1.a4.csv"))
                                .size()
                        - 1);
        assertThatThrownBy(() -> load(Map.of("device", "root.truck.**"), ""))
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageContaining("no device of the tree model that is one of root.truck.**");
        assertThatThrownBy(() -> load(Map.of("device", "root.**", "table", "sensors"), ""))
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageContaining("conditions on its tags");
    }

    @Test
    void readsPartsOfTheFolderByPathsAndGlobs() throws IOException {
        long all = load(Map.of("table", "sensors"), "").count();

        assertThat(load(Map.of(), "/sequence/plant", "/unsequence/plant").count())
                .isEqualTo(all);
        assertThat(load(Map.of(), "/*/plant").count()).isEqualTo(all);
        assertThat(load(Map.of("table", "plant.sensors"), "/{sequence,unsequence}/pl?nt/*/*/*.tsfile")
                        .count())
                .isEqualTo(all);
        // The late files alone are known as such, wherever the reading begins.
        assertThat(load(Map.of("table", "plant.sensors"), "/unsequence/plant/4/2810")
                        .count())
                .isPositive()
                .isLessThan(all);
        // Deletions beside single files count.
        Path folder = fleet.resolve("data/sequence/root.fleet/2/2810");
        String file;
        try (Stream<Path> files = Files.list(folder)) {
            file = files.map(Path::toString)
                    .filter(name -> name.endsWith(".mods2"))
                    .map(name -> name.substring(0, name.length() - ".mods2".length()))
                    .findFirst()
                    .orElseThrow();
        }
        Path alone = Files.createDirectories(fleet.resolve("alone/sequence/root.fleet/2/2810"));
        Path copy = Files.copy(Path.of(file), alone.resolve(Path.of(file).getFileName()));
        Dataset<Row> withDeletions =
                load(Map.of(), file.substring(fleet.resolve("data").toString().length()));
        Dataset<Row> without = LocalSpark.session()
                .read()
                .format("tsfile")
                .option("timestampAs", "long")
                .load(copy.toString());
        assertThat(values(withDeletions)).isPositive().isLessThan(values(without));
    }

    @Test
    void saysWhichFileARowIsFromInWhateverOrderDevicesCome() {
        Dataset<Row> all = load(Map.of("model", "tree"), "");
        List<String> ofDevices = all.selectExpr("device", "time", "_file").collectAsList().stream()
                .map(row -> row.getString(0) + "@" + row.getLong(1) + " " + row.getString(2))
                .sorted()
                .toList();
        // Devices come in Spark's order where they are shown, and else as they are stored.
        List<String> files = all.selectExpr("_file").as(Encoders.STRING()).collectAsList().stream()
                .sorted()
                .toList();

        assertThat(ofDevices.stream()
                        .map(line -> line.substring(line.indexOf(' ') + 1))
                        .sorted())
                .isEqualTo(files);
        assertThat(files.stream().distinct().count()).isGreaterThan(4);
        assertThat(files).allMatch(file -> Files.exists(Path.of(file.replaceFirst("^file:", ""))));
        assertThat(all.selectExpr("count(_commit)").head().getLong(0)).isZero();
    }

    private static long values(Dataset<Row> rows) {
        String counts =
                Stream.of(rows.columns()).map(column -> "count(" + column + ")").collect(Collectors.joining(" + "));
        return rows.selectExpr(counts).head().getLong(0);
    }

    @Test
    void showsValuesInATypeThatTheUserNames() {
        Dataset<Row> numbers = LocalSpark.session()
                .read()
                .format("tsfile")
                .schema("time BIGINT, value STRING")
                .options(Map.of("model", "tree", "form", "narrow"))
                .load(fleet.resolve("data").toString());

        assertThat(numbers.schema().apply("time").dataType()).isEqualTo(DataTypes.LongType);
        assertThat(numbers.orderBy("time", "value").limit(1).collectAsList())
                .containsExactly(RowFactory.create(
                        1_700_000_000_000L,
                        numbers.selectExpr("min_by(value, (time, value))")
                                .head()
                                .getString(0)));
        assertThatThrownBy(() -> LocalSpark.session()
                        .read()
                        .format("tsfile")
                        .schema("value DOUBLE")
                        .options(Map.of("model", "tree", "form", "narrow"))
                        .load(fleet.resolve("data").toString())
                        .count())
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageContaining("as DOUBLE")
                .hasMessageContaining("STRING holds all");
    }

    private static List<String> devices() throws IOException {
        try (Stream<Path> files = Files.list(fleet.resolve("expected"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith("root."))
                    .map(name -> name.substring(0, name.length() - ".csv".length()))
                    .sorted()
                    .toList();
        }
    }

    private static String isoDate(String digits) {
        return digits.substring(0, 4) + "-" + digits.substring(4, 6) + "-" + digits.substring(6);
    }

    /** Rows as the server prints them, sorted. */
    private static List<String> lines(Dataset<Row> rows) {
        return rows.collectAsList().stream()
                .map(row ->
                        Arrays.stream(values(row)).map(IotdbFolderTest::cell).collect(Collectors.joining(",")))
                .sorted()
                .toList();
    }

    private static @Nullable Object[] values(Row row) {
        @Nullable Object[] values = new Object[row.size()];
        Arrays.setAll(values, row::get);
        return values;
    }

    private static String cell(@Nullable Object value) {
        if (value instanceof byte[] bytes) {
            return "0x" + HexFormat.of().formatHex(bytes);
        }
        return value instanceof LocalDate date
                ? date.format(DateTimeFormatter.BASIC_ISO_DATE)
                : value == null ? "" : value.toString();
    }
}
