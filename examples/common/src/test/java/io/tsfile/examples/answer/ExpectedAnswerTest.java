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
package io.tsfile.examples.answer;

import static org.assertj.core.api.Assertions.assertThat;

import io.tsfile.examples.csv.CellType;
import io.tsfile.examples.csv.CsvLayout;
import io.tsfile.examples.csv.CsvReader;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExpectedAnswerTest {
    private final Path folder;

    ExpectedAnswerTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void countsARowOnceAndTakesItsLastValues() throws IOException {
        Answer answer = answer("time,host,V,w\n5,a,1,x\n7,b,10,\n5,a,2,y\n", "v");

        assertThat(answer.rows()).isEqualTo(2);
        assertThat(answer.firstTime()).isEqualTo(5);
        assertThat(answer.lastTime()).isEqualTo(7);
        assertThat(answer.columns().get(0).column()).isEqualTo("v");
        assertThat(answer.columns().get(0).values()).isEqualTo(2);
        assertThat(answer.columns().get(0).sum()).contains(BigDecimal.valueOf(12));
        // CRC-32 of "y", as any other tool computes it.
        assertThat(answer.columns().get(1).sum()).contains(BigDecimal.valueOf(0xFBDB2615L));
        assertThat(answer.devices())
                .containsExactly(
                        new DeviceAverages(List.of("a"), 1, Arrays.asList(2.0)),
                        new DeviceAverages(List.of("b"), 1, Arrays.asList(10.0)));
    }

    @Test
    void letsAnEmptyCellHideNothing() throws IOException {
        Answer answer = answer("time,host,v,w\n5,a,1,4\n5,a,,6\n5,a,3,\n9,a,,\n", "v", "w");

        assertThat(answer.rows()).isEqualTo(2);
        assertThat(answer.columns().get(0).sum()).contains(BigDecimal.valueOf(3));
        assertThat(answer.columns().get(1).sum()).contains(BigDecimal.valueOf(6));
        assertThat(answer.columns().get(1).values()).isEqualTo(1);
    }

    @Test
    void hasNoSumWithoutValuesOrWithInfiniteOnes() throws IOException {
        Answer answer = answer("time,host,v,w,x\n5,a,,NaN,Infinity\n", "v", "w", "x");

        assertThat(answer.columns()).allMatch(column -> column.sum().isEmpty());
        assertThat(answer.columns().stream().map(ColumnSum::values)).containsExactly(0L, 1L, 1L);
        assertThat(answer.devices().get(0).averages()).containsExactly(null, Double.NaN, Double.POSITIVE_INFINITY);
    }

    @Test
    void addsWholeNumbersBeyond64BitsExactly() throws IOException {
        Answer answer = answer("time,host,v\n1,a,9223372036854775807\n2,a,9223372036854775807\n3,a,5\n", "v");

        assertThat(answer.columns().get(0).sum()).contains(new BigDecimal("18446744073709551619"));
    }

    @Test
    void keepsWhatPlainAdditionOfFractionsLoses() throws IOException {
        Answer answer = answer("time,host,v\n1,a,1e17\n2,a,3.5\n3,a,-1e17\n", "v");

        assertThat(answer.columns().get(0).sum()).contains(new BigDecimal("3.5"));
    }

    @Test
    void forgivesRoundingInProportionToTheValues() {
        ColumnSum expected = new ColumnSum("v", CellType.DOUBLE, 3, Optional.of(new BigDecimal("3.5")), 2e17);
        ColumnSum rounded = new ColumnSum("v", CellType.DOUBLE, 3, Optional.of(new BigDecimal("0")), 0);
        ColumnSum other = new ColumnSum("v", CellType.DOUBLE, 3, Optional.of(new BigDecimal("1e9")), 0);
        ColumnSum whole = new ColumnSum("v", CellType.INT64, 3, Optional.of(new BigDecimal("3")), 0);

        assertThat(rounded.agrees(expected)).isTrue();
        assertThat(other.agrees(expected)).isFalse();
        assertThat(whole.agrees(new ColumnSum("v", CellType.INT64, 3, Optional.of(new BigDecimal("4")), 0)))
                .isFalse();
    }

    @Test
    void agreesWithItselfAndNamesEveryDifference() throws IOException {
        Answer expected = answer("time,host,v,w\n1,a,1,0.5\n2,b,2,0.25\n", "v");

        assertThat(answer("time,host,v,w\n2,b,2,0.25\n1,a,1,0.50000000001\n", "v")
                        .differencesFrom(expected))
                .isEmpty();
        assertThat(answer("time,host,v,w\n1,a,1,0.5\n2,b,3,0.25\n", "v").differencesFrom(expected))
                .hasSize(2)
                .anyMatch(line -> line.startsWith("v, sum"))
                .anyMatch(line -> line.startsWith("device [b], averages"));
        assertThat(answer("time,host,v,w\n1,a,1,0.5\n2,b,2,\n", "v").differencesFrom(expected))
                .hasSize(2)
                .anyMatch(line -> line.startsWith("w, values"));
        assertThat(answer("time,host,v,w\n1,a,1,0.5\n3,c,2,0.25\n", "v").differencesFrom(expected))
                .hasSize(2)
                .anyMatch(line -> line.startsWith("last time"))
                .anyMatch(line -> line.startsWith("device [c]"));
    }

    private Answer answer(String text, String... averaged) throws IOException {
        Path file = Files.writeString(folder.resolve("in.csv"), text);
        return ExpectedAnswer.of(CsvReader.read(file, CsvLayout.of("time", "host")), List.of(averaged));
    }
}
