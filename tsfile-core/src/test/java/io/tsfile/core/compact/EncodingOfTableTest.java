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

import io.tsfile.core.flush.FlushOptions;
import io.tsfile.core.flush.FusedFlush;
import io.tsfile.core.flush.memtable.MemTable;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.LiveFile;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimePartitioning;
import io.tsfile.core.table.Commit;
import io.tsfile.core.table.CommitId;
import io.tsfile.core.table.Snapshot;
import io.tsfile.core.table.Table;
import io.tsfile.core.table.TableMetadata;
import io.tsfile.core.testing.ObjectRow;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.header.ChunkHeader;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.apache.tsfile.read.TsFileSequenceReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The encoding that a table's options fix is that of what is flushed into it, and of what a compaction makes of that. */
class EncodingOfTableTest {
    private static final TableSchema SCHEMA = TableSchema.ofTable(
            "t",
            List.of(
                    Column.tag("id"),
                    Column.field("speed", TSDataType.DOUBLE),
                    Column.field("rpm", TSDataType.INT32),
                    Column.field("load", TSDataType.FLOAT)));
    private static final IDeviceID DEVICE = Devices.ofTable("t", "d");

    @TempDir
    Path folder;

    @Test
    void survivesFlushAndCompaction() throws IOException {
        Map<String, String> options = Map.of(
                "encoding.speed", "chimp", "encoding.rpm", "rle", "compression", "snappy", "compression.rpm", "gzip");
        assertThat(chunks(options, FlushOptions.DEFAULT))
                .containsExactly(
                        "[load TS_2DIFF SNAPPY, rpm RLE GZIP, speed CHIMP SNAPPY, time TS_2DIFF SNAPPY]",
                        "[load TS_2DIFF SNAPPY, rpm RLE GZIP, speed CHIMP SNAPPY, time TS_2DIFF SNAPPY]");
    }

    @Test
    void isAutomaticInATableWithoutOptions() throws IOException {
        assertThat(chunks(Map.of(), FlushOptions.DEFAULT))
                .containsExactly(
                        "[load TS_2DIFF LZ4, rpm TS_2DIFF LZ4, speed TS_2DIFF LZ4, time TS_2DIFF LZ4]",
                        "[load TS_2DIFF LZ4, rpm TS_2DIFF LZ4, speed TS_2DIFF LZ4, time TS_2DIFF LZ4]");
    }

    /** The encodings of a table's columns in what is flushed, 800 rows at a time, and in what they are compacted to. */
    private List<String> chunks(Map<String, String> options, FlushOptions flushOptions) throws IOException {
        try (FileStore store = StoreLocation.of(folder.toString()).open()) {
            Table.create(store, TableMetadata.of(SCHEMA, TimePartitioning.NONE, options));
            Table table = Table.open(store);
            for (int commit = 0; commit < 2; commit++) {
                append(table, flushOptions, commit);
            }
            List<String> found = new ArrayList<>();
            found.add(encodings(table.snapshot().files()));
            Snapshot snapshot = table.snapshot();
            List<CompactionResult> results = new ArrayList<>();
            for (CompactionTask task : CompactionPolicy.plan(
                    snapshot, LiveFile.of(snapshot.files()), CompactionOptions.DEFAULT.withTargetFileBytes(1 << 20))) {
                results.add(CompactionRunner.run(
                        store, snapshot.metadata(), CompactionOptions.of(flushOptions), task, CompactionListener.NONE));
            }
            CompactionCommitter.commit(table, results);
            assertThat(table.snapshot().files()).hasSize(1);
            found.add(encodings(table.snapshot().files()));
            return found;
        }
    }

    private static void append(Table table, FlushOptions options, int commit) throws IOException {
        TableMetadata metadata = table.snapshot().metadata();
        FlushOptions ofTable = options.forTable(metadata.schema(), metadata.options());
        try (FusedFlush flush = new FusedFlush(table.store(), SCHEMA, metadata.partitioning(), ofTable)) {
            MemTable rows = new MemTable(SCHEMA, true);
            Random random = new Random(commit);
            for (int i = 0; i < 800; i++) {
                int k = random.nextInt(101);
                // Between each other, so that they are decoded and encoded again.
                rows.append(DEVICE, 1000L * (2 * i + commit), ObjectRow.of(20 + k / 100.0, 1500 + k % 9, k / 10f));
            }
            flush.drain(rows);
            assertThat(flush.stats().fallbacks()).isZero();
            table.commit(Commit.append(metadata.id(), CommitId.unique(), "test append", flush.finish()));
        }
    }

    private String encodings(List<DataFile> files) throws IOException {
        TreeSet<String> found = new TreeSet<>();
        for (DataFile file : files) {
            try (TsFileSequenceReader reader =
                    new TsFileSequenceReader(folder.resolve(file.path()).toString())) {
                for (var chunks : reader.readChunkMetadataInDevice(DEVICE).values()) {
                    for (var chunk : chunks) {
                        ChunkHeader header = reader.readMemChunk(chunk.getOffsetOfChunkHeader())
                                .getHeader();
                        String name = header.getMeasurementID().isEmpty() ? "time" : header.getMeasurementID();
                        found.add(name + " " + header.getEncodingType() + " " + header.getCompressionType());
                    }
                }
            }
        }
        return found.toString();
    }
}
