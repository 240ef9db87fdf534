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

import io.tsfile.core.flush.FlushOptions;
import io.tsfile.core.flush.FusedFlush;
import io.tsfile.core.flush.memtable.MemTable;
import io.tsfile.core.format.EncodedChunk;
import io.tsfile.core.format.write.ChunkAppender;
import io.tsfile.core.index.ChunkEntry;
import io.tsfile.core.index.DeviceCursor;
import io.tsfile.core.index.MetadataCache;
import io.tsfile.core.index.OpenTsFile;
import io.tsfile.core.index.RowChunk;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.TableModel;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimePartitioning;
import io.tsfile.core.testing.RandomRows;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.tsfile.file.MetaMarker;
import org.apache.tsfile.file.header.ChunkHeader;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.apache.tsfile.file.metadata.enums.CompressionType;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A file whose chunks are copied as they are, with the statistics that its index has of them, is the same file. */
class CopiedChunksTest {
    @TempDir
    Path folder;

    /** Chunks of one device that were written together. */
    private record Group(IDeviceID device, List<ChunkEntry> chunks) {}

    @ParameterizedTest
    @EnumSource(TableModel.class)
    void aCopyIsTheSameFile(TableModel model) throws IOException {
        boolean aligned = model == TableModel.TABLE;
        TableSchema schema = aligned ? RandomRows.tableOfAllTypes() : RandomRows.treeOfAllTypes();
        try (FileStore store = StoreLocation.of(folder.toString()).open()) {
            String original = write(store, schema, aligned);
            try (OpenTsFile file = OpenTsFile.open(store, original, new MetadataCache(0));
                    ChunkAppender copy = new ChunkAppender(store.create("copy"), schema)) {
                for (Group group : groups(file, schema)) {
                    copy.startGroup(group.device);
                    for (ChunkEntry chunk : group.chunks) {
                        copy.append(read(file, chunk));
                    }
                }
                copy.finish();
            }
            assertThat(folder.resolve("copy")).hasSameBinaryContentAs(folder.resolve(original));
        }
    }

    private static String write(FileStore store, TableSchema schema, boolean aligned) throws IOException {
        FlushOptions options = new FlushOptions(20, 1000, 1 << 30, 8, CompressionType.LZ4);
        RandomRows rows = new RandomRows(schema, 3, 5);
        try (FusedFlush flush = new FusedFlush(store, schema, TimePartitioning.NONE, options)) {
            for (int drain = 0; drain < 3; drain++) {
                MemTable table = new MemTable(schema, aligned);
                for (int i = 0; i < 300; i++) {
                    RandomRows.KeyedRow row = rows.next();
                    table.append(row.device(), row.time(), row.row());
                }
                flush.drain(table);
            }
            List<DataFile> files = flush.finish();
            return files.stream()
                    .max(Comparator.comparingLong(DataFile::length))
                    .orElseThrow()
                    .path();
        }
    }

    /** All chunks in the order in which they stand in the file; an aligned group starts at each time chunk. */
    private static List<Group> groups(OpenTsFile file, TableSchema schema) throws IOException {
        List<String> fields = schema.fields().stream().map(Column::name).toList();
        TreeMap<Long, ChunkEntry> chunks = new TreeMap<>();
        TreeMap<Long, IDeviceID> devices = new TreeMap<>();
        for (DeviceCursor cursor = file.devices(null); cursor.current() != null; cursor.advance()) {
            for (RowChunk row : cursor.chunks().rows(fields)) {
                List<ChunkEntry> all = new ArrayList<>(Arrays.asList(row.values()));
                all.add(row.main());
                for (ChunkEntry chunk : all) {
                    if (chunk != null) {
                        chunks.put(chunk.offset(), chunk);
                        devices.put(chunk.offset(), cursor.current());
                    }
                }
            }
        }
        List<Group> groups = new ArrayList<>();
        for (ChunkEntry chunk : chunks.values()) {
            IDeviceID device = Objects.requireNonNull(devices.get(chunk.offset()));
            Group last = groups.isEmpty() ? null : groups.get(groups.size() - 1);
            if (last == null
                    || !last.device.equals(device)
                    || chunk.measurement().isEmpty()) {
                groups.add(new Group(device, new ArrayList<>()));
            }
            groups.get(groups.size() - 1).chunks.add(chunk);
        }
        return groups;
    }

    private static EncodedChunk read(OpenTsFile file, ChunkEntry chunk) throws IOException {
        byte[] head = new byte[64];
        file.input().readFully(chunk.offset(), head, 0, head.length);
        ChunkHeader header = ChunkHeader.deserializeFrom(new ByteArrayInputStream(head, 1, head.length - 1), head[0]);
        byte[] data = new byte[header.getDataSize()];
        file.input().readFully(chunk.offset() + header.getSerializedSize(), data, 0, data.length);
        boolean single = (header.getChunkType() & 0x3f) == MetaMarker.ONLY_ONE_PAGE_CHUNK_HEADER;
        return new EncodedChunk(
                header.getMeasurementID(),
                header.getDataType(),
                header.getCompressionType(),
                header.getEncodingType(),
                header.getChunkType() & 0xc0,
                data.length == 0 ? 0 : single ? 1 : 2,
                chunk.statistics(),
                data);
    }
}
