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
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long a table keeps what, as its options say.
 *
 * @param checkpointInterval a checkpoint is written after every so many commits
 * @param logRetention entries of the log are kept for so long, although a checkpoint makes them unnecessary
 * @param writerRetention a writer that is silent for so long is forgotten (L3)
 * @param retention the files of a snapshot are kept for so long after another one replaced it
 * @param orphanRetention files that no commit names are kept for so long: the longest time that a job with an uncommitted checkpoint
 *     may be down
 */
public record TableOptions(
        int checkpointInterval,
        Duration logRetention,
        Duration writerRetention,
        Duration retention,
        Duration orphanRetention) {
    /** The name of the option. */
    public static final String CHECKPOINT_INTERVAL = "checkpoint-interval";

    /** The name of the option. */
    public static final String LOG_RETENTION = "log-retention";

    /** The name of the option. */
    public static final String WRITER_RETENTION = "writer-retention";

    /** The name of the option. */
    public static final String RETENTION = "retention";

    /** The name of the option. */
    public static final String ORPHAN_RETENTION = "orphan-retention";

    private static final int DEFAULT_INTERVAL = 100;
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9}) ?(ms|s|min|h|d)");

    /**
     * Those of a table; what is not set has its default. Other options are not looked at.
     *
     * @throws TsFileConnectorException if one cannot be read
     */
    public static TableOptions of(Map<String, String> options) {
        return new TableOptions(
                interval(options),
                duration(options, LOG_RETENTION, Duration.ofDays(7)),
                duration(options, WRITER_RETENTION, Duration.ofDays(90)),
                duration(options, RETENTION, Duration.ofHours(24)),
                duration(options, ORPHAN_RETENTION, Duration.ofDays(7)));
    }

    private static int interval(Map<String, String> options) {
        String text = options.get(CHECKPOINT_INTERVAL);
        if (text == null) {
            return DEFAULT_INTERVAL;
        }
        try {
            int interval = Integer.parseInt(text.trim());
            if (interval > 0) {
                return interval;
            }
        } catch (NumberFormatException e) {
            throw wrong(CHECKPOINT_INTERVAL, text, "a number of commits above 0, like 100");
        }
        throw wrong(CHECKPOINT_INTERVAL, text, "a number of commits above 0, like 100");
    }

    private static Duration duration(Map<String, String> options, String name, Duration otherwise) {
        String text = options.get(name);
        if (text == null) {
            return otherwise;
        }
        Matcher matcher = DURATION.matcher(text.trim());
        if (!matcher.matches()) {
            throw wrong(name, text, "a time like 7 d, 24 h, 30 min, 10 s or 500 ms");
        }
        long amount = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "min" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
    }

    private static TsFileConnectorException wrong(String name, String value, String expected) {
        return new TsFileConnectorException(
                "Cannot use '" + value + "' for the table option '" + name + "': it is " + expected);
    }
}
