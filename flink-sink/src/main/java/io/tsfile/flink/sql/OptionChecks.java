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

import io.tsfile.core.KnownNames;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.factories.FactoryUtil;

/** Refuses options that there are not, and values that they do not take, before Flink does it with less advice. */
final class OptionChecks {
    /** Flink's own, which it checks itself. */
    private static final List<String> OF_FLINK =
            List.of(FactoryUtil.CONNECTOR.key(), FactoryUtil.PROPERTY_VERSION.key());

    /** Before the watermark options that Flink takes for each table. */
    private static final String WATERMARK_PREFIX = "scan.watermark.";

    private OptionChecks() {}

    /** All that must be there. */
    static Set<ConfigOption<?>> required() {
        return constant().filter(KnownOption::required).map(KnownOption::option).collect(Collectors.toSet());
    }

    /** All others with a key of their own. */
    static Set<ConfigOption<?>> optional() {
        return constant()
                .filter(known -> !known.required())
                .map(KnownOption::option)
                .collect(Collectors.toSet());
    }

    /** What the keys begin with that end with something of the user's. */
    static String[] prefixes() {
        return OptionGroup.all()
                .filter(KnownOption::isPrefix)
                .map(KnownOption::prefix)
                .toArray(String[]::new);
    }

    /**
     * Checks what a table was given in {@code WITH}, and in hints above that.
     *
     * @param table its name, for messages
     * @throws ValidationException for the first option, in alphabetical order, that cannot be given so
     */
    static void check(String table, Map<String, String> given) {
        for (String key : new TreeMap<>(given).keySet()) {
            if (!isKnown(key)) {
                throw new ValidationException("Cannot use option '" + key + "' for table " + table
                        + ": the connector 'tsfile' has no such option" + KnownNames.suggestion(key, candidates(key))
                        + ". The options are "
                        + OptionGroup.all().map(known -> known.option().key()).collect(Collectors.joining(", ")));
            }
        }
        constant().forEach(known -> known.check(table, given));
    }

    private static Stream<KnownOption<?>> constant() {
        return OptionGroup.all().filter(known -> !known.isPrefix());
    }

    /** Whether there is such an option. */
    static boolean isKnown(String key) {
        return OF_FLINK.contains(key)
                || key.startsWith(WATERMARK_PREFIX)
                || OptionGroup.all()
                        .anyMatch(known -> known.isPrefix()
                                ? key.startsWith(known.prefix())
                                        && key.length() > known.prefix().length()
                                : known.keys().anyMatch(key::equals));
    }

    /** What may have been meant: each option, and each prefix with what the key has behind as many dots. */
    private static Set<String> candidates(String key) {
        Set<String> candidates = new LinkedHashSet<>();
        OptionGroup.all().forEach(known -> {
            if (known.isPrefix()) {
                int dots = (int) known.prefix().chars().filter(c -> c == '.').count();
                String[] parts = key.split("\\.", dots + 1);
                if (parts.length > dots && !parts[dots].isEmpty()) {
                    candidates.add(known.prefix() + parts[dots]);
                }
            } else {
                candidates.add(known.option().key());
            }
        });
        return candidates;
    }
}
