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

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tsfile.core.KnownNames;
import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.model.TableModel;
import io.tsfile.core.model.TimePrecision;
import io.tsfile.core.scan.DevicePattern;
import io.tsfile.core.scan.PlainOptions;
import io.tsfile.core.scan.PlainOptions.Unsealed;
import io.tsfile.spark.stream.StreamOptions;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.connector.catalog.TableCatalog;

/**
 * What a user can say where a folder is read.
 *
 * @param paths folders, files and globs, at least one
 * @param wanted what is to be read of what is there
 * @param plain how files without a log are read
 * @param shown how it is shown
 * @param travel which snapshot of a table
 * @param hadoop settings of the file system ({@code fs.*})
 */
public record ReadOptions(
        List<String> paths, Wanted wanted, Plain plain, Shown shown, TimeTravel travel, Map<String, String> hadoop) {
    private static final String HADOOP_PREFIX = "fs.";
    private static final Set<String> OF_SESSION_CATALOG = Set.of(
            TableCatalog.PROP_PROVIDER,
            TableCatalog.PROP_LOCATION,
            TableCatalog.PROP_IS_MANAGED_LOCATION,
            TableCatalog.PROP_EXTERNAL,
            TableCatalog.PROP_OWNER,
            TableCatalog.PROP_COMMENT);
    private static final List<String> NAMES = Stream.concat(
                    Stream.of(
                            "path",
                            "paths",
                            "table",
                            "model",
                            "form",
                            "device",
                            "timeColumn",
                            "tagColumns",
                            "timestampAs",
                            "timestampPrecision",
                            "mergeSchema",
                            "order",
                            "unsealed",
                            "versionAsOf",
                            "timestampAsOf"),
                    StreamOptions.NAMES.stream())
            .toList();

    /**
     * What is to be read; in a table's folder, all but the devices are checks.
     *
     * @param table the table, where there are several
     * @param model the model, where there are both
     * @param devices which devices of the tree model
     * @param timeColumn what the time is called
     * @param tagColumns the tags, in the order in which they name a device
     */
    public record Wanted(
            Optional<String> table,
            Optional<TableModel> model,
            Optional<DevicePattern> devices,
            Optional<String> timeColumn,
            Optional<List<String>> tagColumns) {}

    /**
     * How files without a log are read.
     *
     * @param precision the unit of their times, which they do not say; absent: milliseconds
     * @param order how to tell which of two overlapping files is newer
     * @param unsealed what to do with files that are not complete; absent: they are an error
     * @param mergeSchema whether types that differ are widened; absent: no
     */
    public record Plain(
            Optional<TimePrecision> precision,
            Optional<String> order,
            Optional<Unsealed> unsealed,
            Optional<Boolean> mergeSchema) {}

    /**
     * How it is shown.
     *
     * @param timestampAs how times are shown; absent: as timestamps, where Spark's can hold them
     * @param form of devices of the tree model; absent: wide
     */
    public record Shown(Optional<TimestampAs> timestampAs, Optional<Form> form) {}

    /** How times and columns of type TIMESTAMP are shown. */
    public enum TimestampAs {
        /** As Spark's TIMESTAMP. */
        TIMESTAMP,
        /** As BIGINT: the number that is stored. */
        LONG
    }

    /** What a row of the tree model is. */
    public enum Form {
        /** All measurements of a device at a time, each a column. */
        WIDE,
        /** One value of a measurement. */
        NARROW
    }

    /** Copies the list. */
    public ReadOptions {
        paths = List.copyOf(paths);
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
        if (byName.containsKey(TableCatalog.PROP_PROVIDER)) {
            byName.keySet().removeIf(ReadOptions::isOfSessionCatalog);
        }
        KnownNames.check("options of format 'tsfile'", byName.keySet(), NAMES);
        return new ReadOptions(
                paths(byName),
                new Wanted(
                        Optional.ofNullable(byName.get("table")),
                        choice(byName, "model", TableModel.values(), model -> lower(model.name())),
                        Optional.ofNullable(byName.get("device")).map(DevicePattern::parse),
                        Optional.ofNullable(byName.get("timeColumn")),
                        Optional.ofNullable(byName.get("tagColumns")).map(ReadOptions::names)),
                new Plain(
                        choice(byName, "timestampPrecision", TimePrecision.values(), ReadOptions::shortName),
                        choice(byName, "order", new String[] {"name", "modified"}, order -> order),
                        choice(byName, "unsealed", Unsealed.values(), unsealed -> lower(unsealed.name())),
                        choice(byName, "mergeSchema", new Boolean[] {true, false}, Object::toString)),
                new Shown(
                        choice(byName, "timestampAs", TimestampAs.values(), as -> lower(as.name())),
                        choice(byName, "form", Form.values(), form -> lower(form.name()))),
                travel(byName),
                hadoop);
    }

    /** What Spark's own catalog says of a table besides its options; these come twice. */
    private static boolean isOfSessionCatalog(String name) {
        return OF_SESSION_CATALOG.contains(name.toLowerCase(Locale.ROOT))
                || name.startsWith(TableCatalog.OPTION_PREFIX);
    }

    /** The same, but of another snapshot. */
    public ReadOptions at(TimeTravel other) {
        return new ReadOptions(paths, wanted, plain, shown, other, hadoop);
    }

    /** How files without a log are read. */
    PlainOptions plainOptions() {
        return new PlainOptions(
                wanted.table,
                wanted.model,
                wanted.devices,
                plain.order,
                plain.unsealed.orElse(Unsealed.FAIL),
                plain.mergeSchema.orElse(false));
    }

    /** Whether each row is to be one value. */
    boolean isNarrow() {
        return shown.form.equals(Optional.of(Form.NARROW));
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

    /** Spark hands one path over as {@code path}, and several as {@code paths}, an array in JSON. */
    private static List<String> paths(Map<String, String> byName) {
        List<String> paths = new ArrayList<>();
        String path = byName.get("path");
        if (path != null && !path.isBlank()) {
            paths.add(path);
        }
        String several = byName.get("paths");
        if (several != null) {
            try {
                paths.addAll(List.of(new ObjectMapper().readValue(several, String[].class)));
            } catch (JsonProcessingException e) {
                throw new TsFileConnectorException(
                        "Cannot use '" + several + "' as paths: it is an array of strings in JSON, [\"/a\", \"/b\"]",
                        e);
            }
        }
        if (paths.isEmpty()) {
            throw new TsFileConnectorException(
                    "Cannot read format 'tsfile' without a path: give a folder, load(\"/data/table\")");
        }
        return paths;
    }

    private static TimeTravel travel(Map<String, String> byName) {
        String version = byName.get("versionAsOf");
        String timestamp = byName.get("timestampAsOf");
        if (version != null && timestamp != null) {
            throw new TsFileConnectorException(
                    "Cannot read versionAsOf " + version + " and timestampAsOf " + timestamp + " at once: give one");
        }
        if (version != null) {
            return TimeTravel.version(version);
        }
        return timestamp == null
                ? TimeTravel.NEWEST
                : TimeTravel.timestamp(
                        timestamp,
                        ZoneId.of(SparkSession.active().sessionState().conf().sessionLocalTimeZone()));
    }

    private static List<String> names(String list) {
        return Stream.of(list.split(",", -1))
                .map(String::trim)
                .filter(name -> !name.isEmpty())
                .toList();
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
