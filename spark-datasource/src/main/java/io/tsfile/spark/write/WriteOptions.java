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
package io.tsfile.spark.write;

import io.tsfile.core.KnownNames;
import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.format.EncodingOptions;
import io.tsfile.core.table.TableMetadata;
import io.tsfile.spark.read.ReadOptions;
import io.tsfile.spark.read.TableProperties;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The options of a write. Immutable. */
final class WriteOptions {
    private static final String HADOOP_PREFIX = "fs.";
    private static final long DEFAULT_TARGET_FILE_BYTES = 256L << 20;
    /** What Spark puts among the options of a stream for itself. */
    private static final Set<String> OF_SPARK =
            Set.of("checkpointlocation", "queryname", "__partition_columns", "__clustering_columns");

    private final Map<String, String> byName = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final Map<String, String> hadoop = new TreeMap<>();
    private final Map<String, String> ofTable = new LinkedHashMap<>();

    /**
     * Reads options.
     *
     * @param options by their names, in any case
     * @throws TsFileConnectorException for an unknown name
     */
    WriteOptions(Map<String, String> options) {
        List<String> known = new ArrayList<>(WriteOption.keys());
        known.addAll(List.of(EncodingOptions.ENCODING, EncodingOptions.COMPRESSION));
        known.addAll(TableMetadata.OPTION_NAMES);
        options.forEach((name, value) -> {
            if (name.startsWith(HADOOP_PREFIX)) {
                hadoop.put(name, value);
            } else if (isOfTable(name)) {
                ofTable.put(name, value);
            } else if (!OF_SPARK.contains(name.toLowerCase(Locale.ROOT)) && !name.startsWith("__tsfile.")) {
                byName.put(name, value);
            }
        });
        KnownNames.check("options of a write with format 'tsfile'", byName.keySet(), known);
    }

    private static boolean isOfTable(String name) {
        return EncodingOptions.isName(name)
                || name.equalsIgnoreCase(EncodingOptions.ENCODING)
                || name.equalsIgnoreCase(EncodingOptions.COMPRESSION)
                || TableMetadata.OPTION_NAMES.contains(name);
    }

    /** Refuses what means nothing where the table has a name in a catalog. */
    WriteOptions forNamed(String table) {
        for (WriteOption option : WriteOption.values()) {
            boolean given = get(option) != null;
            if (given && option.use() != WriteOption.Use.ALWAYS && option != WriteOption.PATH) {
                String instead = option == WriteOption.MERGE_SCHEMA
                        ? "ALTER TABLE ... ADD COLUMNS"
                        : "TBLPROPERTIES, or writeTo(...).tableProperty(...)";
                throw new TsFileConnectorException("Cannot write to " + table + " with option " + option.key()
                        + ": it is for writes to a folder, df.write.format(\"tsfile\").save(folder); for a table of a"
                        + " catalog there is " + instead);
            }
        }
        return this;
    }

    @Nullable
    String get(WriteOption option) {
        return byName.get(option.key());
    }

    /** Where to write. */
    String path() {
        String path = get(WriteOption.PATH);
        if (path == null || path.isBlank()) {
            throw new TsFileConnectorException(
                    "Cannot write format 'tsfile' without a path: give a folder, save(\"/data/table\")");
        }
        return path;
    }

    /** Hadoop's settings for this write. */
    Map<String, String> hadoop() {
        return hadoop;
    }

    Duplicates duplicates() {
        String text = get(WriteOption.DUPLICATES);
        return text == null ? Duplicates.FAIL : Duplicates.of(text);
    }

    boolean mergesSchema() {
        return flag(WriteOption.MERGE_SCHEMA, false);
    }

    boolean aligned() {
        return flag(WriteOption.ALIGNED, true);
    }

    /** Whether times are given as numbers. */
    boolean timesAreNumbers() {
        return ReadOptions.choice(
                        byName,
                        WriteOption.TIMESTAMP_AS.key(),
                        ReadOptions.TimestampAs.values(),
                        as -> as.name().toLowerCase(Locale.ROOT))
                .equals(Optional.of(ReadOptions.TimestampAs.LONG));
    }

    long targetFileBytes() {
        String text = get(WriteOption.TARGET_FILE_BYTES);
        if (text == null) {
            return DEFAULT_TARGET_FILE_BYTES;
        }
        try {
            long bytes = Long.parseLong(text.trim());
            if (bytes > 0) {
                return bytes;
            }
        } catch (NumberFormatException e) {
            throw notBytes(text, e);
        }
        throw notBytes(text, null);
    }

    private static TsFileConnectorException notBytes(String text, @Nullable Exception cause) {
        return new TsFileConnectorException(
                "Cannot use '" + text + "' as " + WriteOption.TARGET_FILE_BYTES.key()
                        + ": it is a number of bytes, such as 268435456",
                cause);
    }

    /** What a new table gets, by the names of its properties. */
    Map<String, String> properties() {
        Map<String, String> properties = new LinkedHashMap<>(ofTable);
        Map<WriteOption, String> names = Map.of(
                WriteOption.MODEL, TableProperties.MODEL,
                WriteOption.TIME_COLUMN, TableProperties.TIME_COLUMN,
                WriteOption.TAG_COLUMNS, TableProperties.TAG_COLUMNS,
                WriteOption.TIMESTAMP_PRECISION, TableProperties.TIME_PRECISION,
                WriteOption.TIME_PARTITION, TableProperties.TIME_PARTITION);
        names.forEach((option, property) -> {
            String value = get(option);
            if (value != null) {
                properties.put(property, value);
            }
        });
        return properties;
    }

    private boolean flag(WriteOption option, boolean otherwise) {
        String text = get(option);
        if (text == null) {
            return otherwise;
        }
        return switch (text.trim().toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default ->
                throw new TsFileConnectorException(
                        "Cannot use '" + text + "' as " + option.key() + ": it is true or false");
        };
    }
}
