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
package io.tsfile.spark.stream;

import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.model.LiveFile;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.scan.OverlapGroups;
import io.tsfile.core.table.CommitFeed;
import io.tsfile.core.table.CommitNews;
import io.tsfile.core.table.Snapshot;
import io.tsfile.core.table.Table;
import io.tsfile.core.table.TableMetadata;
import io.tsfile.spark.stream.StreamOffset.Position;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The files that a table's commits brought, in groups of such as overlap. Lives on the driver; keeps no file open. */
final class CommitFiles {
    private static final Logger LOG = LoggerFactory.getLogger(CommitFiles.class);

    private final StoreLocation location;
    private final TableSchema schema;
    private final boolean ignoresDeletes;

    /**
     * @param schema the columns as the query knows them
     */
    CommitFiles(StoreLocation location, TableSchema schema, boolean ignoresDeletes) {
        this.location = location;
        this.schema = schema;
        this.ignoresDeletes = ignoresDeletes;
    }

    /** A stretch of a stream, and the files in it. */
    record Stretch(Position end, List<LiveFile> files) {}

    /** Where a stream starts that has no checkpoint. */
    Position start(StreamOptions options) {
        return with(store -> {
            Snapshot newest = Table.open(store).snapshot();
            UUID table = newest.metadata().id();
            return switch (options.start()) {
                case FULL -> new Position(table, true, newest.number(), 0);
                case LATEST -> new Position(table, false, newest.number() + 1, 0);
                case COMMIT -> new Position(table, false, options.commit(), 0);
            };
        });
    }

    /** The place behind the newest commit. */
    Position newest(Position start) {
        return with(store -> {
            Snapshot newest = Table.open(store).snapshot();
            check(start, newest.metadata().id());
            return start.ofCommit(newest.number() + 1);
        });
    }

    /**
     * What comes behind a place.
     *
     * @param maxFiles it ends behind the group with which it has so many
     * @param end it ends there at the latest
     */
    Stretch after(Position start, int maxFiles, Position end) {
        return with(store -> {
            Table table = Table.open(store);
            Snapshot newest = table.snapshot();
            check(start, newest.metadata().id());
            CommitFeed feed = CommitFeed.of(store);
            List<LiveFile> files = new ArrayList<>();
            Position at = start;
            while (!at.equals(end) && files.size() < maxFiles) {
                Optional<List<List<LiveFile>>> groups = groups(table, feed, at);
                if (groups.isEmpty()) {
                    break;
                }
                boolean isLast = at.commit() == end.commit() && at.snapshot() == end.snapshot();
                int last = isLast
                        ? Math.min(end.groups(), groups.get().size())
                        : groups.get().size();
                int read = at.groups();
                while (read < last && files.size() < maxFiles) {
                    files.addAll(groups.get().get(read++));
                }
                // The snapshot after a commit is followed by the next commit.
                at = read < groups.get().size() || isLast ? at.withGroups(read) : at.ofCommit(at.commit() + 1);
                if (isLast) {
                    break;
                }
            }
            return new Stretch(at, files);
        });
    }

    /** Nothing if the commit is still to come. */
    private Optional<List<List<LiveFile>>> groups(Table table, CommitFeed feed, Position at) throws IOException {
        if (at.snapshot()) {
            return Optional.of(OverlapGroups.of(table.snapshot(at.commit()).liveFiles(table.store(), TimeRange.ALL)));
        }
        Optional<CommitNews> news = feed.read(at.commit());
        if (news.isEmpty()) {
            return Optional.empty();
        }
        check(at, news.get().table());
        checkDeletes(news.get(), table.snapshot().metadata());
        news.get().metadata().ifPresent(changed -> checkColumns(news.get().number(), changed.schema()));
        return Optional.of(OverlapGroups.of(news.get().added()));
    }

    private void checkDeletes(CommitNews news, TableMetadata metadata) {
        if (!news.deletes() || news.onlyExpires(metadata)) {
            return;
        }
        if (!ignoresDeletes) {
            throw new TsFileConnectorException("Cannot go on reading " + location.uri() + ": commit " + news.number()
                    + " ('" + news.operation() + "') deletes rows, and those that were given out cannot be taken back."
                    + " Set " + StreamOptions.IGNORE_DELETES + " to true to keep them, or read the table in batches");
        }
        LOG.info("Commit {} of {} deletes rows, which is ignored", news.number(), location.uri());
    }

    /** Columns that come are not looked at; wider values would not fit. */
    private void checkColumns(long commit, TableSchema changed) {
        if (!changed.fields().containsAll(schema.fields())) {
            throw new TsFileConnectorException("Cannot go on reading " + location.uri() + ": commit " + commit
                    + " widened columns that the query reads. Start it again, from its checkpoint");
        }
    }

    private void check(Position reached, UUID now) {
        if (!reached.table().equals(now)) {
            throw new TsFileConnectorException("Cannot go on reading " + location.uri() + ": the table there is "
                    + now + ", and the one that was read is " + reached.table()
                    + "; it was dropped and made again. Start with a new checkpoint");
        }
    }

    /** A use of the table's store. */
    @FunctionalInterface
    private interface Use<T> {
        T of(FileStore store) throws IOException;
    }

    private <T> T with(Use<T> use) {
        try (FileStore store = location.open()) {
            return use.of(store);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the log of the table in " + location.uri(), e);
        }
    }
}
