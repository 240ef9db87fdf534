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

import static io.tsfile.core.writer.WriterFixture.OPTIONS;
import static io.tsfile.core.writer.WriterFixture.assertNothingIsLeftBehind;
import static io.tsfile.core.writer.WriterFixture.commits;
import static io.tsfile.core.writer.WriterFixture.newTable;
import static io.tsfile.core.writer.WriterFixture.read;
import static io.tsfile.core.writer.WriterFixture.store;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.flush.FlushEngine;
import io.tsfile.core.flush.MemoryBudget;
import io.tsfile.core.flush.manage.FlushFailedException;
import io.tsfile.core.flush.memtable.MemTable;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.io.StoredFile;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.table.Table;
import io.tsfile.core.testing.ObjectRow;
import io.tsfile.core.testing.Oracle;
import io.tsfile.core.testing.RandomRows;
import io.tsfile.core.testing.Threads;
import io.tsfile.core.wal.WalHeader;
import io.tsfile.core.wal.WalOptions;
import io.tsfile.core.wal.WriteAheadLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a writer does with the log that an earlier one left. The earlier one is played by the log alone. */
class WriterRecoveryTest {
    private static final TableSchema SCHEMA =
            TableSchema.ofTable("motors", List.of(Column.tag("site"), Column.field("speed", TSDataType.DOUBLE)));
    private static final IDeviceID NORTH = Devices.ofTable("motors", "north");
    private static final UUID EARLIER = UUID.fromString("00000000-0000-0000-0000-0000000000ee");

    private Table table;
    private Path folder;
    private WalOptions wal;
    private Oracle oracle;

    @BeforeEach
    void createTable(@TempDir Path temporary) throws IOException {
        folder = temporary;
        table = newTable(store(folder.resolve("table")), SCHEMA);
        wal = WalOptions.synced(StoreLocation.of(folder.resolve("log").toString()));
        oracle = new Oracle(SCHEMA);
    }

    @Test
    void commitsEachGenerationUnderItsOwnId() throws IOException {
        leave(header(SCHEMA, true), 4, 2);

        TsFileWriter.open(table, OPTIONS.withWal(wal)).close();

        assertThat(read(table)).isEqualTo(oracle.lines());
        assertThat(commits(table)).isEqualTo(2);
        assertThat(table.committed(EARLIER)).hasValue(5);
        assertThat(leftovers()).isZero();
        assertNothingIsLeftBehind(table);
    }

    @Test
    void dropsWhatIsInTheTableAlready() throws IOException {
        // Generations 0 and 1 were one flush, whose segments were not deleted before the end.
        leave(header(SCHEMA, true), 0, 3);
        try (TsFileWriter writer = TsFileWriter.open(table, OPTIONS)) {
            writer.append(NORTH, 0, writer.row(1000.0));
            writer.append(NORTH, 1, writer.row(1001.0));
        }
        TableFiles files =
                new TableFiles(table, table.snapshot().metadata(), OPTIONS.flush(), null, new MemoryBudget(1));
        try (FlushEngine engine = files.engine()) {
            MemTable rows = new MemTable(SCHEMA, true);
            rows.append(NORTH, 7, ObjectRow.of(7.0));
            engine.flush(List.of(rows));
            files.commit(EARLIER, 1, "test", engine.finish());
        }

        TsFileWriter.open(table, OPTIONS.withWal(wal)).close();

        oracle = new Oracle(SCHEMA);
        oracle.put(NORTH, 0, ObjectRow.of(1000.0));
        oracle.put(NORTH, 1, ObjectRow.of(1001.0));
        oracle.put(NORTH, 2, ObjectRow.of(2.0));
        oracle.put(NORTH, 7, ObjectRow.of(7.0));
        assertThat(read(table)).as("only generation 2 was missing").isEqualTo(oracle.lines());
        assertThat(leftovers()).isZero();
    }

    @Test
    void forgetsTheRecordsOfRowsThatAreInTheTable() throws Exception {
        TableSchema schema = RandomRows.tableOfAllTypes();
        Table all = newTable(store(folder.resolve("all")), schema);
        RandomAppends appends = new RandomAppends(schema, 5, 3, 0);
        try (TsFileWriter writer = TsFileWriter.open(all, OPTIONS.withWal(wal))) {
            while (appends.count() < 200) {
                appends.next(writer);
            }
            assertThat(commits(all)).isZero();
        }
        assertThat(leftovers()).isZero();
        assertThat(read(all)).isEqualTo(appends.oracle(appends.count()).lines());
    }

    @Test
    void flushesWhatIsInMemoryOnceTheLogFailed() throws IOException {
        Path log = folder.resolve("log");
        TsFileWriter writer = TsFileWriter.open(table, OPTIONS.withWal(wal));
        writer.append(NORTH, 1, writer.row(1.0));
        oracle.put(NORTH, 1, ObjectRow.of(1.0));
        // The next segment cannot be made.
        try (Stream<Path> files = Files.walk(log)) {
            for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
        Files.createFile(log);

        writer.flush();

        assertThat(read(table)).isEqualTo(oracle.lines());
        assertThatThrownBy(() -> writer.append(NORTH, 2, writer.row(2.0)))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("Cannot append: the write-ahead log failed")
                .hasMessageContaining("open it again");
        try {
            writer.close();
        } catch (IOException e) {
            assertThat(e).isNotInstanceOf(FlushFailedException.class);
        }
        assertThat(read(table)).isEqualTo(oracle.lines());

        Files.delete(log);
        try (TsFileWriter next = TsFileWriter.open(table, OPTIONS.withWal(wal))) {
            next.append(NORTH, 2, next.row(2.0));
            oracle.put(NORTH, 2, ObjectRow.of(2.0));
        }
        assertThat(read(table)).isEqualTo(oracle.lines());
    }

    @Test
    void refusesTheLogOfAnotherTable() throws IOException {
        UUID other = UUID.randomUUID();
        leave(new WalHeader(other, EARLIER, SCHEMA, true), 0, 1);

        assertRefused(table, OPTIONS, "is of table " + other, "log folder of its own");
    }

    @Test
    void refusesTheLogOfOtherColumns() throws IOException {
        TableSchema before =
                TableSchema.ofTable("motors", List.of(Column.tag("site"), Column.field("speed", TSDataType.FLOAT)));
        try (WriteAheadLog log = WriteAheadLog.open(wal)) {
            log.start(header(before, true), 0);
            log.await(log.append(NORTH, 1, ObjectRow.of(1f)));
        }

        assertRefused(table, OPTIONS, "other columns", "FLOAT");
    }

    @Test
    void refusesToMixAlignedAndOther() throws IOException {
        Table tree = newTable(
                store(folder.resolve("tree")),
                TableSchema.ofTree("plant", List.of(Column.field("speed", TSDataType.DOUBLE))));
        WalHeader header = new WalHeader(
                tree.snapshot().metadata().id(),
                EARLIER,
                tree.snapshot().metadata().schema(),
                false);
        try (WriteAheadLog log = WriteAheadLog.open(wal)) {
            log.start(header, 0);
            log.await(log.append(Devices.ofPath("root.plant.m1"), 1, ObjectRow.of(1.0)));
        }

        assertRefused(tree, OPTIONS, "not aligned", "aligned = false");
        TsFileWriter.open(tree, OPTIONS.withWal(wal).withAligned(false)).close();
        assertThat(read(tree)).hasSize(1);
    }

    @Test
    void refusesALogThatAnotherWriterUses() throws IOException {
        try (TsFileWriter writer = TsFileWriter.open(table, OPTIONS.withWal(wal))) {
            assertThatThrownBy(() -> TsFileWriter.open(table, OPTIONS.withWal(wal)))
                    .isInstanceOf(TsFileConnectorException.class)
                    .hasMessageStartingWith("Cannot");
            writer.append(NORTH, 1, writer.row(1.0));
        }
        assertThat(read(table)).hasSize(1);
    }

    @Test
    void leavesTheLogOfARefusedRowAsItWas() throws IOException {
        try (TsFileWriter writer = TsFileWriter.open(table, OPTIONS.withWal(wal))) {
            assertThatThrownBy(() -> writer.append(Devices.ofTable("pumps", "north"), 2, writer.row(2.5)))
                    .isInstanceOf(TsFileConnectorException.class);
            assertThatThrownBy(() -> writer.append(NORTH, 2, ObjectRow.of("fast")))
                    .isInstanceOf(IllegalArgumentException.class);
            writer.append(NORTH, 1, writer.row(1.0));
        }
        assertThat(read(table)).hasSize(1);
    }

    @Test
    void logsNoRowThatIsNone() throws IOException {
        Table tree = newTable(
                store(folder.resolve("tree")),
                TableSchema.ofTree("plant", List.of(Column.field("speed", TSDataType.DOUBLE))));
        try (TsFileWriter writer = TsFileWriter.open(tree, OPTIONS.withWal(wal).withAligned(false))) {
            long before = logBytes();
            for (int i = 0; i < 100; i++) {
                writer.append(Devices.ofPath("root.plant.m1"), i, writer.row((Object) null));
            }
            assertThat(logBytes()).isEqualTo(before);
            writer.append(Devices.ofPath("root.plant.m1"), 1, writer.row(1.0));
            assertThat(logBytes()).isGreaterThan(before);
        }
        assertThat(read(tree)).hasSize(1);
    }

    private long logBytes() throws IOException {
        try (FileStore log = store(folder.resolve("log"))) {
            return log.list("", true).stream().mapToLong(StoredFile::length).sum();
        }
    }

    @Test
    void takesRowsOfManyThreadsWithALog() throws Exception {
        TableSchema schema = RandomRows.tableOfAllTypes();
        Table all = newTable(store(folder.resolve("all")), schema);
        List<RandomAppends> appends;
        try (TsFileWriter writer = TsFileWriter.open(
                all, OPTIONS.withWal(wal).withMemTableBytes(50_000).withStripes(3))) {
            appends = Threads.together(4, thread -> {
                RandomAppends mine = new RandomAppends(schema, 17, 3, thread);
                while (mine.count() < 500) {
                    mine.next(writer);
                }
                return mine;
            });
        }
        Oracle expected = new Oracle(schema);
        appends.forEach(mine -> mine.putInto(expected));
        assertThat(read(all)).isEqualTo(expected.lines());
        assertThat(leftovers()).isZero();
    }

    /** Segments as an earlier writer would have left them, with a row each; the oracle takes them in. */
    private void leave(WalHeader header, long firstGeneration, int generations) throws IOException {
        try (WriteAheadLog log = WriteAheadLog.open(wal)) {
            log.start(header, firstGeneration);
            for (int i = 0; i < generations; i++) {
                if (i > 0) {
                    log.roll(firstGeneration + i);
                }
                log.await(log.append(NORTH, i, ObjectRow.of((double) i)));
                oracle.put(NORTH, i, ObjectRow.of((double) i));
            }
        }
    }

    private WalHeader header(TableSchema schema, boolean aligned) throws IOException {
        return new WalHeader(table.snapshot().metadata().id(), EARLIER, schema, aligned);
    }

    private int leftovers() throws IOException {
        try (WriteAheadLog log = WriteAheadLog.open(wal)) {
            return log.leftovers().size();
        }
    }

    private void assertRefused(Table target, WriterOptions options, String... parts) throws IOException {
        assertThatThrownBy(() -> TsFileWriter.open(target, options.withWal(wal)))
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageStartingWith("Cannot open a writer of")
                .hasMessageContainingAll(parts);
        assertThat(leftovers()).as("the rows are still there").isEqualTo(1);
        assertThat(commits(target)).isZero();
    }
}
