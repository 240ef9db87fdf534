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
package io.tsfile.core.format.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tsfile.core.CorruptTsFileException;
import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.flush.FlushOptions;
import io.tsfile.core.flush.FusedFlush;
import io.tsfile.core.flush.memtable.MemTable;
import io.tsfile.core.index.OpenTsFile;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.LiveFile;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimePartitioning;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.scan.DeviceFilter;
import io.tsfile.core.scan.ScanRequest;
import io.tsfile.core.scan.ScanSource;
import io.tsfile.core.testing.FaultPlan;
import io.tsfile.core.testing.FaultyFileStore;
import io.tsfile.core.testing.Oracle;
import io.tsfile.core.testing.RandomRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.tsfile.file.metadata.enums.CompressionType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files with wrong bytes end in an error that names them, and leave nothing open. */
class DamagedFileTest {
    private static final TableSchema SCHEMA = RandomRows.tableOfAllTypes();

    private final Path folder;
    private final FileStore store;

    DamagedFileTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.store = StoreLocation.of(folder.toString()).open();
    }

    @ParameterizedTest
    @ValueSource(strings = {"LZ4", "UNCOMPRESSED"})
    void anyWrongByteGivesAnErrorOrAnAnswer(CompressionType compression) throws IOException {
        DataFile file = write(compression);
        Path path = folder.resolve(file.path());
        byte[] bytes = Files.readAllBytes(path);
        Random random = new Random(1);
        int errors = 0;
        for (int i = 0; i < bytes.length; i += 3) {
            byte[] damaged = bytes.clone();
            int mask = 1 + random.nextInt(255);
            damaged[i] ^= (byte) mask;
            errors += failsWell(path, damaged, file, "byte " + i + " of " + bytes.length + " xor " + mask);
        }
        assertThat(errors).isGreaterThan(bytes.length / 60);
    }

    @Test
    void aFileThatEndsEarlyIsRefused() throws IOException {
        DataFile file = write(CompressionType.LZ4);
        Path path = folder.resolve(file.path());
        byte[] bytes = Files.readAllBytes(path);
        for (int length = 0; length < bytes.length; length++) {
            assertThat(failsWell(path, Arrays.copyOf(bytes, length), file, length + " bytes"))
                    .isEqualTo(1);
        }
    }

    @Test
    void aWrongSizeOfTheMetadataTakesNoMemory() throws IOException {
        DataFile file = write(CompressionType.LZ4);
        Path path = folder.resolve(file.path());
        byte[] bytes = Files.readAllBytes(path);
        bytes[bytes.length - 10] = 0x7f;
        Files.write(path, bytes);
        assertThatThrownBy(() -> OpenTsFile.open(store, file.path()))
                .isInstanceOf(CorruptTsFileException.class)
                .hasMessageContaining(file.path());
    }

    /** 1 for an error as it should be, 0 for an answer. */
    private int failsWell(Path path, byte[] bytes, DataFile file, String what) throws IOException {
        Files.write(path, bytes);
        FaultPlan plan = FaultPlan.none();
        ScanSource source = new ScanSource(store.location(), SCHEMA, List.of(LiveFile.of(file)));
        List<String> fields = SCHEMA.fields().stream().map(Column::name).toList();
        ScanRequest request = new ScanRequest(fields, TimeRange.ALL, DeviceFilter.ALL, Long.MAX_VALUE);
        int failed = 0;
        try {
            Oracle.scan(new FaultyFileStore(store, plan), source, request, 100);
        } catch (TsFileConnectorException | IOException e) {
            assertThat(e).as(what).hasMessageStartingWith("Cannot read").hasMessageContaining(file.path());
            failed = 1;
        } catch (RuntimeException e) {
            throw new AssertionError(what, e);
        }
        assertThat(plan.openFiles()).as(what).isZero();
        return failed;
    }

    private DataFile write(CompressionType compression) throws IOException {
        FlushOptions options = new FlushOptions(15, 30, 1 << 20, 1, compression);
        try (FusedFlush flush = new FusedFlush(store, SCHEMA, TimePartitioning.NONE, options)) {
            MemTable memTable = new MemTable(SCHEMA, true);
            RandomRows rows = new RandomRows(SCHEMA, 7, 2);
            for (int i = 0; i < 60; i++) {
                RandomRows.KeyedRow row = rows.next();
                memTable.append(row.device(), row.time(), row.row());
            }
            flush.drain(memTable);
            return flush.finish().get(0);
        }
    }
}
