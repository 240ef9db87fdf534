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
package io.tsfile.core.flush.staged;

import static org.assertj.core.api.Assertions.assertThat;

import io.tsfile.core.flush.FlushStats;
import io.tsfile.core.flush.memtable.MemTable;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.TableModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The bytes of the files are those of the fused engine, whoever does the work, and whoever is slow. */
class StagedFlushTest {
    @TempDir
    Path folder;

    static Stream<Arguments> workloads() {
        return Stream.of(
                        Named.of("table", Workload.random(TableModel.TABLE, true, 1, 3, 1)),
                        Named.of("aligned tree", Workload.random(TableModel.TREE, true, 2, 3, 1)),
                        Named.of("tree", Workload.random(TableModel.TREE, false, 3, 3, 1)),
                        Named.of("several memtables", Workload.random(TableModel.TREE, false, 4, 2, 3)),
                        Named.of("several aligned memtables", Workload.random(TableModel.TABLE, true, 5, 2, 3)),
                        Named.of("wide table", Workload.wide(TableModel.TABLE, true, 2000)),
                        Named.of("wide aligned tree", Workload.wide(TableModel.TREE, true, 2000)),
                        Named.of("wide tree", Workload.wide(TableModel.TREE, false, 2000)),
                        Named.of("huge series", Workload.huge(TableModel.TREE, false)),
                        Named.of("huge device", Workload.huge(TableModel.TABLE, true)),
                        Named.of("tiny devices", Workload.tiny(TableModel.TABLE, true, 4_000)),
                        Named.of("tiny tree devices", Workload.tiny(TableModel.TREE, false, 2_000)),
                        Named.of("one point", Workload.small(1, 1)),
                        Named.of("nothing", Workload.empty()))
                .map(Arguments::of);
    }

    @ParameterizedTest
    @MethodSource("workloads")
    void givesTheBytesOfTheFusedEngineWithAnyNumberOfWorkers(Workload workload) throws IOException {
        List<String> expected;
        try (FlushFixture fixture = new FlushFixture(folder, 0)) {
            expected = fixture.expected(workload);
        }
        for (int cap : new int[] {0, 1, 4, 8}) {
            for (Tuning tuning :
                    cap == 4 ? List.of(Tuning.DEFAULT, FlushFixture.MIDDLE) : List.of(FlushFixture.MIDDLE)) {
                try (FlushFixture fixture = new FlushFixture(folder, cap);
                        StagedFlush engine = fixture.staged(workload, tuning, StepHook.NONE)) {
                    assertThat(fixture.flush(engine, workload))
                            .as("%d workers, %s", cap, tuning)
                            .isEqualTo(expected);
                    fixture.assertNothingInUse();
                    if (cap == 4) {
                        assertThat(fixture.flush(engine, workload))
                                .as("the engine is as new")
                                .isEqualTo(expected);
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("workloads")
    void orderDoesNotDependOnWhoIsSlow(Workload workload) throws IOException {
        long seed = ThreadLocalRandom.current().nextLong();
        AtomicLong calls = new AtomicLong();
        StepHook delays = (stage, device) -> {
            Random random = new Random(seed + calls.incrementAndGet());
            int kind = random.nextInt(100);
            if (kind < 3) {
                LockSupport.parkNanos(random.nextInt(200_000));
            } else if (kind < 30) {
                for (int i = random.nextInt(200); i > 0; i--) {
                    Thread.onSpinWait();
                }
            }
        };
        try (FlushFixture fixture = new FlushFixture(folder, 4)) {
            List<String> expected = fixture.expected(workload);
            for (Tuning tuning : List.of(FlushFixture.MIDDLE, FlushFixture.FINE)) {
                if (tuning.equals(FlushFixture.FINE)
                        && workload.flushes().get(0).get(0).rows() > 10_000) {
                    continue;
                }
                try (StagedFlush engine = fixture.staged(workload, tuning, delays)) {
                    assertThat(fixture.flush(engine, workload))
                            .as("seed %d, %s", seed, tuning)
                            .isEqualTo(expected);
                }
            }
        }
    }

    @Test
    void nothingToFlushMakesNoFileAndStartsNoWorker() throws IOException {
        Workload nothing = Workload.empty();
        try (FlushFixture fixture = new FlushFixture(folder, 4);
                StagedFlush engine = fixture.staged(nothing, FlushFixture.FINE, StepHook.NONE)) {
            for (List<MemTable> tables : nothing.flushes()) {
                engine.flush(tables);
            }
            assertThat(fixture.paths()).isEmpty();
            assertThat(engine.stats()).isEqualTo(FlushStats.NONE);
            assertThat(engine.finish()).isEmpty();
        }
    }

    @Test
    void countsWhatWasDoneOnce() throws IOException {
        Workload workload = Workload.small(40, 100);
        try (FlushFixture fixture = new FlushFixture(folder, 4);
                StagedFlush engine = fixture.staged(workload, FlushFixture.MIDDLE, StepHook.NONE)) {
            engine.flush(workload.flushes().get(0));
            FlushStats stats = engine.stats();
            assertThat(stats.rows()).isEqualTo(40 * 90);
            assertThat(stats.points()).isEqualTo(40 * 90 * 3);
            assertThat(stats.sort().tasks()).isEqualTo(40);
            assertThat(stats.encode().tasks()).isGreaterThanOrEqualTo(40);
            assertThat(stats.io().tasks()).isEqualTo(40);
            assertThat(List.of(stats.sort(), stats.encode(), stats.io())).allSatisfy(stage -> {
                assertThat(stage.workNanos()).isPositive();
                assertThat(stage.wallNanos()).isPositive();
                assertThat(stage.peakQueueBytes()).isPositive();
                assertThat(stage.peakWorkers()).isBetween(1, 5);
                assertThat(stage.stalls()).isZero();
            });
            assertThat(stats.io().peakWorkers()).isEqualTo(1);
            assertThat(stats.io().wallNanos()).isGreaterThanOrEqualTo(stats.io().workNanos());
            engine.flush(workload.flushes().get(0));
            assertThat(engine.stats().rows()).isEqualTo(2 * stats.rows());
            List<DataFile> files = engine.finish();
            assertThat(files.stream().mapToLong(DataFile::points).sum())
                    .isEqualTo(engine.stats().points());
            for (DataFile file : files) {
                fixture.store.delete(file.path());
            }
        }
    }

    @Test
    void leavesTheMemtablesAsTheyAre() throws IOException {
        Workload workload = Workload.random(TableModel.TREE, false, 9, 1, 2);
        List<Long> rows = rows(workload);
        try (FlushFixture fixture = new FlushFixture(folder, 2);
                StagedFlush engine = fixture.staged(workload, FlushFixture.MIDDLE, StepHook.NONE)) {
            engine.flush(workload.flushes().get(0));
            assertThat(rows(workload)).isEqualTo(rows);
            engine.drain(workload.flushes().get(0).get(0));
            assertThat(rows(workload)).containsExactly(0L, rows.get(1));
        }
    }

    private static List<Long> rows(Workload workload) {
        List<Long> rows = new ArrayList<>();
        workload.flushes().forEach(tables -> tables.forEach(table -> rows.add(table.rows())));
        return rows;
    }
}
