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
package io.tsfile.core.scan.mods;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tsfile.core.CorruptTsFileException;
import io.tsfile.core.model.TimeRange;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextModsTest {
    @Test
    void readsDeletionsWithBothEndsAndWithTheLastOnly() {
        assertThat(read("DELETION,root.a.d.s1,111,100,300\nDELETION,root.a.**,222,300\r\n"))
                .containsExactly(
                        entry("root.a.d.s1", new TimeRange(100, 300), 111),
                        entry("root.a.**", new TimeRange(Long.MIN_VALUE, 300), 222));
    }

    @Test
    void readsPathsWithCommas() {
        assertThat(read("DELETION,root.a.`x,1`.s,5,-3,9223372036854775807\n"))
                .containsExactly(entry("root.a.`x,1`.s", new TimeRange(-3, Long.MAX_VALUE), 5));
        assertThat(read("DELETION,root.a.`x,1`.s,5,7\n"))
                .containsExactly(entry("root.a.`x,1`.s", new TimeRange(Long.MIN_VALUE, 7), 5));
    }

    @Test
    void readsNothingFromAnEmptyFile() {
        assertThat(read("")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "INSERTION,root.a.s,1,2,3",
                "DELETION",
                "DELETION,root.a.s,1",
                "DELETION,root.a.s,1,2,x",
                "DELETION,root.a.s,1,9,3",
                "DELETION,root.a..s,1,2,3",
                "DELETION,root,1,2,3"
            })
    void refusesOtherLines(String line) {
        assertThatThrownBy(() -> read("DELETION,root.a.s,1,2,3\n" + line + "\n"))
                .isInstanceOf(CorruptTsFileException.class)
                .hasMessageStartingWith("Cannot read the deletions in folder/file.mods: line 2 is no deletion");
    }

    @Test
    void refusesALastLineThatIsCutOff() {
        assertThatThrownBy(() -> read("DELETION,root.a.s,1,2,3\nDELETION,root.a.s,1,2,3"))
                .isInstanceOf(CorruptTsFileException.class)
                .hasMessageContaining("line 2 ends in the middle");
    }

    private static ModEntry entry(String path, TimeRange times, long before) {
        return new ModEntry(new ModTarget.Tree(PathPattern.parse(path)), times, before);
    }

    private static List<ModEntry> read(String text) {
        return TextMods.read("folder/file.mods", text.getBytes(StandardCharsets.UTF_8));
    }
}
