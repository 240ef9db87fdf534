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
package io.tsfile.core.writer;

import static io.tsfile.core.writer.WriterFixture.assertNothingIsLeftBehind;
import static io.tsfile.core.writer.WriterFixture.newTable;
import static io.tsfile.core.writer.WriterFixture.read;
import static io.tsfile.core.writer.WriterFixture.store;
import static org.assertj.core.api.Assertions.assertThat;

import io.tsfile.core.flush.manage.FlushListener;
import io.tsfile.core.flush.manage.FlushManager;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.table.Table;
import io.tsfile.core.testing.Oracle;
import io.tsfile.core.testing.RandomRows;
import io.tsfile.core.testing.Threads;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Many threads append rows, points and batches of all types to several tables at once, and little memory is there. */
class WriterOracleTest {
    private static final int THREADS = 4;

    static Stream<Arguments> tables() {
        List<Arguments> tables = new ArrayList<>();
        for (long seed = 1; seed <= 4; seed++) {
            tables.add(Arguments.of("table", RandomRows.tableOfAllTypes(), true, seed));
            tables.add(Arguments.of("tree, aligned", RandomRows.treeOfAllTypes(), true, seed));
            tables.add(Arguments.of("tree", RandomRows.treeOfAllTypes(), false, seed));
        }
        return tables.stream();
    }

    @ParameterizedTest(name = "{0}, seed {3}")
    @MethodSource("tables")
    void showsEveryRowOnceAndTheNewestOfEachTime(
            String name, TableSchema schema, boolean aligned, long seed, @TempDir Path folder) throws Exception {
        Random random = new Random(seed);
        WriterOptions options = WriterFixture.OPTIONS
                .withAligned(aligned)
                .withStripes(1 + random.nextInt(5))
                .withMemTableBytes(20_000 + random.nextInt(200_000))
                .withStaged(random.nextBoolean());
        Table table = newTable(store(folder), schema);
        List<RandomAppends> appends;
        try (FlushManager manager = WriterFixture.manager(3, 400_000, FlushListener.NONE)) {
            try (TsFileWriter writer = TsFileWriter.open(table, options.withManager(manager))) {
                appends = Threads.together(THREADS, thread -> appendMany(writer, schema, seed, thread));
                writer.flush();
                assertThat(read(table)).isEqualTo(oracle(schema, appends).lines());
            }
            assertThat(manager.budget().used()).as("all memory is given back").isZero();
        }
        assertNothingIsLeftBehind(table);
    }

    @ParameterizedTest(name = "seed {0}")
    @org.junit.jupiter.params.provider.ValueSource(longs = {5, 6})
    void sharesMemoryAmongTables(long seed, @TempDir Path folder) throws Exception {
        TableSchema schema = RandomRows.tableOfAllTypes();
        int tables = 3;
        List<Table> all = new ArrayList<>();
        List<TsFileWriter> writers = new ArrayList<>();
        // A third of what the memtables of all tables would take.
        try (FlushManager manager = WriterFixture.manager(3, 300_000, FlushListener.NONE)) {
            for (int i = 0; i < tables; i++) {
                all.add(newTable(store(folder.resolve("table" + i)), schema));
                writers.add(TsFileWriter.open(
                        all.get(i), WriterFixture.OPTIONS.withManager(manager).withMemTableBytes(300_000)));
            }
            List<RandomAppends> appends = Threads.together(
                    2 * tables, thread -> appendMany(writers.get(thread % tables), schema, seed + thread, thread));
            for (int i = 0; i < tables; i++) {
                writers.get(i).close();
                assertThat(read(all.get(i)))
                        .isEqualTo(oracle(schema, List.of(appends.get(i), appends.get(i + tables)))
                                .lines());
                assertNothingIsLeftBehind(all.get(i));
            }
            assertThat(manager.budget().used()).isZero();
        }
    }

    private static RandomAppends appendMany(TsFileWriter writer, TableSchema schema, long seed, int thread)
            throws Exception {
        RandomAppends appends = new RandomAppends(schema, seed, 4, thread);
        Random random = new Random(seed + thread);
        while (appends.count() < 3000) {
            appends.next(writer);
            if (random.nextInt(300) == 0) {
                writer.flush();
            }
        }
        return appends;
    }

    private static Oracle oracle(TableSchema schema, List<RandomAppends> appends) {
        Oracle oracle = new Oracle(schema);
        appends.forEach(some -> some.putInto(oracle));
        return oracle;
    }
}
