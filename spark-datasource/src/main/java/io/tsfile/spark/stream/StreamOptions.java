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
package io.tsfile.spark.stream;

import io.tsfile.core.TsFileConnectorException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How a table is read as a stream. Options of other things are not looked at.
 *
 * @param start where it starts
 * @param commit of the first commit that is read, where it starts with one
 * @param maxFiles files of one batch at most, as far as files that overlap can be parted
 * @param ignoresDeletes whether it goes on where rows are deleted that it may have given out
 */
public record StreamOptions(Start start, long commit, OptionalInt maxFiles, boolean ignoresDeletes) {
    /** Where it starts: {@code full}, {@code latest}, or the number of a commit. */
    public static final String STARTING_VERSION = "startingVersion";

    /** How many files a batch reads at most. */
    public static final String MAX_FILES_PER_TRIGGER = "maxFilesPerTrigger";

    /** Whether deletes are passed over. */
    public static final String IGNORE_DELETES = "ignoreDeletes";

    /** All of them. */
    public static final List<String> NAMES = List.of(STARTING_VERSION, MAX_FILES_PER_TRIGGER, IGNORE_DELETES);

    /** Where a stream starts. */
    public enum Start {
        /** With the rows that the table has, and then what comes. */
        FULL,
        /** With what comes. */
        LATEST,
        /** With a commit. */
        COMMIT
    }

    /** Whether an option is one of them, in whatever case. */
    public static boolean isName(String name) {
        return NAMES.stream().anyMatch(name::equalsIgnoreCase);
    }

    /** Those of them that are among other options. */
    public static Map<String, String> among(Map<String, String> options) {
        Map<String, String> found = new TreeMap<>(options);
        found.keySet().removeIf(name -> !isName(name));
        return found;
    }

    /**
     * Reads options.
     *
     * @param options by their names, in any case
     * @throws TsFileConnectorException for a value that an option does not take
     */
    public static StreamOptions of(Map<String, String> options) {
        Map<String, String> byName = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        byName.putAll(options);
        String from = byName.getOrDefault(STARTING_VERSION, "full").trim().toLowerCase(Locale.ROOT);
        Start start = switch (from) {
            case "full" -> Start.FULL;
            case "latest" -> Start.LATEST;
            default -> Start.COMMIT;
        };
        long commit = start == Start.COMMIT
                ? positive(STARTING_VERSION, from, "full, latest, or the number of the first commit to read")
                : 0;
        String files = byName.get(MAX_FILES_PER_TRIGGER);
        OptionalInt maxFiles = files == null
                ? OptionalInt.empty()
                : OptionalInt.of((int) Math.min(
                        Integer.MAX_VALUE, positive(MAX_FILES_PER_TRIGGER, files, "a number of files above 0")));
        return new StreamOptions(start, commit, maxFiles, flag(byName.get(IGNORE_DELETES)));
    }

    private static long positive(String name, String text, String expected) {
        try {
            long number = Long.parseLong(text.trim());
            if (number > 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw wrong(name, text, expected, e);
        }
        throw wrong(name, text, expected, null);
    }

    private static boolean flag(@Nullable String text) {
        return switch (text == null ? "false" : text.trim().toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw wrong(IGNORE_DELETES, String.valueOf(text), "true or false", null);
        };
    }

    private static TsFileConnectorException wrong(
            String name, String text, String expected, @Nullable Exception cause) {
        return new TsFileConnectorException("Cannot use '" + text + "' as " + name + ": it is " + expected, cause);
    }
}
