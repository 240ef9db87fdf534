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

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;
import org.apache.flink.configuration.description.HtmlFormatter;
import org.apache.flink.util.TimeUtils;

/** The options as a page of Markdown. */
final class OptionReference {
    private static final Pattern QUOTED = Pattern.compile("(?<![a-z])'([^' ]+)'");

    private OptionReference() {}

    /** All groups: heading, sentence and table, each with an empty line behind. */
    static String markdown() {
        StringBuilder text = new StringBuilder();
        for (OptionGroup group : OptionGroup.ALL) {
            text.append("### ")
                    .append(group.title())
                    .append("\n\n")
                    .append(group.about())
                    .append("\n\n| option | value | default | meaning |\n|---|---|---|---|\n");
            for (KnownOption<?> known : group.options()) {
                text.append("| `")
                        .append(known.option().key())
                        .append("` | ")
                        .append(cell(known.values()))
                        .append(" | ")
                        .append(byDefault(known))
                        .append(" | ")
                        .append(description(known))
                        .append(" |\n");
            }
            text.append('\n');
        }
        return text.toString();
    }

    static String description(KnownOption<?> known) {
        return QUOTED.matcher(new HtmlFormatter().format(known.option().description()))
                .replaceAll("`$1`")
                .replace("|", "\\|");
    }

    private static String byDefault(KnownOption<?> known) {
        if (known.required()) {
            return "required";
        }
        return known.implied().isEmpty() ? "`" + value(known.option().defaultValue()) + "`" : cell(known.implied());
    }

    private static String value(Object value) {
        return value instanceof Duration time
                ? TimeUtils.formatWithHighestUnit(time)
                : value.toString().toLowerCase(Locale.ROOT);
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace("<", "&lt;");
    }
}
