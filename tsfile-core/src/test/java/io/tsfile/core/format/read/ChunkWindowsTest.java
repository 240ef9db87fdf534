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

import io.tsfile.core.format.EncodedChunk;
import io.tsfile.core.format.write.ChunkAppender;
import io.tsfile.core.index.DeviceCursor;
import io.tsfile.core.index.MetadataCache;
import io.tsfile.core.index.OpenTsFile;
import io.tsfile.core.index.RowChunk;
import io.tsfile.core.io.CountingFileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.TableSchema;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.enums.CompressionType;
import org.apache.tsfile.file.metadata.enums.TSEncoding;
import org.apache.tsfile.file.metadata.statistics.Statistics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Chunks that are read through windows are those that are read one by one. */
class ChunkWindowsTest {
    private static final int DEVICES = 40;
    private static final int CHUNK_BYTES = 5000;
    /** What each of the windows may have at least. */
    private static final int LEAST_BYTES = 4 * (16 << 10);

    private final CountingFileStore store;

    ChunkWindowsTest(@TempDir Path folder) throws IOException {
        store = new CountingFileStore(StoreLocation.of(folder.toString()).open());
    }

    @Test
    void giveTheSameChunksInAnyOrder() throws IOException {
        try (OpenTsFile file = write(3)) {
            for (long seed = 1; seed <= 20; seed++) {
                Random random = new Random(seed);
                List<RowChunk> chunks = chunks(file);
                if (seed > 1) {
                    Collections.shuffle(chunks, random);
                }
                int mostBytes = random.nextInt(400_000);
                ChunkWindows windows = new ChunkWindows(file, mostBytes);
                for (RowChunk chunk : chunks) {
                    assertThat(data(windows.rows(chunk)))
                            .as("seed %d, %s", seed, chunk.main())
                            .isEqualTo(data(RawRows.read(file, List.of(chunk)).get(0)));
                    assertThat(windows.heldBytes()).as("seed %d", seed).isLessThanOrEqualTo(mostBytes + LEAST_BYTES);
                }
            }
        }
    }

    @Test
    void theOnlyOneHasAllBytes() throws IOException {
        try (OpenTsFile file = write(1)) {
            // 16 kB, 32 kB, 64 kB, and the rest.
            assertThat(requests(file, 1 << 20, chunks(file))).isEqualTo(4);
        }
    }

    @Test
    void oneForEachDrainHasItsShare() throws IOException {
        try (OpenTsFile file = write(4)) {
            // Of each of the drains.
            assertThat(requests(file, 4 << 20, chunks(file))).isLessThanOrEqualTo(4 * 5);
        }
    }

    @Test
    void theShareOfOneThatIsUsedNoMoreIsGivenBack() throws IOException {
        try (OpenTsFile file = write(4)) {
            List<RowChunk> chunks = chunks(file);
            List<RowChunk> inFile = new ArrayList<>(chunks);
            inFile.sort((a, b) -> Long.compare(a.offset(), b.offset()));
            ChunkWindows windows = new ChunkWindows(file, 100_000);
            for (RowChunk chunk : chunks.subList(0, 8)) {
                windows.rows(chunk);
            }
            long most = 0;
            for (RowChunk chunk : inFile.subList(8, inFile.size())) {
                windows.rows(chunk);
                most = Math.max(most, windows.heldBytes());
            }
            assertThat(most).isGreaterThan(90_000);
            assertThat(windows.heldBytes()).isLessThanOrEqualTo(100_000 + LEAST_BYTES);
        }
    }

    private long requests(OpenTsFile file, int mostBytes, List<RowChunk> chunks) throws IOException {
        ChunkWindows windows = new ChunkWindows(file, mostBytes);
        store.takeRequests();
        for (RowChunk chunk : chunks) {
            windows.rows(chunk);
        }
        return store.takeRequests();
    }

    /** All chunks in the order of the index: device by device, each with its chunks of all drains. */
    private static List<RowChunk> chunks(OpenTsFile file) throws IOException {
        List<RowChunk> chunks = new ArrayList<>();
        for (DeviceCursor cursor = file.devices(null); cursor.current() != null; cursor.advance()) {
            chunks.addAll(cursor.chunks().points("a"));
        }
        return chunks;
    }

    private static byte[] data(RawRows rows) {
        ChunkJoin join = ChunkJoin.like(rows.main());
        join.append(rows.main());
        return join.finish().data();
    }

    private OpenTsFile write(int drains) throws IOException {
        TableSchema schema = TableSchema.ofTree("a", List.of(Column.field("a", TSDataType.INT64)));
        Random random = new Random(drains);
        String name = "drains-" + drains;
        try (ChunkAppender appender = new ChunkAppender(store.create(name), schema)) {
            for (int drain = 0; drain < drains; drain++) {
                for (int device = 100; device < 100 + DEVICES; device++) {
                    appender.startGroup(Devices.ofPath("root.a.d" + device));
                    appender.append(chunk(drain, random));
                }
            }
            appender.finish();
        }
        return OpenTsFile.open(store, name, new MetadataCache(0));
    }

    /** A chunk of one page that nobody could decode. */
    private static EncodedChunk chunk(long time, Random random) {
        Statistics<?> statistics = Statistics.getStatsByType(TSDataType.INT64);
        statistics.update(time, random.nextLong());
        byte[] data = new byte[CHUNK_BYTES];
        random.nextBytes(data);
        // Both sizes of the page, as numbers of two bytes.
        int body = CHUNK_BYTES - 4;
        for (int at = 0; at < 4; at += 2) {
            data[at] = (byte) ((body & 0x7f) | 0x80);
            data[at + 1] = (byte) (body >>> 7);
        }
        return new EncodedChunk(
                "a", TSDataType.INT64, CompressionType.UNCOMPRESSED, TSEncoding.PLAIN, 0, 1, statistics, data);
    }
}
