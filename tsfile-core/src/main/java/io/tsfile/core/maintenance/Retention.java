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
package io.tsfile.core.maintenance;

import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.Deletion;
import io.tsfile.core.model.DeviceScope;
import io.tsfile.core.model.LiveFile;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.model.Tombstone;
import io.tsfile.core.table.CommitResult;
import io.tsfile.core.table.Snapshot;
import io.tsfile.core.table.Table;
import io.tsfile.core.table.TimeToLive;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes rows that are older than the table's time to live ({@link TimeToLive}), in one commit: files in which nothing is
 * younger go, and a tombstone hides what is too old in all others until a compaction leaves it out. Rows that arrive later with
 * an older time live until it runs again.
 */
public final class Retention {
    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);
    private static final String OPERATION = "retention";

    private Retention() {}

    /**
     * Removes what is too old by now.
     *
     * @return what was committed; nothing if the table keeps rows for ever, or none is too old
     * @throws io.tsfile.core.TsFileConnectorException if the table's time to live is no duration
     * @throws io.tsfile.core.table.CommitStateUnknownException if nobody can tell whether it is done; doing it again is right
     */
    public static Optional<CommitResult> apply(Table table) throws IOException {
        return apply(table, Clock.systemUTC());
    }

    /** Removes what is too old as {@link #apply(Table)} does, by that clock. */
    public static Optional<CommitResult> apply(Table table, Clock clock) throws IOException {
        return Retry.onConflict(table, OPERATION, snapshot -> {
            OptionalLong last = lastExpired(snapshot, clock.millis());
            if (last.isEmpty()) {
                return Optional.empty();
            }
            TimeRange expired = new TimeRange(Long.MIN_VALUE, last.getAsLong());
            List<String> removes = new ArrayList<>();
            long masked = 0;
            for (LiveFile live : snapshot.liveFiles(table.store(), expired)) {
                DataFile file = live.file();
                if (expired.contains(file.times())) {
                    removes.add(file.path());
                } else if (live.rectangle()
                        .filter(seen -> seen.times().overlaps(expired))
                        .isPresent()) {
                    masked++;
                }
            }
            if (removes.isEmpty() && masked == 0) {
                return Optional.empty();
            }
            LOG.info(
                    "Expiring {} up to time {}: {} files go, {} are masked",
                    table.store().location().uri(),
                    last.getAsLong(),
                    removes.size(),
                    masked);
            // Also where all files go: a compaction may put rows of one into another file meanwhile, and even rows that
            // a newer
            // one of those that go had replaced.
            Tombstone tombstone = Tombstone.open(0, Deletion.ofRows(DeviceScope.ALL, expired));
            return Optional.of(commit -> commit.remove(removes).delete(List.of(tombstone)));
        });
    }

    /** The last time that is too old: the commit's, which never goes back, less the time to live. */
    private static OptionalLong lastExpired(Snapshot snapshot, long clockMillis) {
        OptionalLong kept = TimeToLive.of(
                snapshot.metadata().options(), snapshot.metadata().schema().precision());
        if (kept.isEmpty()) {
            return OptionalLong.empty();
        }
        long now = snapshot.metadata()
                .schema()
                .precision()
                .unit()
                .convert(Math.max(clockMillis, snapshot.timeMillis()), TimeUnit.MILLISECONDS);
        // Before the epoch, now less a very long time would be after it.
        return now < Long.MIN_VALUE + kept.getAsLong() ? OptionalLong.empty() : OptionalLong.of(now - kept.getAsLong());
    }
}
