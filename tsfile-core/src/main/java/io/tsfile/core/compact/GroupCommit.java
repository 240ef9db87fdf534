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
package io.tsfile.core.compact;

import io.tsfile.core.model.DataFile;
import io.tsfile.core.table.CommitConflictException;
import io.tsfile.core.table.Table;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits what tasks made, each result by itself; but small patches together, because a commit takes longer than one of them. Few
 * wait for each other, as what waits is lost with the process, and all of a commit if one of them conflicts. Not thread-safe.
 */
final class GroupCommit {
    private static final int MOST_WAITING = 64;
    private static final long MOST_BYTES = 16L << 20;

    private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);

    private final Table table;
    private final Tally tally;
    private final CompactionWatcher watcher;
    private final Failure failure;
    private final List<Ended> waiting = new ArrayList<>();
    private long waitingBytes;
    private @Nullable CommitConflictException conflict;

    private record Ended(CompactionResult result, CompactionProgress progress) {
        long bytes() {
            return result.outputs().stream().mapToLong(DataFile::length).sum();
        }
    }

    /**
     * Commits to one table.
     *
     * @param failure gets what keeps a commit from being made
     */
    GroupCommit(Table table, Tally tally, CompactionWatcher watcher, Failure failure) {
        this.table = table;
        this.tally = tally;
        this.watcher = watcher;
        this.failure = failure;
    }

    /** Commits a result, or lets it wait for others. */
    void add(CompactionResult result, CompactionProgress progress) {
        Ended ended = new Ended(result, progress);
        if (result.task().strategy() != CompactionStrategy.PATCH) {
            commit(List.of(ended));
            return;
        }
        waiting.add(ended);
        waitingBytes += ended.bytes();
        if (waiting.size() >= MOST_WAITING || waitingBytes >= MOST_BYTES) {
            commitWaiting();
        }
    }

    /** Commits what waits. */
    void commitWaiting() {
        if (!waiting.isEmpty()) {
            commit(List.copyOf(waiting));
            waiting.clear();
            waitingBytes = 0;
        }
    }

    /** The last conflict, if there was one. */
    @Nullable
    CommitConflictException conflict() {
        return conflict;
    }

    private void commit(List<Ended> together) {
        try {
            CompactionCommitter.commit(
                    table, together.stream().map(Ended::result).toList());
            for (Ended ended : together) {
                tally.committed(ended.result, ended.progress);
                watcher.committed(ended.result);
            }
        } catch (CommitConflictException e) {
            LOG.info("Tasks of the compaction lost against another commit; they are planned again", e);
            tally.conflicted(together.size());
            conflict = e;
        } catch (IOException | RuntimeException e) {
            failure.add(e);
        }
    }
}
