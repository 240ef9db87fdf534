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
package io.tsfile.examples.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tsfile.examples.UserException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvReaderTest {
    private final Path folder;

    CsvReaderTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void readsTimesTagsAndTypedFields() throws IOException {
        CsvTable table = read("""
                time,host,up,users,load,day,seen,note
                2026-11-21T08:00:00Z,a,true,3,0.5,2026-11-21,2026-11-21T07:00:00.250Z,fine
                1795248001000,,FALSE,-4,1e3,,,
                """);

        assertThat(table.fields().stream().map(CsvColumn::type))
                .containsExactly(
                        CellType.BOOLEAN,
                        CellType.INT64,
                        CellType.DOUBLE,
                        CellType.DATE,
                        CellType.TIMESTAMP,
                        CellType.STRING);
        assertThat(table.time(0)).isEqualTo(1795248000000L);
        assertThat(table.time(1)).isEqualTo(1795248001000L);
        assertThat(table.devices()).containsExactly(List.of("a"), Arrays.asList((String) null));
        assertThat(table.fields().get(0).longValue(0)).isEqualTo(1);
        assertThat(table.fields().get(0).longValue(1)).isZero();
        assertThat(table.fields().get(1).longValue(1)).isEqualTo(-4);
        assertThat(table.fields().get(2).doubleValue(1)).isEqualTo(1000.0);
        assertThat(table.fields().get(3).longValue(0)).isEqualTo(20778);
        assertThat(table.fields().get(4).longValue(0)).isEqualTo(1795244400250L);
        assertThat(table.fields().get(5).text(0)).isEqualTo("fine");
        assertThat(table.fields().subList(3, 6)).allMatch(column -> column.isNull(1));
    }

    @Test
    void infersFromTheWholeFileNotFromItsFirstLines() throws IOException {
        assertThat(typeOf("1", "2", "2.5")).isEqualTo(CellType.DOUBLE);
        assertThat(typeOf("1", "2", "x")).isEqualTo(CellType.STRING);
        assertThat(typeOf("true", "false", "0")).isEqualTo(CellType.STRING);
        assertThat(typeOf("", "", "7")).isEqualTo(CellType.INT64);
        assertThat(typeOf("", "")).isEqualTo(CellType.STRING);
    }

    @Test
    void takesIdentifiersForTextAndNotForNumbers() throws IOException {
        assertThat(typeOf("007", "12")).isEqualTo(CellType.STRING);
        assertThat(typeOf("18446744073709551615", "1")).isEqualTo(CellType.STRING);
        assertThat(typeOf("9223372036854775807", "-9223372036854775808")).isEqualTo(CellType.INT64);
        assertThat(typeOf("1f", "0x10")).isEqualTo(CellType.STRING);
    }

    @Test
    void infersFractionsWithAllTheirWritings() throws IOException {
        assertThat(typeOf("NaN", "-Infinity", "1e-5", ".5", "3.", "-0.0")).isEqualTo(CellType.DOUBLE);
    }

    @Test
    void takesTypesFromTheUserOverInference() throws IOException {
        CsvLayout layout = new CsvLayout("time", List.of(), Map.of("v", CellType.FLOAT, "w", CellType.TEXT), ',');

        CsvTable table = CsvReader.read(file("time,v,w\n0,1,2\n"), layout);

        assertThat(table.fields().stream().map(CsvColumn::type)).containsExactly(CellType.FLOAT, CellType.TEXT);
        assertThat(table.fields().get(1).text(0)).isEqualTo("2");
    }

    @Test
    void readsQuotedCellsBlankLinesByteOrderMarksAndOtherDelimiters() throws IOException {
        CsvLayout layout = new CsvLayout("time", List.of("host"), Map.of(), ';');

        CsvTable table =
                CsvReader.read(file("\uFEFFtime;host;note\r\n\r\n0;a;\"x;\"\"y\"\"\nz\"\r\n\r\n1;a;w\r\n"), layout);

        assertThat(table.rows()).isEqualTo(2);
        assertThat(table.fields().get(0).text(0)).isEqualTo("x;\"y\"\nz");
    }

    @Test
    void readsTimesWithoutAnOffsetAsUtc() throws IOException {
        CsvTable table = CsvReader.read(
                file("time,v\n2026-11-21 08:00:00,1\n2026-11-21T08:00:00,1\n2026-11-21T10:00:00+02:00,1\n"),
                CsvLayout.of("time"));

        assertThat(List.of(table.time(0), table.time(1), table.time(2))).containsOnly(1795248000000L);
    }

    @Test
    void takesASampleFromTheWholeFile() throws IOException {
        StringBuilder text = new StringBuilder("time,v\n");
        for (int i = 0; i < 1000; i++) {
            text.append(i).append(",1\n");
        }
        Path file = file(text.toString());

        CsvTable sample = CsvReader.read(file, CsvLayout.of("time"), 10);
        CsvTable all = CsvReader.read(file, CsvLayout.of("time"), 5000);

        List<Long> times = new ArrayList<>();
        for (int row = 0; row < sample.rows(); row++) {
            times.add(sample.time(row));
        }
        assertThat(times).containsExactly(99L, 199L, 299L, 399L, 499L, 599L, 699L, 799L, 899L, 999L);
        assertThat(all.rows()).isEqualTo(1000);
    }

    @Test
    void namesTheLineThatHasTooFewOrTooManyCells() {
        assertRefused("time,host,v\n0,a,1\n\n1,a\n", "line 4", "2 cells", "3", "'v'");
        assertRefused("time,host,v\n0,a,1\n1,a,2,x\n", "line 3", "4 cells", "3", "'x'");
        assertRefused("time,host,v\n0,\"a\nb\",1\n1,a\n", "line 4", "2 cells");
    }

    @Test
    void namesTheLineWhereAnUnclosedQuoteOpens() {
        assertRefused("time,host,v\n0,a,1\n1,\"a,2\n3,a,3\n", "line 3", "quote");
        assertRefused("time,host,v\n0,\"a\"b,1\n", "line 2", "quote");
    }

    @Test
    void namesTheCellThatDoesNotFitItsType() {
        assertThatThrownBy(() -> CsvReader.read(
                        file("time,v\n0,1\n1,abc\n"),
                        new CsvLayout("time", List.of(), Map.of("v", CellType.DOUBLE), ',')))
                .isInstanceOf(UserException.class)
                .hasMessageStartingWith("Cannot")
                .hasMessageContainingAll("in.csv", "line 3", "column 'v'", "'abc'", "DOUBLE", "--types v=STRING");
        assertThatThrownBy(() -> CsvReader.read(
                        file("time,v\n0,2147483648\n"),
                        new CsvLayout("time", List.of(), Map.of("v", CellType.INT32), ',')))
                .isInstanceOf(UserException.class)
                .hasMessageContainingAll("line 2", "'2147483648'", "INT32");
    }

    @Test
    void refusesTimesThatAreEmptyNoTimesOrFinerThanMilliseconds() {
        assertRefused("time,host,v\n0,a,1\n,a,2\n", "line 3", "column 'time'", "empty");
        assertRefused("time,host,v\nnoon,a,2\n", "line 2", "column 'time'", "'noon'", "ISO-8601");
        assertRefused("time,host,v\n2026-11-21T08:00:00.123456Z,a,2\n", "line 2", "millisecond");
    }

    @Test
    void refusesFilesWithoutContent() {
        assertRefused("", "is empty");
        assertRefused("\n\n", "is empty");
        assertRefused("time,host,v\n", "no rows");
        assertRefused("time,host\n0,a\n", "no column besides");
    }

    @Test
    void refusesAFileThatIsNotThere() {
        assertThatThrownBy(() -> CsvReader.read(folder.resolve("no.csv"), CsvLayout.of("time")))
                .isInstanceOf(UserException.class)
                .hasMessageContainingAll("no.csv", "no such file", "--input");
    }

    @Test
    void refusesTextThatIsNotUtf8() throws IOException {
        Path file = folder.resolve("latin.csv");
        Files.write(file, "time,v\n0,\u00e4\n".getBytes(StandardCharsets.ISO_8859_1));

        assertThatThrownBy(() -> CsvReader.read(file, CsvLayout.of("time")))
                .isInstanceOf(UserException.class)
                .hasMessageContainingAll("latin.csv", "UTF-8");
    }

    @Test
    void listsTheColumnsWhereOneIsMissing() {
        assertRefused("when,host,v\n0,a,1\n", "'time'", "when, host, v", "--time-column");
        assertRefused("time,server,v\n0,a,1\n", "'host'", "time, server, v", "--tag-columns");
        assertRefused("time;host;v\n0;a;1\n", "'time'", "--delimiter");
    }

    @Test
    void refusesHeadersWithEqualOrEmptyNames() {
        assertRefused("time,host,v,V\n0,a,1,2\n", "line 1", "two columns 'V'");
        assertRefused("time,host,v,\n0,a,1,2\n", "line 1", "column 4", "no name");
    }

    @Test
    void refusesAColumnInTwoRoles() {
        assertThatThrownBy(() -> CsvReader.read(file("time,v\n0,1\n"), CsvLayout.of("time", "time")))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("only one");
        assertThatThrownBy(() -> CsvReader.read(
                        file("time,host,v\n0,a,1\n"),
                        new CsvLayout("time", List.of("host"), Map.of("host", CellType.INT64), ',')))
                .isInstanceOf(UserException.class)
                .hasMessageContainingAll("'host'", "--types");
    }

    private CellType typeOf(String... cells) throws IOException {
        StringBuilder text = new StringBuilder("time,v\n");
        for (String cell : cells) {
            text.append("0,").append(cell).append('\n');
        }
        return read(text.toString(), CsvLayout.of("time")).fields().get(0).type();
    }

    private void assertRefused(String text, String... parts) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(UserException.class)
                .hasMessageStartingWith("Cannot")
                .hasMessageContaining("in.csv")
                .hasMessageContainingAll(parts);
    }

    private CsvTable read(String text) throws IOException {
        return read(text, CsvLayout.of("time", "host"));
    }

    private CsvTable read(String text, CsvLayout layout) throws IOException {
        return CsvReader.read(file(text), layout);
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("in.csv"), text);
    }
}
