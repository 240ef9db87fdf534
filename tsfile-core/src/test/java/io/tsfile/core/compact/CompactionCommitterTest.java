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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.LiveFile;
import io.tsfile.core.table.CommitConflictException;
import io.tsfile.core.table.CommitResult;
import io.tsfile.core.table.Snapshot;
import io.tsfile.core.table.Table;
import io.tsfile.core.testing.Oracle;
import io.tsfile.core.testing.RandomRows;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompactionCommitterTest {
    private final Table table;
    private final Oracle oracle = new Oracle(RandomRows.tableOfAllTypes());
    private final RandomRows rows = new RandomRows(RandomRows.tableOfAllTypes(), 9, 4);

    CompactionCommitterTest(@TempDir Path folder) throws IOException {
        table = CompactionFixture.create(StoreLocation.of(folder.toString()).open(), RandomRows.tableOfAllTypes());
    }

    @BeforeEach
    void fill() throws IOException {
        CompactionFixture.append(table, rows, oracle, 3);
    }

    @Test
    void outputsAreAsNewAsTheNewestInputAndCleanThroughTheSnapshot() throws IOException {
        Snapshot before = table.snapshot();
        List<CompactionResult> results = CompactionFixture.run(table.store(), before);
        CompactionCommitter.commit(table, results);

        assertThat(results).isNotEmpty();
        for (CompactionResult result : results) {
            DataFile newest = result.task().inputs().stream()
                    .map(LiveFile::file)
                    .max(DataFile.BY_VERSION)
                    .orElseThrow();
            assertThat(result.outputs()).isNotEmpty().allSatisfy(output -> {
                assertThat(output.version()).isEqualTo(newest.version());
                assertThat(output.cleanThrough()).isEqualTo(before.number());
                assertThat(output.level()).isEqualTo(1);
                assertThat(output.ordered()).isTrue();
                assertThat(table.snapshot().files()).contains(output);
            });
        }
        assertThat(CompactionFixture.read(table)).isEqualTo(oracle.lines());
        CompactionFixture.assertComplete(table, before);
    }

    @Test
    void appendsOfTheMeantimeStayNewer() throws IOException {
        List<CompactionResult> results = CompactionFixture.run(table.store(), table.snapshot());
        CompactionFixture.append(table, rows, oracle, 2);
        CompactionCommitter.commit(table, results);
        assertThat(CompactionFixture.read(table)).isEqualTo(oracle.lines());
    }

    @Test
    void leavesNothingBehindIfAnotherCompactionWasFaster() throws IOException {
        Snapshot snapshot = table.snapshot();
        List<CompactionResult> first = CompactionFixture.run(table.store(), snapshot);
        List<String> stored = CompactionFixture.storedPaths(table);
        List<CompactionResult> second = CompactionFixture.run(table.store(), snapshot);
        CompactionCommitter.commit(table, first);

        assertThatThrownBy(() -> CompactionCommitter.commit(table, second))
                .isInstanceOf(CommitConflictException.class)
                .hasMessageContaining("'compaction'");
        assertThat(CompactionFixture.storedPaths(table)).isEqualTo(stored);
        assertThat(CompactionFixture.read(table)).isEqualTo(oracle.lines());
    }

    @Test
    void committingTheSameResultsAgainIsTheSameCommit() throws IOException {
        List<CompactionResult> results = CompactionFixture.run(table.store(), table.snapshot());
        CommitResult first = CompactionCommitter.commit(table, results);
        List<CompactionResult> turned = new ArrayList<>(results);
        Collections.reverse(turned);
        CommitResult again = CompactionCommitter.commit(table, turned);
        assertThat(again.number()).isEqualTo(first.number());
        assertThat(CompactionFixture.storedPaths(table)).containsAll(CompactionFixture.livePaths(table));
        assertThat(CompactionFixture.read(table)).isEqualTo(oracle.lines());
    }

    @Test
    void neverDeletesLiveFilesOfResultsThatConflictWithThemselves() throws IOException {
        List<CompactionResult> results = CompactionFixture.run(table.store(), table.snapshot());
        assertThat(results).hasSizeGreaterThan(1);
        CompactionCommitter.commit(table, results);
        assertThatThrownBy(() -> CompactionCommitter.commit(table, results.subList(0, 1)))
                .isInstanceOf(CommitConflictException.class);
        assertThat(CompactionFixture.storedPaths(table)).containsAll(CompactionFixture.livePaths(table));
        assertThat(CompactionFixture.read(table)).isEqualTo(oracle.lines());
    }
}
