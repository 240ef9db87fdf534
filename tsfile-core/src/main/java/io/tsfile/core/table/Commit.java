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

import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.Tombstone;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * A change to a table that happens as a whole or not at all.
 *
 * @param table the id of the table it was made for
 * @param id what makes it happen once
 * @param operation who and why, for people: "flink append", "compaction"
 * @param adds files to make visible, complete and durable; their versions are open in an append
 * @param removes paths of live files to remove; it conflicts with every commit that removed one of them before. A path that is added
 *     as well is moved: the same file, at another level; or restored, with another clean-through: the same file without its hides
 * @param hides what is not to be seen any more of files that stay
 * @param tombstones deletions; their versions are open unless they are known. In one commit, a tombstone hides what is in files of
 *     lower order, and not what is in those of its own or a higher order
 * @param forgets tombstones that concern no live file any more
 * @param doomed paths of files, below the table's folder, that nobody may add again because they are about to be deleted
 * @param gone doomed paths at which there is nothing any more, so that they need not be remembered
 * @param metadata what the table is from here on
 * @param reads what the commit was computed from; none of a blind one
 * @param sealedAtMillis when it was made, in milliseconds since the epoch; empty if it is offered right away. One that was kept, in the
 *     state of a job say, must tell: the table may have forgotten its writer by now, and with it whether the commit is there
 */
public record Commit(
        UUID table,
        CommitId id,
        String operation,
        List<DataFile> adds,
        List<String> removes,
        List<Hide> hides,
        List<Tombstone> tombstones,
        List<Tombstone> forgets,
        List<String> doomed,
        List<String> gone,
        Optional<TableMetadata> metadata,
        List<Reads> reads,
        OptionalLong sealedAtMillis) {
    /** Copies the lists. */
    public Commit {
        adds = List.copyOf(adds);
        removes = List.copyOf(removes);
        hides = List.copyOf(hides);
        tombstones = List.copyOf(tombstones);
        forgets = List.copyOf(forgets);
        doomed = List.copyOf(doomed);
        gone = List.copyOf(gone);
        reads = List.copyOf(reads);
    }

    /** Whether it was computed from certain files, and only puts what they hold elsewhere: no answer changes by it. */
    public boolean rearranges() {
        return !reads.isEmpty()
                && reads.stream().noneMatch(read -> read.paths().isEmpty())
                && adds.stream().noneMatch(file -> file.version().commit() == DataFile.UNCOMMITTED)
                && tombstones.isEmpty()
                && metadata.isEmpty();
    }

    /** A commit that only adds files; it conflicts with no other append. */
    public static Commit append(UUID table, CommitId id, String operation, List<DataFile> adds) {
        return of(table, id, operation).add(adds).build();
    }

    /** A commit to be filled. */
    public static Builder of(UUID table, CommitId id, String operation) {
        return new Builder(table, id, operation);
    }

    /** Collects the actions of a commit. Not thread-safe. */
    public static final class Builder {
        private final UUID table;
        private final CommitId id;
        private final String operation;
        private final List<DataFile> adds = new ArrayList<>();
        private final List<String> removes = new ArrayList<>();
        private final List<Hide> hides = new ArrayList<>();
        private final List<Tombstone> tombstones = new ArrayList<>();
        private final List<Tombstone> forgets = new ArrayList<>();
        private final List<String> doomed = new ArrayList<>();
        private final List<String> gone = new ArrayList<>();
        private final List<Reads> reads = new ArrayList<>();
        private Optional<TableMetadata> metadata = Optional.empty();
        private OptionalLong sealedAtMillis = OptionalLong.empty();

        private Builder(UUID table, CommitId id, String operation) {
            this.table = table;
            this.id = id;
            this.operation = operation;
        }

        /** Files to make visible. */
        public Builder add(List<DataFile> files) {
            adds.addAll(files);
            return this;
        }

        /** Paths of live files to remove. */
        public Builder remove(List<String> paths) {
            removes.addAll(paths);
            return this;
        }

        /** Parts of files not to be seen any more. */
        public Builder hide(List<Hide> parts) {
            hides.addAll(parts);
            return this;
        }

        /** Deletions. */
        public Builder delete(List<Tombstone> deletions) {
            tombstones.addAll(deletions);
            return this;
        }

        /** Tombstones that concern no live file any more. */
        public Builder forget(List<Tombstone> clean) {
            forgets.addAll(clean);
            return this;
        }

        /** Paths about to be deleted. */
        public Builder doom(List<String> paths) {
            doomed.addAll(paths);
            return this;
        }

        /** Doomed paths at which there is nothing any more. */
        public Builder gone(List<String> paths) {
            gone.addAll(paths);
            return this;
        }

        /** What the table is from here on. */
        public Builder metadata(TableMetadata changed) {
            metadata = Optional.of(changed);
            return this;
        }

        /** What the commit was computed from. */
        public Builder reads(Reads read) {
            reads.add(read);
            return this;
        }

        /** When it was made, in milliseconds since the epoch. */
        public Builder sealedAt(long millis) {
            sealedAtMillis = OptionalLong.of(millis);
            return this;
        }

        /** The commit. */
        public Commit build() {
            return new Commit(
                    table,
                    id,
                    operation,
                    adds,
                    removes,
                    hides,
                    tombstones,
                    forgets,
                    doomed,
                    gone,
                    metadata,
                    reads,
                    sealedAtMillis);
        }
    }
}
