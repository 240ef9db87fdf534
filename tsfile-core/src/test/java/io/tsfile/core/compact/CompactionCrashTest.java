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
import io.tsfile.core.table.Snapshot;
import io.tsfile.core.table.Table;
import io.tsfile.core.testing.Fault;
import io.tsfile.core.testing.FaultPlan;
import io.tsfile.core.testing.FaultyFileStore;
import io.tsfile.core.testing.Oracle;
import io.tsfile.core.testing.RandomRows;
import io.tsfile.core.testing.SimulatedCrash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A compaction that is broken at every change it makes to the store, and then done again. */
class CompactionCrashTest {
    @ParameterizedTest
    @EnumSource(Fault.class)
    void neverChangesAnAnswerNorLosesAFile(Fault fault, @TempDir Path folder) throws IOException {
        Path original = folder.resolve("original");
        Oracle oracle = new Oracle(RandomRows.tableOfAllTypes());
        Table table = CompactionFixture.create(store(original), RandomRows.tableOfAllTypes());
        CompactionFixture.append(table, new RandomRows(RandomRows.tableOfAllTypes(), 3, 4), oracle, 3);
        List<String> answer = oracle.lines();

        FaultPlan count = FaultPlan.none();
        compact(new FaultyFileStore(store(copy(original, folder.resolve("whole"))), count));
        assertThat(count.steps()).isGreaterThan(8);
        assertThat(count.openFiles()).isZero();

        for (int step = 1; step <= count.steps(); step++) {
            String when = fault + " at step " + step;
            FileStore store = store(copy(original, folder.resolve("step" + step)));
            Snapshot before = Table.open(store).snapshot();
            FaultPlan plan = FaultPlan.at(step, fault);
            boolean failed = false;
            try {
                compact(new FaultyFileStore(store, plan));
            } catch (IOException | SimulatedCrash e) {
                failed = true;
            }
            Table after = Table.open(store);
            assertThat(plan.fired()).as(when).isTrue();
            assertThat(CompactionFixture.read(after)).as(when).isEqualTo(answer);
            CompactionFixture.assertComplete(after, before, after.snapshot());
            if (fault != Fault.CRASH) {
                assertThat(plan.openFiles()).as(when).isZero();
            }
            if (!failed) {
                assertThat(after.snapshot().number()).as(when).isEqualTo(before.number() + 1);
            }

            compact(store);
            assertThat(CompactionFixture.read(after)).as("%s, done again", when).isEqualTo(answer);
            assertThat(CompactionFixture.plan(after.store(), after.snapshot()))
                    .as(when)
                    .isEmpty();
        }
    }

    private static void compact(FileStore store) throws IOException {
        Table table = Table.open(store);
        List<CompactionResult> results = CompactionFixture.run(store, table.snapshot());
        if (!results.isEmpty()) {
            CompactionCommitter.commit(table, results);
        }
    }

    private static FileStore store(Path folder) throws IOException {
        return StoreLocation.of(folder.toString()).open();
    }

    private static Path copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
        return to;
    }
}
