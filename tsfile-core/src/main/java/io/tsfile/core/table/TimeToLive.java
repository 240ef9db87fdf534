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
package io.tsfile.core.table;

import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.model.TimePrecision;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How long rows of a table are kept, by their own time: its option {@value #OPTION}. */
public final class TimeToLive {
    /** The table's option: a number in the table's unit of time, or one with a unit behind it, as in {@code 90d}. */
    public static final String OPTION = "ttl";

    private static final Pattern DURATION = Pattern.compile("(\\d{1,18})\\s*([a-z]*)");

    private TimeToLive() {}

    /**
     * How long, in the table's unit of time; nothing if rows are kept for ever, or for longer than the unit can say.
     *
     * @throws TsFileConnectorException if the option is no duration, or none that is at least one unit of the table
     */
    public static OptionalLong of(Map<String, String> options, TimePrecision precision) {
        String option = options.get(OPTION);
        if (option == null) {
            return OptionalLong.empty();
        }
        Matcher matcher = DURATION.matcher(option.trim().toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw wrong(option);
        }
        long number = Long.parseLong(matcher.group(1));
        long kept = switch (matcher.group(2)) {
            case "" -> number;
            case "w" -> units(precision, weeks(number), TimeUnit.DAYS);
            case "d" -> units(precision, number, TimeUnit.DAYS);
            case "h" -> units(precision, number, TimeUnit.HOURS);
            case "m", "min" -> units(precision, number, TimeUnit.MINUTES);
            case "s" -> units(precision, number, TimeUnit.SECONDS);
            case "ms" -> units(precision, number, TimeUnit.MILLISECONDS);
            case "us" -> units(precision, number, TimeUnit.MICROSECONDS);
            case "ns" -> units(precision, number, TimeUnit.NANOSECONDS);
            default -> throw wrong(option);
        };
        if (kept < 1) {
            throw wrong(option);
        }
        // What does not fit was cut off there, and would make rows too old that are not.
        return kept == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(kept);
    }

    private static long weeks(long number) {
        return number > Long.MAX_VALUE / 7 ? Long.MAX_VALUE : 7 * number;
    }

    private static long units(TimePrecision precision, long number, TimeUnit unit) {
        return precision.unit().convert(number, unit);
    }

    private static TsFileConnectorException wrong(String option) {
        return new TsFileConnectorException("Cannot use option '" + OPTION + "' with value '" + option
                + "': it is how long rows are kept, at least one unit of the table's time, as '90d' (w, d, h, m, s,"
                + " ms, us or ns), or a number in the table's unit. Without the option they are kept for ever");
    }
}
