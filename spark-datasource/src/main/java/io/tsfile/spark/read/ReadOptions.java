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
package io.tsfile.spark.read;

import io.tsfile.core.KnownNames;
import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.model.TableModel;
import io.tsfile.core.model.TimePrecision;
import io.tsfile.spark.stream.StreamOptions;
import io.tsfile.core.scan.PlainOptions;
import io.tsfile.core.scan.PlainOptions.Unsealed;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What a user can say where a folder is read.
 *
 * @param path the folder
 * @param table the table to read where a plain folder holds several; else a check
 * @param model a check: the folder must hold that model
 * @param timestampAs how times are shown; absent: as timestamps, where Spark's can hold them
 * @param timestampPrecision the unit of the times in a plain folder, whose files do not say it; absent: milliseconds
 * @param order how to tell which of two overlapping files of a plain folder is newer
 * @param unsealed what to do with files of a plain folder that are not complete; absent: they are an error
 * @param hadoop settings of the file system ({@code fs.*})
 */
public record ReadOptions(
        String path,
        Optional<String> table,
        Optional<TableModel> model,
        Optional<TimestampAs> timestampAs,
        Optional<TimePrecision> timestampPrecision,
        Optional<String> order,
        Optional<Unsealed> unsealed,
        Map<String, String> hadoop) {
    private static final String HADOOP_PREFIX = "fs.";
    private static final List<String> NAMES = Stream.concat(
                    Stream.of("path", "table", "model", "timestampAs", "timestampPrecision", "order", "unsealed"),
                    StreamOptions.NAMES.stream())
            .toList();

    /** How times and columns of type TIMESTAMP are shown. */
    public enum TimestampAs {
        /** As Spark's TIMESTAMP. */
        TIMESTAMP,
        /** As BIGINT: the number that is stored. */
        LONG
    }

    /**
     * Reads the options.
     *
     * @param options by their names, in any case
     * @throws TsFileConnectorException for an unknown name, a value that an option does not take, or no path
     */
    public static ReadOptions of(Map<String, String> options) {
        Map<String, String> byName = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        Map<String, String> hadoop = new TreeMap<>();
        options.forEach((name, value) -> (name.startsWith(HADOOP_PREFIX) ? hadoop : byName).put(name, value));
        if (byName.containsKey("paths")) {
            throw new TsFileConnectorException("Cannot read several paths at once (" + byName.get("paths")
                    + "): load the folder that holds them, or load each one and unite the results");
        }
        KnownNames.check("options of format 'tsfile'", byName.keySet(), NAMES);
        String path = byName.get("path");
        if (path == null || path.isBlank()) {
            throw new TsFileConnectorException(
                    "Cannot read format 'tsfile' without a path: give a folder, load(\"/data/table\")");
        }
        return new ReadOptions(
                path,
                Optional.ofNullable(byName.get("table")),
                choice(byName, "model", TableModel.values(), model -> lower(model.name())),
                choice(byName, "timestampAs", TimestampAs.values(), as -> lower(as.name())),
                choice(byName, "timestampPrecision", TimePrecision.values(), ReadOptions::shortName),
                choice(byName, "order", new String[] {"name", "modified"}, order -> order),
                choice(byName, "unsealed", Unsealed.values(), unsealed -> lower(unsealed.name())),
                hadoop);
    }

    /** How a plain folder is read. */
    PlainOptions plain() {
        return new PlainOptions(table, order, unsealed.orElse(Unsealed.FAIL));
    }

    /** {@code ms}, {@code us} or {@code ns}. */
    public static String shortName(TimePrecision precision) {
        return switch (precision) {
            case MILLIS -> "ms";
            case MICROS -> "us";
            case NANOS -> "ns";
        };
    }

    /**
     * The value of an option that takes one of a few.
     *
     * @throws TsFileConnectorException if it is none of them
     */
    public static <T> Optional<T> choice(
            Map<String, String> options, String name, T[] values, Function<T, String> spelling) {
        String given = options.get(name);
        if (given == null) {
            return Optional.empty();
        }
        List<String> spellings = new ArrayList<>();
        for (T value : values) {
            if (spelling.apply(value).equalsIgnoreCase(given.trim())) {
                return Optional.of(value);
            }
            spellings.add(spelling.apply(value));
        }
        throw new TsFileConnectorException(
                "Cannot use '" + given + "' as " + name + ": it is one of " + String.join(", ", spellings));
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
