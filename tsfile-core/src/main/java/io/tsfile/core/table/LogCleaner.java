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
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoredFile;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes what of the log is older than its retention and below a complete checkpoint that is older, too. Times are those of the
 * store's clock.
 *
 * <p>Older checkpoints go first, then entries in ascending order: at every moment the log is a checkpoint (or the beginning) and all
 * entries behind it, and perhaps a rest below that nobody reads.
 */
final class LogCleaner {
    private static final Logger LOG = LoggerFactory.getLogger(LogCleaner.class);

    private final FileStore store;
    private final TableLog log;
    private final CheckpointReader checkpoints;
    private final Duration retention;

    LogCleaner(FileStore store, TableLog log, TableOptions options) {
        this.store = store;
        this.log = log;
        this.checkpoints = new CheckpointReader(store);
        // The vacuum has to know the snapshots whose files it keeps.
        this.retention = options.logRetention().compareTo(options.retention()) > 0
                ? options.logRetention()
                : options.retention();
    }

    /** Cleans up; deletes at most so many files, and returns how many. */
    int run(long nowMillis, int most) throws IOException {
        List<String> paths = plan(nowMillis);
        List<String> now = paths.subList(0, Math.min(most, paths.size()));
        for (String path : now) {
            store.delete(path);
        }
        if (!now.isEmpty()) {
            LOG.info(
                    "Cleaned up the log of {}: {} files deleted, {} left for the next time",
                    store.location().uri(),
                    now.size(),
                    paths.size() - now.size());
        }
        return now.size();
    }

    /** What would be deleted, in this order. */
    List<String> plan(long nowMillis) throws IOException {
        LogListing listing = log.list();
        long youngest = nowMillis - retention.toMillis();
        long base = base(listing, youngest);
        // One more is kept: a listing that is made meanwhile may miss a new manifest and a deleted one, hardly more
        // (L2).
        Long below = listing.checkpoints().lowerKey(base);
        long oldest = below == null ? base : below;
        List<String> paths = new ArrayList<>();
        listing.checkpoints().headMap(oldest).values().forEach(manifest -> paths.add(manifest.path()));
        for (StoredFile part : listing.parts()) {
            // Those above may belong to a manifest that is still to come, however old they are, and whose checkpoint is
            // then the
            // one that another clean-up relies on. What nobody names of them goes when they are below, too.
            if (TableLog.checkpointOf(part) < oldest && part.modifiedMillis() <= youngest) {
                paths.add(part.path());
            }
        }
        for (StoredFile entry : listing.entries().headMap(base + 1).values()) {
            if (entry.modifiedMillis() > youngest) {
                break;
            }
            paths.add(entry.path());
        }
        return paths;
    }

    /** The newest checkpoint that is old enough and complete, or 0. */
    private long base(LogListing listing, long youngest) throws IOException {
        for (Map.Entry<Long, StoredFile> checkpoint :
                listing.checkpoints().descendingMap().entrySet()) {
            if (checkpoint.getValue().modifiedMillis() <= youngest && isComplete(checkpoint.getKey())) {
                return checkpoint.getKey();
            }
        }
        return 0;
    }

    private boolean isComplete(long number) throws IOException {
        try {
            checkpoints.verify(number);
            return true;
        } catch (FileNotFoundException | TsFileConnectorException e) {
            LOG.warn(
                    "Checkpoint {} of {} is damaged; the entries below it are kept",
                    number,
                    store.location().uri(),
                    e);
            return false;
        }
    }
}
