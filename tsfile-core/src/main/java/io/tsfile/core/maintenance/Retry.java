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

import io.tsfile.core.table.Commit;
import io.tsfile.core.table.CommitConflictException;
import io.tsfile.core.table.CommitId;
import io.tsfile.core.table.CommitResult;
import io.tsfile.core.table.Snapshot;
import io.tsfile.core.table.Table;
import java.io.IOException;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Makes a change again that lost against another commit: a compaction was faster with a file that the change removes. */
final class Retry {
    /** A table where every try loses against another compaction needs a quieter hour. */
    private static final int MOST_TRIES = 20;

    private Retry() {}

    /** A change to a table. */
    @FunctionalInterface
    interface Change {
        /** What is to be committed to that snapshot; nothing if there is nothing to do. */
        Optional<UnaryOperator<Commit.Builder>> of(Snapshot snapshot) throws IOException;
    }

    /** Commits the change once, or finds that there is nothing to do. */
    static Optional<CommitResult> onConflict(Table table, String operation, Change change) throws IOException {
        return onConflict(table, CommitId.unique(), operation, change);
    }

    /** As above, of a change that has an id, and may be there already. */
    static Optional<CommitResult> onConflict(Table table, CommitId id, String operation, Change change)
            throws IOException {
        for (int tried = 1; ; tried++) {
            Snapshot snapshot = table.snapshot();
            Optional<UnaryOperator<Commit.Builder>> wanted = change.of(snapshot);
            if (wanted.isEmpty()) {
                return Optional.empty();
            }
            Commit.Builder commit = Commit.of(snapshot.metadata().id(), id, operation);
            try {
                return Optional.of(table.commit(wanted.get().apply(commit).build()));
            } catch (CommitConflictException e) {
                if (tried == MOST_TRIES) {
                    throw e;
                }
            }
        }
    }
}
