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
package io.tsfile.flink.source;

import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.scan.ScanSource;
import io.tsfile.core.table.CommitFeed;
import io.tsfile.core.table.CommitNews;
import io.tsfile.core.table.Snapshot;
import io.tsfile.core.table.Table;
import io.tsfile.core.table.TableMetadata;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Splits of the rows that commits bring, commit by commit, after those of a snapshot where that is wanted. */
final class CommitsFeed implements SplitFeed {
    private static final Logger LOG = LoggerFactory.getLogger(CommitsFeed.class);

    /** A look that has found so many splits is enough for now. */
    private static final int MANY_SPLITS = 64;

    /** A look reads so many commits at most: compactions, say, bring no splits. */
    private static final int MOST_COMMITS = 256;

    private final ReadSettings settings;
    private final SplitPlanner planner;
    private final Consumer<TableSchema> check;
    private @Nullable FileStore store;
    private @Nullable TableMetadata metadata;
    /** The commit that {@link #metadata} is of; those of older ones are older. */
    private long metadataOf;

    private boolean closed;

    /**
     * @param check refuses columns that cannot be shown as the job's rows want it
     */
    CommitsFeed(ReadSettings settings, SplitPlanner planner, Consumer<TableSchema> check) {
        this.settings = settings;
        this.planner = planner;
        this.check = check;
    }

    @Override
    public synchronized Look look(ReadProgress reached) throws IOException {
        if (closed) {
            throw new IllegalStateException("Cannot look for commits after the end");
        }
        FileStore opened = store;
        if (opened == null) {
            opened = settings.location().open();
            store = opened;
        }
        if (metadata == null || reached.phase() == ReadProgress.Phase.START) {
            Snapshot newest = Table.open(opened).snapshot();
            take(newest.metadata(), newest.number());
            checkTable(reached.table(), newest.metadata().id());
            if (reached.phase() == ReadProgress.Phase.START) {
                return start(opened, newest);
            }
        }
        return follow(opened, reached.next());
    }

    private Look start(FileStore opened, Snapshot newest) throws IOException {
        boolean full = settings.range().mode() == ScanMode.FULL_THEN_LATEST;
        List<TsFileSplit> splits =
                full ? planner.plan(ScanSource.of(opened, newest), newest.number()) : List.of();
        Long first = settings.range().commit();
        long next = first != null ? first : newest.number() + 1;
        return new Look(
                ReadProgress.Phase.FOLLOW, newest.metadata().id(), next, splits, true, newest.number());
    }

    private Look follow(FileStore opened, long from) throws IOException {
        CommitFeed feed = CommitFeed.of(opened);
        List<TsFileSplit> splits = new ArrayList<>();
        long next = from;
        boolean more = true;
        while (more && splits.size() < MANY_SPLITS && next - from < MOST_COMMITS) {
            Optional<CommitNews> news = feed.read(next);
            more = news.isPresent();
            if (news.isPresent()) {
                splits.addAll(splits(opened, news.get()));
                next++;
            }
        }
        return new Look(
                ReadProgress.Phase.FOLLOW,
                known().id(),
                next,
                splits,
                more,
                more ? feed.newest(next - 1) : next - 1);
    }

    private List<TsFileSplit> splits(FileStore opened, CommitNews news) {
        checkTable(news.table(), known().id());
        if (news.number() > metadataOf) {
            news.metadata().ifPresent(changed -> take(changed, news.number()));
        }
        if (news.deletes() && !news.onlyExpires(known())) {
            if (settings.deletes() == DeletesMode.FAIL) {
                throw new TsFileConnectorException("Cannot go on reading " + uri() + ": commit " + news.number()
                        + " ('" + news.operation() + "') deletes rows, and those that were delivered cannot be taken"
                        + " back. Set 'scan.deletes' to 'ignore' to keep them, or read snapshots");
            }
            LOG.info("Commit {} of {} deletes rows, which is ignored", news.number(), uri());
        }
        return planner.plan(new ScanSource(opened.location(), known().schema(), news.added()), news.number());
    }

    private void take(TableMetadata changed, long commit) {
        try {
            check.accept(changed.schema());
        } catch (TsFileConnectorException e) {
            throw new TsFileConnectorException(
                    "Cannot go on reading " + uri() + ", whose columns were changed up to commit " + commit
                            + ". Start the job again, from its savepoint: " + e.getMessage(),
                    e);
        }
        metadata = changed;
        metadataOf = commit;
    }

    private TableMetadata known() {
        if (metadata == null) {
            throw new IllegalStateException("Cannot look for commits of a table that was not opened");
        }
        return metadata;
    }

    private void checkTable(@Nullable UUID before, UUID now) {
        if (before != null && !before.equals(now)) {
            throw new TsFileConnectorException("Cannot go on reading " + uri() + ": the table there is " + now
                    + ", and the one that was read is " + before + "; it was dropped and made again. Start the job"
                    + " without its state");
        }
    }

    private String uri() {
        return settings.location().uri();
    }

    @Override
    public synchronized void close() {
        closed = true;
        FileStore opened = store;
        store = null;
        if (opened != null) {
            try {
                opened.close();
            } catch (IOException e) {
                LOG.warn("Could not close {}", uri(), e);
            }
        }
    }
}
