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

import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.FallbackKey;
import org.apache.flink.table.api.ValidationException;

/**
 * An option, and which values it takes.
 *
 * @param option its key, type, default and description
 * @param values what a value looks like and how large it is, as what follows "it is"
 * @param legal whether a value of the type may be given
 * @param implied what counts without a value where the option itself has no default; empty where it has one
 * @param required whether a table must have it
 */
record KnownOption<T>(ConfigOption<T> option, String values, Predicate<T> legal, String implied, boolean required) {
    /** An option that takes all values of its type. */
    static <T> KnownOption<T> of(ConfigOption<T> option, String values) {
        return new KnownOption<>(option, values, value -> true, "", false);
    }

    /** This option with only these values. */
    KnownOption<T> where(Predicate<T> only) {
        return new KnownOption<>(option, values, only, implied, required);
    }

    /** This option, without whose value something else counts than a constant. */
    KnownOption<T> otherwise(String what) {
        return new KnownOption<>(option, values, legal, what, required);
    }

    /** This option, without which there is no table. */
    KnownOption<T> isRequired() {
        return new KnownOption<>(option, values, legal, implied, true);
    }

    /** Whether it stands for all keys that begin with {@link #prefix}. */
    boolean isPrefix() {
        return option.key().endsWith(">");
    }

    /** What all its keys begin with. */
    String prefix() {
        return option.key().substring(0, option.key().indexOf('<'));
    }

    /**
     * Refuses a value that it does not take.
     *
     * @param table its name, for the message
     * @param given all options, as text
     */
    void check(String table, Map<String, String> given) {
        String key = keys().filter(given::containsKey).findFirst().orElse(null);
        if (key == null) {
            return;
        }
        IllegalArgumentException cause = null;
        try {
            if (Configuration.fromMap(Map.of(key, given.get(key)))
                    .getOptional(option)
                    .filter(legal)
                    .isPresent()) {
                return;
            }
        } catch (IllegalArgumentException e) {
            cause = e;
        }
        throw new ValidationException(
                "Cannot use '" + key + "' = '" + given.get(key) + "' for table " + table + ": it is " + values, cause);
    }

    /** Its key, and other spellings of it. */
    Stream<String> keys() {
        return Stream.concat(
                Stream.of(option.key()),
                StreamSupport.stream(option.fallbackKeys().spliterator(), false).map(FallbackKey::getKey));
    }
}
