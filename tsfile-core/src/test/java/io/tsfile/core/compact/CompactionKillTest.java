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

import static org.assertj.core.api.Assertions.assertThat;

import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.model.TimePartitioning;
import io.tsfile.core.table.Snapshot;
import io.tsfile.core.table.Table;
import io.tsfile.core.table.TableMetadata;
import io.tsfile.core.testing.KilledProcess;
import io.tsfile.core.testing.Oracle;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A compaction whose process is really killed, in the middle of a task. */
class CompactionKillTest {
    private static final int DEVICES = 3;
    private static final int LAST_TIME = 599;

    @Test
    void theNextProcessDoesOnlyWhatWasNotDone(@TempDir Path folder) throws Exception {
        List<String> answer = fill(folder.resolve("whole"));
        assertThat(fill(folder.resolve("killed"))).isEqualTo(answer);
        CompactionReport whole;
        try (FileStore store = open(folder.resolve("whole"))) {
            whole = Compaction.run(Table.open(store), KilledCompaction.OPTIONS, CompactionListener.NONE);
        }
        assertThat(whole.taskCount()).isGreaterThan(20);

        int last = whole.taskCount() * 9 / 10;
        try (FileStore store = open(folder.resolve("killed"));
                KilledProcess process = KilledProcess.start(
                        KilledCompaction.class, folder.resolve("killed").toString(), String.valueOf(last))) {
            Table table = Table.open(store);
            Snapshot before = table.snapshot();
            process.awaitLines(last + 1);
            // One that reads while it compacts.
            assertThat(CompactionFixture.read(table)).isEqualTo(answer);
            assertThat(process.kill()).hasSize(last + 1);

            Table left = Table.open(store);
            Snapshot after = left.snapshot();
            assertThat(after.number()).as("one commit per task").isEqualTo(before.number() + last - 1);
            assertThat(CompactionFixture.read(left)).isEqualTo(answer);
            CompactionFixture.assertComplete(left, before, after);
            assertThat(CompactionFixture.storedPaths(left))
                    .as("with what the task had begun to write")
                    .hasSizeGreaterThan(named(left, before.number()).size());

            CompactionReport rest = Compaction.run(left, KilledCompaction.OPTIONS, CompactionListener.NONE);
            assertThat(rest.finished()).isTrue();
            assertThat(rest.taskCount()).isPositive().isLessThanOrEqualTo(whole.taskCount() / 4);
            assertThat(rest.done().bytesWritten())
                    .isLessThanOrEqualTo(whole.done().bytesWritten() / 4);
            assertThat(CompactionFixture.read(left)).isEqualTo(answer);
            CompactionFixture.assertComplete(left, before, after, left.snapshot());
        }
    }

    /** The paths that snapshots from that one on have or had. */
    private static Set<String> named(Table table, long first) throws Exception {
        Set<String> named = new HashSet<>();
        for (long number = first; number <= table.snapshot().number(); number++) {
            table.snapshot(number).files().forEach(file -> named.add(file.path()));
        }
        return named;
    }

    /** Makes a table of many partitions that each have work; returns what it answers. */
    private static List<String> fill(Path folder) throws Exception {
        Oracle oracle = new Oracle(CompactionFixture.SMALL);
        try (FileStore store = open(folder)) {
            Table table =
                    Table.create(store, TableMetadata.of(CompactionFixture.SMALL, new TimePartitioning(100), Map.of()));
            CompactionFixture.append(table, oracle, DEVICES, 0, LAST_TIME);
            CompactionFixture.append(table, oracle, DEVICES, 0, LAST_TIME);
        }
        return oracle.lines();
    }

    private static FileStore open(Path folder) throws Exception {
        return StoreLocation.of(folder.toString()).open();
    }
}
