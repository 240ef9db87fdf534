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

import io.tsfile.core.CorruptTsFileException;
import io.tsfile.core.flush.FlushOptions;
import io.tsfile.core.flush.MemoryBudget;
import io.tsfile.core.flush.work.CrewLimits;
import io.tsfile.core.flush.work.Workers;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.model.Cut;
import io.tsfile.core.model.LiveFile;
import io.tsfile.core.model.TableModel;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.testing.Fault;
import io.tsfile.core.testing.FaultPlan;
import io.tsfile.core.testing.FaultyFileStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.apache.tsfile.file.metadata.enums.CompressionType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** However many workers help a compaction, it writes the same bytes, and leaves nothing in use. */
@Timeout(120)
class CompactionWorkersTest {
    @TempDir
    Path folder;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Workers workers = new Workers(threads, 4);

    static Stream<Arguments> tables() {
        List<Arguments> tables = new ArrayList<>();
        for (long seed = 1; seed <= 12; seed++) {
            tables.add(Arguments.of("table", TableModel.TABLE, true, seed));
            tables.add(Arguments.of("tree, aligned", TableModel.TREE, true, seed));
            tables.add(Arguments.of("tree", TableModel.TREE, false, seed));
        }
        return tables.stream();
    }

    @ParameterizedTest(name = "{0}, seed {3}")
    @MethodSource("tables")
    void writesTheSameBytes(String name, TableModel model, boolean aligned, long seed) throws IOException {
        Random random = new Random(seed);
        TableSchema schema = ColumnBatchesTest.schema(model, 1 + random.nextInt(20), random);
        try (FileStore store = StoreLocation.of(folder.toString()).open()) {
            FlushOptions flush = ColumnBatchesTest.options(random);
            List<LiveFile> inputs = ColumnBatchesTest.write(store, schema, aligned, flush, random);
            CompactionOptions options = new CompactionOptions(
                    random.nextBoolean() ? flush : ColumnBatchesTest.options(random),
                    random.nextInt(80),
                    1 << 30,
                    100,
                    false);
            Cut cut = random.nextInt(3) == 0
                    ? Cut.ofTimes(new TimeRange(random.nextInt(300), 300 + random.nextInt(300)))
                    : Cut.ALL;
            CompactionTask task = ColumnBatchesTest.task(inputs, cut);
            ColumnBatchesTest.Run alone = ColumnBatchesTest.run(
                    store, schema, options, task, "alone", BatchLimits.DEFAULT, queue(0, new MemoryBudget(1), 1));

            for (int helpers = 1; helpers <= 4; helpers += 3) {
                BatchLimits limits = new BatchLimits(
                        random.nextBoolean() ? 10 : 100,
                        1 + random.nextInt(20),
                        1 + random.nextInt(100),
                        1 + random.nextInt(20_000),
                        random.nextInt(3) * 100_000L,
                        random.nextInt(3) * 1000L);
                MemoryBudget budget = new MemoryBudget(random.nextBoolean() ? 1 : 1 << random.nextInt(30));
                ColumnBatchesTest.Run helped = ColumnBatchesTest.run(
                        store,
                        schema,
                        options,
                        task,
                        "helped" + helpers,
                        limits,
                        queue(helpers, budget, 1 + random.nextInt(5000)));

                ColumnBatchesTest.assertSame(folder, helped, alone);
                assertThat(budget.used()).isZero();
                assertThat(workers.active()).isZero();
            }
        }
    }

    /** Whatever is read or written when it happens, no file is left, and nobody is at work. */
    @Test
    void leavesNothingBehindWhateverStepFails() throws IOException {
        Random random = new Random(1);
        TableSchema schema = ColumnBatchesTest.schema(TableModel.TREE, 12, random);
        FlushOptions output = new FlushOptions(20, 60, 20_000, 4, CompressionType.LZ4);
        CompactionOptions options = CompactionOptions.of(output);
        MemoryBudget budget = new MemoryBudget(1 << 20);
        try (FileStore store = StoreLocation.of(folder.toString()).open()) {
            CompactionTask task =
                    ColumnBatchesTest.task(ColumnBatchesTest.write(store, schema, false, output, random), Cut.ALL);
            List<String> before = ColumnBatchesTest.paths(store);
            FaultPlan counted = FaultPlan.none();
            run(new FaultyFileStore(store, counted), schema, options, task, budget);
            store.deleteFolder("out");
            assertThat(counted.steps()).isGreaterThan(5);
            for (int step = 1; step <= counted.steps(); step++) {
                FaultPlan plan = FaultPlan.at(step, Fault.FAILED);
                FileStore faulty = new FaultyFileStore(store, plan);
                assertThatThrownBy(() -> run(faulty, schema, options, task, budget))
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("step " + step + " ");
                assertThat(plan.openFiles()).isZero();
                assertThat(ColumnBatchesTest.paths(store))
                        .as("at step %d", step)
                        .isEqualTo(before);
                assertThat(budget.used()).isZero();
                assertThat(workers.active()).isZero();
            }
        }
    }

    /** The first bytes of a file's chunks are damaged, wherever they are decoded. */
    @Test
    void endsWithTheDamageThatAWorkerFinds() throws IOException {
        Random random = new Random(2);
        TableSchema schema = ColumnBatchesTest.schema(TableModel.TREE, 12, random);
        FlushOptions output = new FlushOptions(20, 60, 20_000, 4, CompressionType.LZ4);
        MemoryBudget budget = new MemoryBudget(1 << 20);
        try (FileStore store = StoreLocation.of(folder.toString()).open()) {
            List<LiveFile> inputs = ColumnBatchesTest.write(store, schema, false, output, random);
            Path damaged = folder.resolve(inputs.get(0).file().path());
            byte[] bytes = Files.readAllBytes(damaged);
            for (int i = 6; i < bytes.length / 2; i++) {
                bytes[i] ^= 0x55;
            }
            Files.write(damaged, bytes);
            List<String> before = ColumnBatchesTest.paths(store);
            FaultPlan plan = FaultPlan.none();
            assertThatThrownBy(() -> run(
                            new FaultyFileStore(store, plan),
                            schema,
                            CompactionOptions.of(output),
                            ColumnBatchesTest.task(inputs, Cut.ALL),
                            budget))
                    .isInstanceOf(CorruptTsFileException.class)
                    .hasMessageContaining(inputs.get(0).file().path());
            assertThat(plan.openFiles()).isZero();
            assertThat(ColumnBatchesTest.paths(store)).isEqualTo(before);
            assertThat(budget.used()).isZero();
            assertThat(workers.active()).isZero();
        }
    }

    @AfterEach
    void endThreads() {
        threads.shutdownNow();
    }

    private void run(
            FileStore store, TableSchema schema, CompactionOptions options, CompactionTask task, MemoryBudget budget)
            throws IOException {
        ColumnBatchesTest.run(store, schema, options, task, "out", BatchLimits.DEFAULT, queue(3, budget, 1));
    }

    private OutputQueue queue(int helpers, MemoryBudget budget, long taskBytes) {
        return new OutputQueue(workers, new CrewLimits(helpers, 1_000_000, 100_000), budget, taskBytes);
    }
}
