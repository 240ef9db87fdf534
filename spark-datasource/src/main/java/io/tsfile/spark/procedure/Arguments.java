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
package io.tsfile.spark.procedure;

import io.tsfile.core.TsFileConnectorException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.catalog.procedures.ProcedureParameter;
import org.jspecify.annotations.Nullable;

/** The arguments of one call, by their names. Immutable. */
final class Arguments {
    /** The default of a parameter that need not be given. */
    static final String NONE = "NULL";

    private final String procedure;
    private final ProcedureParameter[] parameters;
    private final InternalRow values;

    Arguments(String procedure, ProcedureParameter[] parameters, InternalRow values) {
        this.procedure = procedure;
        this.parameters = parameters;
        this.values = values;
    }

    /** A text that must be given. */
    String text(String name) {
        return optionalText(name).orElseThrow(() -> isNull(name));
    }

    Optional<String> optionalText(String name) {
        int at = at(name);
        return values.isNullAt(at)
                ? Optional.empty()
                : Optional.of(values.getUTF8String(at).toString());
    }

    long number(String name) {
        int at = at(name);
        if (values.isNullAt(at)) {
            throw isNull(name);
        }
        return values.getLong(at);
    }

    int count(String name) {
        int at = at(name);
        if (values.isNullAt(at)) {
            throw isNull(name);
        }
        return values.getInt(at);
    }

    boolean flag(String name) {
        int at = at(name);
        if (values.isNullAt(at)) {
            throw isNull(name);
        }
        return values.getBoolean(at);
    }

    /**
     * One of a few words, in any case.
     *
     * @throws TsFileConnectorException if it is none of them
     */
    <E extends Enum<E>> E choice(String name, Class<E> words) {
        String given = text(name);
        for (E word : words.getEnumConstants()) {
            if (word.name().equalsIgnoreCase(given.trim())) {
                return word;
            }
        }
        throw wrong(name, given, "it is one of " + words(words));
    }

    /** The words for all values, with commas between them. */
    static String words(Class<? extends Enum<?>> words) {
        return Arrays.stream(words.getEnumConstants())
                .map(word -> word.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
    }

    /** Says that an argument's value cannot be. */
    TsFileConnectorException wrong(String name, @Nullable Object given, String expected) {
        return new TsFileConnectorException(
                "Cannot " + procedure + " with " + name + " => '" + given + "': " + expected);
    }

    private TsFileConnectorException isNull(String name) {
        return new TsFileConnectorException(
                "Cannot " + procedure + ": " + name + " is null; give a value, or leave it away");
    }

    private int at(String name) {
        for (int i = 0; i < parameters.length; i++) {
            if (parameters[i].name().equals(name)) {
                return i;
            }
        }
        throw new IllegalArgumentException("Cannot find parameter " + name + " of procedure " + procedure);
    }
}
