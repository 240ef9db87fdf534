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
import io.tsfile.core.table.Snapshot;
import io.tsfile.core.table.Table;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.Locale;

/** Which of a table's snapshots is read. */
public sealed interface TimeTravel {
    /** The newest one. */
    TimeTravel NEWEST = new Newest();

    /**
     * The snapshot.
     *
     * @throws TsFileConnectorException if there is none, or no more; the message says which there are
     */
    Snapshot of(Table table) throws IOException;

    /** The newest one at the time of asking. */
    record Newest() implements TimeTravel {
        @Override
        public Snapshot of(Table table) throws IOException {
            return table.snapshot();
        }
    }

    /** The one after a commit. */
    record Version(long number) implements TimeTravel {
        @Override
        public Snapshot of(Table table) throws IOException {
            return table.snapshot(number);
        }
    }

    /** The one that was the newest at a time, in milliseconds since the epoch. */
    record Time(long millis) implements TimeTravel {
        /** {@code 2026-11-21}, {@code 2026-11-21 08:00:00.5}, {@code 2026-11-21T08:00+01:00}, {@code 2026-11-21 08:00 Europe/Berlin}. */
        private static final DateTimeFormatter DATE_OR_TIME = new DateTimeFormatterBuilder()
                .parseCaseInsensitive()
                .append(DateTimeFormatter.ISO_LOCAL_DATE)
                .optionalStart()
                .appendPattern("['T'][' ']")
                .append(DateTimeFormatter.ISO_LOCAL_TIME)
                .optionalStart()
                .appendLiteral(' ')
                .optionalEnd()
                .optionalStart()
                .appendZoneOrOffsetId()
                .optionalEnd()
                .optionalEnd()
                .toFormatter(Locale.ROOT);

        private static Time parse(String text, ZoneId zone) {
            TemporalAccessor parsed = DATE_OR_TIME.parse(text.trim());
            LocalTime time = parsed.query(TemporalQueries.localTime());
            ZoneId own = parsed.query(TemporalQueries.zone());
            return new Time(ZonedDateTime.of(
                            parsed.query(TemporalQueries.localDate()),
                            time == null ? LocalTime.MIDNIGHT : time,
                            own == null ? zone : own)
                    .toInstant()
                    .toEpochMilli());
        }

        @Override
        public Snapshot of(Table table) throws IOException {
            return table.snapshotAt(millis);
        }
    }

    /**
     * The snapshot of a number.
     *
     * @throws TsFileConnectorException if it is no number
     */
    static TimeTravel version(String text) {
        try {
            return new Version(Long.parseLong(text.trim()));
        } catch (NumberFormatException e) {
            throw new TsFileConnectorException("Cannot read version '" + text
                    + "': a version is the number of a commit, as the snapshot's number that EXPLAIN shows");
        }
    }

    /** The snapshot at a time of Spark's, in microseconds since the epoch. */
    static TimeTravel micros(long timestamp) {
        return new Time(Math.floorDiv(timestamp, 1000));
    }

    /**
     * The snapshot at a date or a time, as text.
     *
     * @param zone of what names none
     * @throws TsFileConnectorException if it is no date and no time
     */
    static TimeTravel timestamp(String text, ZoneId zone) {
        try {
            return Time.parse(text, zone);
        } catch (DateTimeException e) {
            throw new TsFileConnectorException(
                    "Cannot read a table as of '" + text
                            + "': it is no time. Write 2026-11-21 08:00:00, 2026-11-21T08:00:00Z or 2026-11-21; without a"
                            + " zone it is the session's, " + zone,
                    e);
        }
    }
}
