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

import io.tsfile.core.model.Devices;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an IoTDB 2.0.1-beta itself said of the same patterns, and an oracle. */
class PathPatternTest {
    @ParameterizedTest
    @CsvSource({
        "root.a.**, root.a.x, true, true",
        "root.a.**, root.a, true, true",
        "root.a.**, root.b, false, true",
        "root.**.s1, root.a.b, true, false",
        "root.*.s1, root.a.b, false, false",
        "root.a*.s1, root.ab, true, false",
        "root.*a*.**, root.bab.c, true, true",
        "root.a.`x*`.s, root.a.xy, false, false",
        "root.**.b.*, root.a.b.c.b, true, true",
        "root.a.x, root.a.x, false, false",
    })
    void matchesAsTheServerDoes(String pattern, String device, boolean matches, boolean rows) {
        PathPattern parsed = PathPattern.parse(pattern);
        assertThat(parsed.matchesDevice(Devices.nodes(device))).isEqualTo(matches);
        assertThat(parsed.matchesEveryMeasurement()).isEqualTo(rows);
    }

    @Test
    void matchesMeasurementsByTheLastNode() {
        assertThat(PathPattern.parse("root.a.s*").matchesMeasurement("s12")).isTrue();
        assertThat(PathPattern.parse("root.a.s*").matchesMeasurement("t")).isFalse();
        assertThat(PathPattern.parse("root.a.s*t").matchesMeasurement("sxt")).isFalse();
        assertThat(PathPattern.parse("root.a.s*t").matchesMeasurement("s*t")).isTrue();
        assertThat(PathPattern.parse("root.a.*s*t*").matchesMeasurement("xsyt")).isTrue();
        assertThat(PathPattern.parse("root.a.s").matchesMeasurement("s1")).isFalse();
    }

    @Test
    void namesTheDeviceWhereItIsOnlyOne() {
        assertThat(PathPattern.parse("root.a.b.s*").device()).contains("root.a.b");
        assertThat(PathPattern.parse("root.a.b.*").device()).contains("root.a.b");
        assertThat(PathPattern.parse("root.a.b.**").device()).isEmpty();
        assertThat(PathPattern.parse("root.*.b.s").device()).isEmpty();
    }

    @Test
    void refusesWhatHasNoMeasurement() {
        assertThatThrownBy(() -> PathPattern.parse("root")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> PathPattern.parse("root..s")).isInstanceOf(IllegalArgumentException.class);
    }

    @Property(tries = 3000)
    void matchesAsARegularExpressionDoes(@ForAll("patterns") List<String> pattern, @ForAll("paths") List<String> path) {
        String expression = pattern.stream()
                .map(node -> node.equals("**") ? "[^/]+(/[^/]+)*" : node.replace("*", "[^/]*"))
                .collect(Collectors.joining("/"));
        PathPattern parsed = new PathPattern(pattern);
        boolean matches = parsed.matchesDevice(path.subList(0, path.size() - 1))
                && parsed.matchesMeasurement(path.get(path.size() - 1));
        assertThat(matches).as("%s %s", pattern, path).isEqualTo(Pattern.matches(expression, String.join("/", path)));
    }

    @Provide
    Arbitrary<List<String>> patterns() {
        return Arbitraries.of("a", "b", "ab", "*", "**", "a*", "*b", "*a*")
                .list()
                .ofMinSize(2)
                .ofMaxSize(5);
    }

    @Provide
    Arbitrary<List<String>> paths() {
        return Arbitraries.of("a", "b", "ab", "ba", "aab").list().ofMinSize(2).ofMaxSize(6);
    }
}
