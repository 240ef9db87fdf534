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

import io.tsfile.core.model.DeviceScope;
import io.tsfile.core.model.LiveFile;
import io.tsfile.core.model.TimePrecision;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.model.Tombstone;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * What a commit means to who knows the table as it was before.
 *
 * @param number the commit's
 * @param timeMillis when, in milliseconds since the epoch
 * @param table the table's id
 * @param operation why, for people
 * @param added files whose rows the commit brought, in ascending order of version, each without what the commit itself hides of it;
 *     files that hold older rows, as those that a compaction wrote do, are none of them
 * @param deleted deletions that the commit brought, without those in files of their own
 * @param deletes whether it may have deleted rows that were there before
 * @param metadata what the table is from here on, where the commit says so
 */
public record CommitNews(
        long number,
        long timeMillis,
        UUID table,
        String operation,
        List<LiveFile> added,
        List<Tombstone> deleted,
        boolean deletes,
        Optional<TableMetadata> metadata) {
    /** Copies the lists. */
    public CommitNews {
        added = List.copyOf(added);
        deleted = List.copyOf(deleted);
    }

    /**
     * Whether the commit only deletes rows that are too old for the table, as its time to live wants it.
     *
     * @param table what it was at that time, as far as is known
     */
    public boolean onlyExpires(TableMetadata table) {
        TimePrecision precision = table.schema().precision();
        OptionalLong kept = TimeToLive.of(table.options(), precision);
        if (deleted.isEmpty() || kept.isEmpty()) {
            return false;
        }
        // Up to the commit's time less the time to live, which a long may not hold.
        long now = precision.unit().convert(timeMillis, TimeUnit.MILLISECONDS);
        long last = now < Long.MIN_VALUE + kept.getAsLong() ? Long.MIN_VALUE : now - kept.getAsLong();
        return deleted.stream().allMatch(tombstone -> isOfAllUpTo(last, tombstone));
    }

    private static boolean isOfAllUpTo(long last, Tombstone tombstone) {
        TimeRange times = tombstone.deletion().times().hull();
        return tombstone.deletion().devices().equals(DeviceScope.ALL)
                && tombstone.deletion().ofRows()
                && times.start() == Long.MIN_VALUE
                && times.end() <= last;
    }
}
