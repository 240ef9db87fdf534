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

import static org.assertj.core.api.Assertions.assertThat;

import io.tsfile.core.compact.Compaction;
import io.tsfile.core.compact.CompactionListener;
import io.tsfile.core.compact.CompactionOptions;
import io.tsfile.core.compact.CompactionReport;
import io.tsfile.core.flush.FlushOptions;
import io.tsfile.core.flush.FusedFlush;
import io.tsfile.core.flush.memtable.MemTable;
import io.tsfile.core.format.check.CheckDepth;
import io.tsfile.core.format.check.FileCheck;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.model.BucketRange;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.DeviceRange;
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimePartitioning;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.model.Version;
import io.tsfile.core.table.Commit;
import io.tsfile.core.table.CommitId;
import io.tsfile.core.table.Table;
import io.tsfile.core.table.TableMetadata;
import io.tsfile.core.testing.LibraryFile;
import io.tsfile.core.testing.ObjectRow;
import io.tsfile.core.testing.RandomRows;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.enums.CompressionType;
import org.apache.tsfile.write.schema.IMeasurementSchema;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class VerifyTest {
    private static final FlushOptions OPTIONS = new FlushOptions(20, 60, 12_000, 4, CompressionType.LZ4);
    private static final TimePartitioning PARTITIONING = new TimePartitioning(1000);
    private static final TableSchema SCHEMA = RandomRows.tableOfAllTypes();

    @TempDir
    Path folder;

    private FileStore store;
    private Table table;

    @BeforeEach
    void create() throws IOException {
        store = StoreLocation.of(folder.toString()).open();
        table = table(store, SCHEMA, true);
    }

    private static Table table(FileStore store, TableSchema schema, boolean aligned) throws IOException {
        Table table = Table.create(store, TableMetadata.of(schema, PARTITIONING, Map.of()));
        RandomRows rows = new RandomRows(schema, 11, 5);
        for (int commit = 0; commit < 4; commit++) {
            try (FusedFlush flush = new FusedFlush(store, schema, PARTITIONING, OPTIONS)) {
                MemTable memTable = new MemTable(schema, aligned);
                for (int i = 0; i < 200; i++) {
                    RandomRows.KeyedRow row = rows.next();
                    memTable.append(row.device(), row.time(), row.row());
                }
                flush.drain(memTable);
                append(table, flush.finish());
            }
        }
        return table;
    }

    @ParameterizedTest
    @EnumSource
    void aTableOfOursIsGood(CheckDepth depth) throws IOException {
        List<DataFile> seen = new ArrayList<>();
        VerifyReport report = Verify.run(table, depth, seen::add);
        assertThat(report.findings()).isEmpty();
        assertThat(report.good()).isTrue();
        assertThat(seen).isEqualTo(table.snapshot().files()).hasSize(report.files());
        assertThat(report.bytes())
                .isEqualTo(seen.stream().mapToLong(DataFile::length).sum());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aTableOfTheTreeModelIsGood(boolean aligned, @TempDir Path tree) throws IOException {
        try (FileStore other = StoreLocation.of(tree.toString()).open()) {
            Table devices = table(other, RandomRows.treeOfAllTypes(), aligned);
            assertThat(Verify.run(devices, CheckDepth.VALUES, file -> {}).findings())
                    .isEmpty();
        }
    }

    /** Least and greatest value depend on the order in which statistics are merged, once one of them begins with NaN. */
    @Test
    void aTableWithNanInItsChunksIsGoodAfterTheyWereJoined(@TempDir Path other) throws IOException {
        TableSchema schema = TableSchema.ofTable("t", List.of(Column.tag("id"), Column.field("f", TSDataType.FLOAT)));
        FlushOptions pagesOfOne = new FlushOptions(1, 60, 12_000, 4, CompressionType.LZ4);
        try (FileStore numbers = StoreLocation.of(other.toString()).open()) {
            Table table = Table.create(numbers, TableMetadata.of(schema, TimePartitioning.NONE, Map.of()));
            float[][] commits = {{97.3f}, {Float.NaN, 6.8f}};
            long time = 0;
            for (float[] values : commits) {
                try (FusedFlush flush = new FusedFlush(numbers, schema, TimePartitioning.NONE, pagesOfOne)) {
                    MemTable memTable = new MemTable(schema, true);
                    for (float value : values) {
                        memTable.append(Devices.ofTable("t", "a"), time++, ObjectRow.of(value));
                    }
                    flush.drain(memTable);
                    append(table, flush.finish());
                }
            }
            CompactionReport report =
                    Compaction.run(table, CompactionOptions.of(pagesOfOne).withForce(true), CompactionListener.NONE);

            assertThat(report.done().chunksCopied()).isEqualTo(2);
            assertThat(table.snapshot().files()).hasSize(1);
            assertThat(Verify.run(table, CheckDepth.VALUES, file -> {}).findings())
                    .isEmpty();
        }
    }

    @Test
    void anEmptyTableIsGood(@TempDir Path empty) throws IOException {
        try (FileStore other = StoreLocation.of(empty.toString()).open()) {
            Table none = Table.create(other, TableMetadata.of(SCHEMA, PARTITIONING, Map.of()));
            assertThat(Verify.run(none, CheckDepth.VALUES, file -> {})).isEqualTo(new VerifyReport(1, 0, 0, List.of()));
        }
    }

    @Test
    void everyBadFileIsReportedAndTheOthersAreLookedAt() throws IOException {
        List<DataFile> files = table.snapshot().files();
        Files.delete(path(files.get(0)));
        Files.write(path(files.get(1)), new byte[] {1});
        flip(files.get(2), 40);
        flip(files.get(3), files.get(3).length() - 3);

        VerifyReport report = Verify.run(table, CheckDepth.VALUES, file -> {});
        assertThat(report.findings())
                .extracting(Finding::path)
                .containsExactly(
                        files.get(0).path(),
                        files.get(1).path(),
                        files.get(2).path(),
                        files.get(3).path());
        assertThat(report.findings().get(0).problems()).containsExactly("it is gone");
        assertThat(report.findings().get(1).problems())
                .containsExactly(
                        "it has 1 bytes, and the log says " + files.get(1).length());
        assertThat(report.findings().get(2).problems().get(0)).startsWith("its bytes have CRC-32C ");
        assertThat(report.findings().get(3).problems().get(0))
                .startsWith("Cannot read ")
                .contains(files.get(3).path());
    }

    /** Without the checksum, damage of a value shows in the statistics, or the page cannot be decoded; a few bytes do not matter. */
    @Test
    void damagedValuesShowWithoutAChecksum() throws IOException {
        DataFile file = withoutCrc(table.snapshot().files().get(0));
        byte[] whole = Files.readAllBytes(path(file));
        Random random = new Random(5);
        int found = 0;
        for (int i = 0; i < 200; i++) {
            byte[] damaged = whole.clone();
            damaged[6 + random.nextInt(damaged.length / 2)] ^= (byte) (1 << random.nextInt(8));
            Files.write(path(file), damaged);
            found += FileCheck.problems(store, file, CheckDepth.VALUES).isEmpty() ? 0 : 1;
        }
        assertThat(found).isGreaterThan(150);
    }

    @Test
    void whatTheLogSaysWrongIsReported() throws IOException {
        DataFile good = table.snapshot().files().get(0);
        DataFile wrong = new DataFile(
                good.path(),
                good.length(),
                good.crc32c() + 1,
                good.version(),
                good.level(),
                good.cleanThrough(),
                good.ordered(),
                new DeviceRange(good.devices().first(), good.devices().first()),
                new BucketRange(32_767, 32_767),
                new TimeRange(good.times().start(), good.times().start()),
                good.rows() + 1,
                good.points() + 2,
                good.chunks() + 3,
                good.splits());
        List<String> problems = FileCheck.problems(store, wrong, CheckDepth.CHECKSUM);
        assertThat(problems)
                .anyMatch(problem -> problem.startsWith("its bytes have CRC-32C"))
                .anyMatch(problem -> problem.contains("the log says that its devices are"))
                .anyMatch(problem -> problem.contains("the log says that its buckets are"))
                .anyMatch(problem -> problem.startsWith("it has times from"))
                .contains("it has " + good.rows() + " rows, and the log says " + (good.rows() + 1))
                .contains("it has " + good.points() + " values, and the log says " + (good.points() + 2))
                .contains("it has " + good.chunks() + " chunks, and the log says " + (good.chunks() + 3));
    }

    @Test
    void aRowInTwoFilesOfOneVersionIsReported() throws IOException {
        DataFile original = table.snapshot().files().get(1);
        Path copy = path(original).resolveSibling("copy.tsfile");
        Files.copy(path(original), copy);
        String copyPath = original.path().substring(0, original.path().lastIndexOf('/') + 1) + "copy.tsfile";
        append(
                table,
                List.of(new DataFile(
                        copyPath,
                        original.length(),
                        original.crc32c(),
                        new Version(
                                original.version().commit(), original.version().order()),
                        0,
                        original.cleanThrough(),
                        true,
                        original.devices(),
                        original.buckets(),
                        original.times(),
                        original.rows(),
                        original.points(),
                        original.chunks(),
                        original.splits())));

        VerifyReport report = Verify.run(table, CheckDepth.VALUES, file -> {});
        assertThat(report.findings()).hasSize(1);
        assertThat(report.findings().get(0).problems().get(0)).startsWith("it has a row of device ");
        assertThat(Verify.run(table, CheckDepth.CHECKSUM, file -> {}).good()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void aRegisteredFileWithAColumnOfNothingButNullsIsGood(CheckDepth depth, @TempDir Path other) throws IOException {
        List<IMeasurementSchema> columns = LibraryFile.everyEncoding(CompressionType.LZ4).stream()
                .filter(column -> List.of("sparse", "void", "int64_plain").contains(column.getMeasurementName()))
                .toList();
        try (LibraryFile file = new LibraryFile(other.resolve("1.tsfile"), null, columns, CompressionType.LZ4)) {
            file.aligned(Devices.ofPath("root.t.d"), LibraryFile.pages(0, 50, 20), LibraryFile.pages(50, 200, 20));
        }
        try (FileStore local = StoreLocation.of(other.toString()).open()) {
            new Register(local, RegisterOptions.DEFAULT).run();
            assertThat(Verify.run(Table.open(local), depth, file -> {}).findings())
                    .isEmpty();
        }
    }

    private static void append(Table table, List<DataFile> files) throws IOException {
        table.commit(Commit.append(table.snapshot().metadata().id(), CommitId.unique(), "test append", files));
    }

    private Path path(DataFile file) {
        return folder.resolve(file.path());
    }

    private void flip(DataFile file, long position) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(path(file).toFile(), "rw")) {
            bytes.seek(position);
            int old = bytes.read();
            bytes.seek(position);
            bytes.write(old ^ 0x10);
        }
    }

    private static DataFile withoutCrc(DataFile file) {
        return new DataFile(
                file.path(),
                file.length(),
                DataFile.UNKNOWN_CRC,
                file.version(),
                file.level(),
                file.cleanThrough(),
                file.ordered(),
                file.devices(),
                file.buckets(),
                file.times(),
                file.rows(),
                file.points(),
                file.chunks(),
                file.splits());
    }
}
