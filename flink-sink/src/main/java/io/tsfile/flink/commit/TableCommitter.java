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
package io.tsfile.flink.commit;

import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.table.Commit;
import io.tsfile.core.table.CommitResult;
import io.tsfile.core.table.CommitStateUnknownException;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.metrics.MetricGroup;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits to the table, one commit per committable, oldest first.
 *
 * <p>A store that fails is tried again with growing pauses until the time limit; then the job fails, and Flink's state
 * keeps the committable for the restart. The limit has to stay below the checkpoint timeout, because barriers wait while
 * this waits.
 */
public final class TableCommitter implements Committer<TableCommittable> {
    private static final Logger LOG = LoggerFactory.getLogger(TableCommitter.class);
    private static final long FIRST_PAUSE_MILLIS = 100;
    private static final long LONGEST_PAUSE_MILLIS = 10_000;

    private final StoreLocation location;
    private final OpenTable table;
    private final Duration timeout;
    private final int subtask;
    private final CommitMetrics metrics;

    /**
     * A committer that opens the table when it is first needed.
     *
     * @param subtask Flink's number of the subtask; only 0 may commit
     * @param operator the scope for its metrics
     */
    public TableCommitter(StoreLocation location, Duration timeout, int subtask, MetricGroup operator) {
        this(location, StoreLocation::open, timeout, subtask, operator);
    }

    TableCommitter(
            StoreLocation location, OpenTable.Opener opener, Duration timeout, int subtask, MetricGroup operator) {
        this.location = location;
        this.table = new OpenTable(location, opener);
        this.timeout = timeout;
        this.subtask = subtask;
        this.metrics = new CommitMetrics(operator);
    }

    @Override
    public void commit(Collection<CommitRequest<TableCommittable>> requests) throws IOException, InterruptedException {
        if (subtask != 0 && !requests.isEmpty()) {
            throw new IllegalStateException("Cannot commit " + requests.size() + " checkpoints in committer subtask "
                    + subtask + ": all go to subtask 0, so that they are committed oldest first; the job graph was"
                    + " changed between the sink's aggregator and its committer");
        }
        List<CommitRequest<TableCommittable>> oldestFirst = requests.stream()
                .sorted(Comparator.comparingLong(r -> r.getCommittable().id().sequence()))
                .toList();
        for (CommitRequest<TableCommittable> request : oldestFirst) {
            TableCommittable committable = request.getCommittable();
            long start = System.nanoTime();
            CommitResult result = commitWithRetries(committable);
            metrics.committed(committable, result.alreadyThere(), start);
            if (result.alreadyThere()) {
                request.signalAlreadyCommitted();
            }
            LOG.info(
                    "Checkpoint {}: {} files and {} tombstones {} commit {} of {}",
                    committable.id().sequence(),
                    committable.files().size(),
                    committable.tombstones().size(),
                    result.alreadyThere() ? "already are" : "are",
                    result.number(),
                    location.uri());
        }
    }

    private CommitResult commitWithRetries(TableCommittable committable) throws IOException, InterruptedException {
        Commit commit = Commit.of(committable.table(), committable.id(), operation(committable))
                .add(committable.files())
                .delete(committable.tombstones())
                .sealedAt(committable.sealedAtMillis())
                .build();
        long start = System.nanoTime();
        long pause = FIRST_PAUSE_MILLIS;
        for (int attempt = 1; ; attempt++) {
            Exception failure;
            try {
                return table.get().commit(commit);
            } catch (IOException | CommitStateUnknownException e) {
                failure = e;
            }
            long elapsed = (System.nanoTime() - start) / 1_000_000;
            if (Duration.ofMillis(elapsed + pause).compareTo(timeout) > 0) {
                throw new IOException(
                        "Cannot commit checkpoint " + committable.id().sequence() + " to " + location.uri()
                                + ": the store failed "
                                + attempt + " times in " + elapsed
                                + " ms; the job's state keeps the commit, and its restart"
                                + " tries again",
                        failure);
            }
            LOG.warn("Commit to {} failed {} times; next try in {} ms", location.uri(), attempt, pause, failure);
            metrics.retried();
            Thread.sleep(pause);
            pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
        }
    }

    /** For people who look at the table's history. */
    private static String operation(TableCommittable committable) {
        return committable.tombstones().contains(CommitAggregator.ALL_BEFORE) ? "flink overwrite" : "flink append";
    }

    @Override
    public void close() throws IOException {
        table.close();
    }
}
