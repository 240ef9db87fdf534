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
package io.tsfile.core.format.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.tsfile.core.flush.FlushOptions;
import io.tsfile.core.flush.FusedFlush;
import io.tsfile.core.flush.memtable.MemTable;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimePartitioning;
import io.tsfile.core.testing.LibraryAnswer;
import io.tsfile.core.testing.Oracle;
import io.tsfile.core.testing.RandomRows;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.apache.tsfile.file.metadata.enums.CompressionType;
import org.apache.tsfile.read.TsFileCheckStatus;
import org.apache.tsfile.read.TsFileSequenceReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The Apache library's own readers answer from our files what went into them. */
class LibraryReadsOurFilesTest {
    private static final int ROWS = 2500;

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(
            value = CompressionType.class,
            names = {"UNCOMPRESSED", "LZ4", "SNAPPY", "ZSTD", "GZIP", "LZMA2"})
    void tableModel(CompressionType compression) throws IOException {
        TableSchema schema = RandomRows.tableOfAllTypes();
        Oracle oracle = new Oracle(schema);
        List<DataFile> files = write(schema, true, new FlushOptions(100, 700, 1L << 30, 4, compression), oracle);
        assertThat(files).hasSize(1);
        assertThat(LibraryAnswer.lines(folder, schema, files)).isEqualTo(oracle.lines());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void treeModel(boolean aligned) throws IOException {
        TableSchema schema = RandomRows.treeOfAllTypes();
        Oracle oracle = new Oracle(schema);
        FlushOptions options = new FlushOptions(100, 700, 1L << 30, 4, CompressionType.LZ4);
        List<DataFile> files = write(schema, aligned, options, oracle);
        assertThat(LibraryAnswer.lines(folder, schema, files)).isEqualTo(oracle.lines());
    }

    @Test
    void chunkAndPageStatisticsAgreeWithTheData() throws IOException {
        TableSchema schema = RandomRows.treeOfAllTypes();
        FlushOptions options = new FlushOptions(50, 300, 1L << 30, 4, CompressionType.LZ4);
        for (DataFile file : write(schema, false, options, new Oracle(schema))) {
            try (TsFileSequenceReader reader =
                    new TsFileSequenceReader(folder.resolve(file.path()).toString())) {
                for (IDeviceID device : reader.getAllDevices()) {
                    var series = reader.readChunkMetadataInDevice(device);
                    // The library holds sums with a NaN to differ from themselves.
                    series.keySet().removeAll(Set.of("f", "d"));
                    for (var chunks : series.values()) {
                        for (var chunk : chunks) {
                            assertThat(reader.checkChunkAndPagesStatistics(chunk))
                                    .isEqualTo(TsFileCheckStatus.COMPLETE_FILE);
                        }
                    }
                }
            }
        }
    }

    private List<DataFile> write(TableSchema schema, boolean aligned, FlushOptions options, Oracle oracle)
            throws IOException {
        try (FileStore store = StoreLocation.of(folder.toString()).open();
                FusedFlush flush = new FusedFlush(store, schema, TimePartitioning.NONE, options)) {
            MemTable memTable = new MemTable(schema, aligned);
            RandomRows rows = new RandomRows(schema, 7, 4);
            for (int i = 0; i < ROWS; i++) {
                RandomRows.KeyedRow row = rows.next();
                memTable.append(row.device(), row.time(), row.row());
                oracle.put(row.device(), row.time(), row.row());
            }
            flush.drain(memTable);
            return flush.finish();
        }
    }
}
