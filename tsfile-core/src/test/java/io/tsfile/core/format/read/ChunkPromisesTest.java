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
import io.tsfile.core.encoding.PageBytes;
import io.tsfile.core.format.EncodedChunk;
import io.tsfile.core.format.write.ChunkAppender;
import io.tsfile.core.index.ChunkEntry;
import io.tsfile.core.index.DeviceChunks;
import io.tsfile.core.index.OpenTsFile;
import io.tsfile.core.index.RowChunk;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.testing.FaultPlan;
import io.tsfile.core.testing.FaultyFileStore;
import io.tsfile.core.testing.LibraryFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.apache.tsfile.file.metadata.enums.CompressionType;
import org.apache.tsfile.file.metadata.enums.TSEncoding;
import org.apache.tsfile.file.metadata.statistics.Statistics;
import org.apache.tsfile.write.schema.IMeasurementSchema;
import org.apache.tsfile.write.schema.MeasurementSchema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the index and the heads of pages say of a chunk is held against what is in it: damage that decodes well is found. */
class ChunkPromisesTest {
    private static final IDeviceID DEVICE = Devices.ofPath("root.a.d");
    private static final IMeasurementSchema COLUMN =
            new MeasurementSchema("c", TSDataType.INT64, TSEncoding.PLAIN, CompressionType.UNCOMPRESSED);

    private final Path path;
    private final FileStore store;
    private final FaultPlan plan = FaultPlan.none();

    ChunkPromisesTest(@TempDir Path folder) throws IOException {
        this.path = folder.resolve("a.tsfile");
        this.store = new FaultyFileStore(StoreLocation.of(folder.toString()).open(), plan);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void timesThatAreShiftedAreRefused(boolean aligned) throws IOException {
        write(aligned);
        // Of a page of times: how many there are, their width, the least step, the first time; before it, in a page
        // with
        // values, the number of their bytes.
        int first = pageFrom(0, 1) + (aligned ? 0 : 1) + 2 * Integer.BYTES + Long.BYTES;
        byte[] bytes = Files.readAllBytes(path);
        ByteBuffer all = ByteBuffer.wrap(bytes);
        all.putLong(first, all.getLong(first) + 5);
        Files.write(path, bytes);
        assertDamaged("page 2 at byte", "its times go from");
    }

    @Test
    void aRowThatIsMarkedAsNullIsMissed() throws IOException {
        write(true);
        int bitmap = pageFrom(1, 1) + Integer.BYTES;
        byte[] bytes = Files.readAllBytes(path);
        bytes[bitmap + 1] &= (byte) (bytes[bitmap + 1] - 1);
        Files.write(path, bytes);
        assertDamaged("page 2 at byte", "its statistics say");
    }

    @Test
    void aChunkThatEndsWithAnEarlierPageIsRefused() throws IOException {
        write(false);
        byte[] bytes = Files.readAllBytes(path);
        int size;
        int at;
        try (OpenTsFile file = open()) {
            ChunkEntry entry = rows(file).main();
            ChunkBytes chunk = ChunkFetch.read(file, List.of(entry))[0];
            ChunkPages walk = new ChunkPages(chunk);
            for (int page = 0; page < 4; page++) {
                assertThat(walk.next()).isTrue();
            }
            size = walk.pageFrom() + walk.page().compressedSize() - chunk.from();
            // The marker, and the name with its length.
            at = (int) entry.offset() + 2 + entry.measurement().length();
            assertThat((bytes[at] & 0x7f) | (bytes[at + 1] << 7))
                    .isEqualTo(chunk.head().dataSize());
        }
        bytes[at] = (byte) ((size & 0x7f) | 0x80);
        bytes[at + 1] = (byte) (size >>> 7);
        Files.write(path, bytes);
        assertDamaged("the chunk of 'c'", "and the index says");
    }

    @Test
    void aLongChunkIsReadOnlyIfSomethingFollowsIt() throws IOException {
        byte[] data = new byte[20 << 20];
        Arrays.fill(data, (byte) 0x77);
        TableSchema schema = TableSchema.ofTree(
                "a", List.of(Column.field("a", TSDataType.INT64), Column.field("z", TSDataType.INT64)));
        try (ChunkAppender appender = new ChunkAppender(store.create("a.tsfile"), schema)) {
            appender.startGroup(DEVICE);
            appender.append(chunk("a", Arrays.copyOf(data, 3 << 20)));
            appender.append(chunk("z", data));
            appender.finish();
        }
        byte[] bytes = Files.readAllBytes(path);
        int at;
        try (OpenTsFile file = open()) {
            ChunkBytes whole = ChunkFetch.read(file, file.chunks(DEVICE).chunks("z"))[0];
            assertThat(Arrays.copyOfRange(whole.array(), whole.from(), whole.to()))
                    .isEqualTo(data);
            at = (int) file.chunks(DEVICE).chunks("a").get(0).offset() + 3;
        }
        // A size of 12 MiB instead of 3, in four groups of seven bits.
        assertThat(bytes[at + 3]).isEqualTo((byte) 1);
        bytes[at + 3] = 6;
        Files.write(path, bytes);
        try (OpenTsFile file = open()) {
            List<ChunkEntry> wanted = file.chunks(DEVICE).chunks("a");
            long before = plan.requestedBytes();
            assertThatThrownBy(() -> ChunkFetch.read(file, wanted))
                    .isInstanceOf(CorruptTsFileException.class)
                    .hasMessageContainingAll("a.tsfile", "the chunk of 'a' at byte", "neither a chunk nor a group");
            assertThat(plan.requestedBytes() - before).isLessThan(1 << 20);
        }
    }

    @Test
    void aRawChunkWithoutRowsIsRefused() {
        for (RawChunk.Role role : List.of(RawChunk.Role.TIMES, RawChunk.Role.SERIES)) {
            TSDataType type = role == RawChunk.Role.TIMES ? TSDataType.VECTOR : TSDataType.INT64;
            ChunkHead head = new ChunkHead(role.mask, false, 0, type, CompressionType.LZ4, TSEncoding.TS_2DIFF, 5);
            ChunkEntry entry = new ChunkEntry("c", type, 7, Statistics.getStatsByType(type));
            ChunkBytes bytes = new ChunkBytes("f", entry, head, new byte[PageBytes.PADDING], 0, 0);
            assertThatThrownBy(() -> new RawChunk(bytes, role))
                    .isInstanceOf(CorruptTsFileException.class)
                    .hasMessageContainingAll("Cannot read f", "at byte 7", "no rows");
        }
    }

    private static EncodedChunk chunk(String name, byte[] data) {
        var statistics = Statistics.getStatsByType(TSDataType.INT64);
        statistics.update(1L, 1L);
        return new EncodedChunk(
                name, TSDataType.INT64, CompressionType.UNCOMPRESSED, TSEncoding.PLAIN, 0, 1, statistics, data);
    }

    /** Five pages of 100 rows; neither times nor values are compressed. */
    private void write(boolean aligned) throws IOException {
        try (LibraryFile file = new LibraryFile(path, null, List.of(COLUMN), CompressionType.UNCOMPRESSED)) {
            if (aligned) {
                file.aligned(DEVICE, LibraryFile.pages(0, 500, 100));
            } else {
                file.series(DEVICE, LibraryFile.pages(0, 500, 100));
            }
        }
    }

    /** Where the body of a page starts in the file. */
    private int pageFrom(int chunk, int page) throws IOException {
        try (OpenTsFile file = open()) {
            List<ChunkEntry> entries = RowChunkReader.entries(rows(file));
            ChunkPages walk = new ChunkPages(ChunkFetch.read(file, entries)[chunk]);
            for (int i = 0; i <= page; i++) {
                assertThat(walk.next()).isTrue();
            }
            return (int) walk.chunk().fileOffset(walk.pageFrom());
        }
    }

    private void assertDamaged(String... parts) throws IOException {
        try (OpenTsFile file = open()) {
            RowChunkReader reader = new RowChunkReader(file, rows(file), List.of(TSDataType.INT64), TimeRange.ALL);
            assertThatThrownBy(() -> {
                        while (reader.next() != null) {
                            assertThat(reader.chunk()).isNotNull();
                        }
                    })
                    .isInstanceOf(CorruptTsFileException.class)
                    .hasMessageContaining("a.tsfile")
                    .hasMessageContainingAll(parts);
        }
    }

    private static RowChunk rows(OpenTsFile file) throws IOException {
        DeviceChunks chunks = file.chunks(DEVICE);
        return (chunks.aligned() ? chunks.rows(List.of("c")) : chunks.points("c")).get(0);
    }

    private OpenTsFile open() throws IOException {
        return OpenTsFile.open(store, "a.tsfile");
    }
}
