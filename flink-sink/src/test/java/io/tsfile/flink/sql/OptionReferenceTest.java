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
package io.tsfile.flink.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.configuration.ConfigOption;
import org.junit.jupiter.api.Test;

class OptionReferenceTest {
    private static final Path PAGE = Path.of("..", "docs", "flink.md");
    private static final String BEGIN = "<!-- The options begin: made by OptionReferenceTest -->\n";
    private static final String END = "<!-- The options end -->\n";
    private static final String WRITE = "docs.write";

    @Test
    void standsInThePage() throws IOException {
        String page = Files.readString(PAGE);
        assertThat(page).containsOnlyOnce(BEGIN).containsOnlyOnce(END);
        int from = page.indexOf(BEGIN) + BEGIN.length();
        String made = page.substring(0, from) + "\n" + OptionReference.markdown() + page.substring(page.indexOf(END));

        if (Boolean.getBoolean(WRITE)) {
            Files.writeString(PAGE, made);
            return;
        }

        assertThat(page)
                .as("docs/flink.md is older than the options. Write it again with"
                        + " ./mvnw -B test -pl flink-sink -am -Dtest=OptionReferenceTest"
                        + " -Dsurefire.failIfNoSpecifiedTests=false -D" + WRITE + "=true")
                .isEqualTo(made);
    }

    @Test
    void hasEachOptionOnceWithADescription() throws IllegalAccessException {
        List<String> declared = new ArrayList<>();
        for (Field field : TsFileOptions.class.getFields()) {
            if (field.get(null) instanceof ConfigOption<?> option) {
                declared.add(option.key());
            }
        }

        assertThat(OptionGroup.all().map(known -> known.option().key())).containsExactlyInAnyOrderElementsOf(declared);
        assertThat(OptionGroup.all()).allSatisfy(known -> {
            assertThat(known.option().key()).matches("[a-z]+([-.][a-z]+)*(\\.<[a-z]+>)?");
            assertThat(OptionReference.description(known)).endsWith(".");
            assertThat(known.values()).isNotEmpty().doesNotEndWith(".");
            assertThat(known.required()
                            || known.option().hasDefaultValue()
                            || !known.implied().isEmpty())
                    .as("what counts without %s", known.option().key())
                    .isTrue();
        });
    }
}
