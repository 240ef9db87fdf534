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
package io.tsfile.core.format;

import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.TableModel;
import io.tsfile.core.model.TableSchema;
import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.enums.CompressionType;
import org.apache.tsfile.file.metadata.enums.TSEncoding;

/**
 * What the user fixed of the encoding and compression of columns. What is not fixed is chosen chunk by chunk. Times are
 * always in TS_2DIFF, and compressed as all columns are.
 *
 * @param settings by name: {@code encoding} and {@code compression} for all columns, {@code encoding.<column>} and
 *     {@code compression.<column>} for one, above the former. Each is a name in lower case, or {@code auto}
 */
public record EncodingOptions(TreeMap<String, String> settings) implements Serializable {
    /** The name of the setting, and before a dot and a column the beginning of its name. */
    public static final String ENCODING = "encoding";

    /** As {@link #ENCODING}. */
    public static final String COMPRESSION = "compression";

    /** The value that says that the best is chosen. */
    public static final String AUTO = "auto";

    /** Nothing is fixed. */
    public static final EncodingOptions DEFAULT = new EncodingOptions(new TreeMap<>());

    /** Takes a copy. */
    public EncodingOptions {
        settings = new TreeMap<>(settings);
    }

    /** Whether an option is one of these, in upper or lower case. */
    public static boolean isName(String option) {
        String kind = kind(option);
        return kind.equals(ENCODING) || kind.equals(COMPRESSION);
    }

    /** One compression for all columns. */
    public static EncodingOptions compressed(CompressionType compression) {
        return new EncodingOptions(new TreeMap<>(Map.of(COMPRESSION, lower(compression.name()))));
    }

    /**
     * Those of a table's options that are encoding options, checked. Others are not looked at, and a table without any has
     * {@link #DEFAULT}.
     *
     * @throws TsFileConnectorException for a name that does not exist, an encoding that the column's type does not have, or
     *     another column than the table's fields
     */
    public static EncodingOptions of(TableSchema schema, Map<String, String> options) {
        TreeMap<String, String> settings = new TreeMap<>();
        options.forEach((option, value) -> {
            if (isName(option)) {
                String name = checkedName(schema, option);
                String given = lower(value.trim());
                String other = settings.put(name, given);
                if (other != null && !other.equals(given)) {
                    throw new TsFileConnectorException("Cannot use option '" + name + "' given twice, as '" + given
                            + "' and as '" + other + "': remove one of them");
                }
            }
        });
        settings.forEach((name, value) -> checkValue(schema, name, value));
        return new EncodingOptions(settings);
    }

    /**
     * Those of the options in a table's log that are encoding options, which were checked when the table was made. What is
     * unknown here fixes nothing: a later version may have written it, and the table must stay readable and writable.
     */
    public static EncodingOptions ofLog(TableSchema schema, Map<String, String> options) {
        TreeMap<String, String> settings = new TreeMap<>();
        new TreeMap<>(options).forEach((option, value) -> {
            if (isName(option)) {
                settings.put(spelledName(schema, option), lower(value.trim()));
            }
        });
        return new EncodingOptions(settings);
    }

    /** These options; what they do not name is as in {@code below}. */
    public EncodingOptions over(EncodingOptions below) {
        TreeMap<String, String> merged = new TreeMap<>(below.settings);
        merged.putAll(settings);
        return new EncodingOptions(merged);
    }

    /**
     * The encoding that is fixed for a column. One that is fixed for all columns is not meant for those whose type does not
     * have it.
     */
    public Optional<TSEncoding> encoding(String column, TSDataType type) {
        return fixed(ENCODING, column, Encodings.possible(type));
    }

    /** The compression that is fixed for a column. */
    public Optional<CompressionType> compression(String column) {
        return fixed(COMPRESSION, column, Encodings.COMPRESSIONS);
    }

    private <E extends Enum<E>> Optional<E> fixed(String kind, String column, List<E> possible) {
        String value = settings.getOrDefault(kind + "." + column, settings.getOrDefault(kind, AUTO));
        for (E each : possible) {
            if (lower(each.name()).equals(value)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    /** The option's name with its column spelled as in the table. */
    private static String spelledName(TableSchema schema, String option) {
        String kind = kind(option);
        String column = option.substring(kind.length());
        return kind + (schema.model() == TableModel.TABLE ? lower(column) : column);
    }

    /** As {@link #spelledName}, of a column that the table must have. */
    private static String checkedName(TableSchema schema, String option) {
        String name = spelledName(schema, option);
        if (name.indexOf('.') < 0) {
            return name;
        }
        String spelled = name.substring(name.indexOf('.') + 1);
        if (schema.fields().stream().noneMatch(field -> field.name().equals(spelled))) {
            String what = spelled.equals(schema.timeColumn())
                    ? "times are always in " + lower(Encodings.TIME.name()) + " and compressed as '" + COMPRESSION
                            + "' says"
                    : "table '" + schema.name() + "' has no field '" + spelled + "'";
            throw new TsFileConnectorException("Cannot use option '" + option + "': " + what + ". The fields are "
                    + schema.fields().stream().map(Column::name).collect(Collectors.joining(", ")));
        }
        return name;
    }

    /** What stands before the first dot. */
    private static String kind(String option) {
        int dot = option.indexOf('.');
        return lower(dot < 0 ? option : option.substring(0, dot));
    }

    private static void checkValue(TableSchema schema, String name, String value) {
        String kind = kind(name);
        String column = name.substring(Math.min(name.length(), kind.length() + 1));
        if (kind.equals(COMPRESSION)) {
            require(name, value, Encodings.COMPRESSIONS, "compressions are");
        } else if (column.isEmpty()) {
            List<TSEncoding> all = schema.fields().stream()
                    .flatMap(field -> Encodings.possible(field.type()).stream())
                    .distinct()
                    .toList();
            require(name, value, all, "encodings of the types of table '" + schema.name() + "' are");
        } else {
            TSDataType type = schema.fieldType(column);
            require(name, value, Encodings.possible(type), "encodings of " + type + " are");
        }
    }

    private static void require(String name, String value, List<? extends Enum<?>> possible, String what) {
        if (!value.equals(AUTO)
                && possible.stream().noneMatch(p -> lower(p.name()).equals(value))) {
            throw new TsFileConnectorException("Cannot use '" + name + "' = '" + value + "': the " + what + " " + AUTO
                    + ", " + possible.stream().map(p -> lower(p.name())).collect(Collectors.joining(", ")));
        }
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
