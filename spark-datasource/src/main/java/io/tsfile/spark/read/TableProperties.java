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

import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.format.EncodingOptions;
import io.tsfile.core.model.TimePartitioning;
import io.tsfile.core.model.TimePrecision;
import io.tsfile.core.table.TableMetadata;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The names and spellings of a table's properties in SQL ({@code TBLPROPERTIES}). */
public final class TableProperties {
    /** {@code table} or {@code tree}. */
    public static final String MODEL = "model";

    /** The tags, in the order in which they name the device, with commas between them. */
    public static final String TAG_COLUMNS = "tag.columns";

    /** Which column is the time. */
    public static final String TIME_COLUMN = "time.column";

    /** {@code ms}, {@code us} or {@code ns}. */
    public static final String TIME_PRECISION = "time.precision";

    /** How files are cut by time: a number of days, hours or minutes, or {@code none}. */
    public static final String TIME_PARTITION = "time.partition";

    /** All of them that do not end with a column's name. */
    public static final List<String> NAMES = Stream.concat(
                    Stream.of(
                            MODEL,
                            TAG_COLUMNS,
                            TIME_COLUMN,
                            TIME_PRECISION,
                            TIME_PARTITION,
                            EncodingOptions.ENCODING,
                            EncodingOptions.COMPRESSION),
                    TableMetadata.OPTION_NAMES.stream())
            .toList();

    private static final Pattern INTERVAL =
            Pattern.compile("(\\d{1,9})\\s*(d|days?|h|hours?|min|minutes?)", Pattern.CASE_INSENSITIVE);

    private TableProperties() {}

    /**
     * Reads {@code 7d}, {@code 12 h}, {@code 30min} or {@code none}.
     *
     * @throws TsFileConnectorException for anything else
     */
    public static TimePartitioning parseInterval(String text, TimePrecision precision) {
        if (text.trim().equalsIgnoreCase("none")) {
            return TimePartitioning.NONE;
        }
        Matcher matcher = INTERVAL.matcher(text.trim());
        if (!matcher.matches() || Long.parseLong(matcher.group(1)) == 0) {
            throw new TsFileConnectorException("Cannot use '" + text + "' as " + TIME_PARTITION
                    + ": write a number of days, hours or minutes, such as 7d, 12h or 30min, or none");
        }
        TimeUnit unit = switch (Character.toLowerCase(matcher.group(2).charAt(0))) {
            case 'd' -> TimeUnit.DAYS;
            case 'h' -> TimeUnit.HOURS;
            default -> TimeUnit.MINUTES;
        };
        return new TimePartitioning(precision.unit().convert(Long.parseLong(matcher.group(1)), unit));
    }

    /** The other way round; an interval that is no whole number of minutes is given in the table's unit. */
    public static String spellInterval(TimePartitioning partitioning, TimePrecision precision) {
        long interval = partitioning.interval();
        if (interval == 0) {
            return "none";
        }
        for (TimeUnit unit : List.of(TimeUnit.DAYS, TimeUnit.HOURS, TimeUnit.MINUTES)) {
            long one = precision.unit().convert(1, unit);
            if (interval % one == 0) {
                return interval / one + (unit == TimeUnit.DAYS ? "d" : unit == TimeUnit.HOURS ? "h" : "min");
            }
        }
        return interval + ReadOptions.shortName(precision);
    }
}
