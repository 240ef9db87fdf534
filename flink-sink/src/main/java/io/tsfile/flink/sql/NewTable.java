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

import io.tsfile.core.format.EncodingOptions;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimePartitioning;
import io.tsfile.core.model.TimePrecision;
import io.tsfile.core.table.TableMetadata;
import io.tsfile.core.table.TableOptions;
import io.tsfile.core.table.TimeToLive;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.util.TimeUtils;

/**
 * What a statement says of a table that is not there yet.
 *
 * @param partitioning how its files are cut by time
 * @param options those of its log
 */
record NewTable(TimePartitioning partitioning, Map<String, String> options) {
    private static final String NO_PARTITION = "none";

    /**
     * Reads the options.
     *
     * @param table its name, for messages
     * @param given all options, as text
     * @throws ValidationException if files cannot be cut so
     * @throws io.tsfile.core.TsFileConnectorException if the log does not take an option
     */
    static NewTable of(String table, TableSchema schema, ReadableConfig options, Map<String, String> given) {
        TimeToLive.of(given, schema.precision());
        TableOptions.of(given);
        Map<String, String> ofLog =
                new TreeMap<>(EncodingOptions.of(schema, given).settings());
        TableMetadata.OPTION_NAMES.stream().filter(given::containsKey).forEach(option -> ofLog.put(option, given.get(option)));
        return new NewTable(partitioning(table, options.get(TsFileOptions.TIME_PARTITION), schema.precision()), ofLog);
    }

    /** Whether the log keeps an option, under the same name. */
    static boolean isOfLog(String option) {
        return TableMetadata.OPTION_NAMES.contains(option) || EncodingOptions.isName(option);
    }

    private static TimePartitioning partitioning(String table, String given, TimePrecision precision) {
        String text = given.trim().toLowerCase(Locale.ROOT);
        if (text.equals(NO_PARTITION)) {
            return TimePartitioning.NONE;
        }
        long interval;
        try {
            Duration length = TimeUtils.parseDuration(text);
            interval = precision.unit().convert(length);
        } catch (IllegalArgumentException e) {
            throw new ValidationException(refusal(table, given) + "it is a duration such as '7 d', or 'none'", e);
        }
        if (interval < 1) {
            throw new ValidationException(refusal(table, given) + "it must be one of the table's time units ("
                    + precision + ") at least, or 'none'");
        }
        return new TimePartitioning(interval);
    }

    private static String refusal(String table, String given) {
        return "Cannot use '" + TsFileOptions.TIME_PARTITION.key() + "' = '" + given + "' for table " + table + ": ";
    }
}
