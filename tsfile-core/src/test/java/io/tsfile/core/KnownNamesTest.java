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
package io.tsfile.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KnownNamesTest {
    private static final List<String> KNOWN = List.of("path", "ttl", "sink.buffer.memory", "sink.file.size");

    @Test
    void takesWhatIsKnownInAnyCase() {
        assertThatCode(() -> KnownNames.check("options", List.of("ttl", "Sink.File.Size"), KNOWN))
                .doesNotThrowAnyException();
    }

    @Test
    void refusesTheFirstUnknownOneWithAllThereAre() {
        assertThatThrownBy(() -> KnownNames.check("options", List.of("ttl", "sink.file.sizes"), KNOWN))
                .hasMessage("Cannot use 'sink.file.sizes': the options are path, ttl, sink.buffer.memory,"
                        + " sink.file.size. Did you mean 'sink.file.size'?");
    }

    @ParameterizedTest
    @CsvSource({
        "PATHS, path",
        "tl, ttl",
        "sink.bufer.memory, sink.buffer.memory",
        "buffer.memory, sink.buffer.memory",
        "memory, ''",
        "x, ''",
    })
    void suggestsTheNearestOne(String given, String suggested) {
        assertThat(KnownNames.suggestion(given, KNOWN))
                .isEqualTo(suggested.isEmpty() ? "" : ". Did you mean '" + suggested + "'?");
    }
}
