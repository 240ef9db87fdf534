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
package io.tsfile.examples.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConsoleTest {
    @Test
    void alignsTextLeftAndNumbersRight() {
        List<String> lines = new TextTable(List.of("host", "rows"))
                .add(List.of("a", "1,000"))
                .add(List.of("long-name", "7"))
                .lines("  ");

        assertThat(lines)
                .containsExactly(
                        "  host        rows", "  ---------  -----", "  a          1,000", "  long-name      7");
    }

    @Test
    void writesSizesInTheLargestUnit() {
        assertThat(Sizes.bytes(1023)).isEqualTo("1023 B");
        assertThat(Sizes.bytes(1536)).isEqualTo("1.5 KiB");
        assertThat(Sizes.bytes(5L << 30)).isEqualTo("5.0 GiB");
        assertThat(Sizes.count(1234567)).isEqualTo("1,234,567");
        assertThat(Sizes.duration(12_000_000)).isEqualTo("12 ms");
        assertThat(Sizes.duration(12_340_000_000L)).isEqualTo("12.3 s");
    }

    @Test
    void printsALineEveryTwoSecondsAndOneAtTheEnd() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (Progress.Lines progress =
                new Progress.Lines("ingest", 200, new PrintStream(bytes, true, StandardCharsets.UTF_8), 0)) {
            progress.update(10, "", 1_000_000_000L);
            progress.update(50, "2 checkpoints", 2_000_000_000L);
            progress.update(60, "", 3_000_000_000L);
            progress.update(200, "", 3_500_000_000L);
            progress.update(200, "", 3_600_000_000L);
        }

        assertThat(bytes.toString(StandardCharsets.UTF_8).lines())
                .containsExactly("ingest  25 %  50 of 200 rows, 2 checkpoints", "ingest 100 %  200 of 200 rows");
    }
}
