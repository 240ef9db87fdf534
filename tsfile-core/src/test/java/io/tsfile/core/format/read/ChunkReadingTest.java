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
import io.tsfile.core.index.ChunkEntry;
import io.tsfile.core.index.DeviceChunks;
import io.tsfile.core.index.OpenTsFile;
import io.tsfile.core.index.RowChunk;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.testing.FaultPlan;
import io.tsfile.core.testing.FaultyFileStore;
import io.tsfile.core.testing.LibraryFile;
import io.tsfile.core.testing.ObjectRow;
import io.tsfile.core.vector.Vector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
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
import org.junit.jupiter.params.provider.EnumSource;

/** Chunks of files that the library wrote: every value comes back, and nothing is touched that was not asked for. */
class ChunkReadingTest {
    private static final IDeviceID DEVICE = Devices.ofTable("t", "m");
    private static final IDeviceID PATH = Devices.ofPath("root.a.d");

    private final Path path;
    private final FileStore store;
    private final FaultPlan plan = FaultPlan.none();

    ChunkReadingTest(@TempDir Path folder) throws IOException {
        this.path = folder.resolve("a.tsfile");
        this.store = new FaultyFileStore(StoreLocation.of(folder.toString()).open(), plan);
    }

    @ParameterizedTest
    @EnumSource(
            value = CompressionType.class,
            names = {"UNCOMPRESSED", "LZ4", "SNAPPY", "ZSTD", "GZIP", "LZMA2"})
    void readsEveryEncoding(CompressionType compression) throws IOException {
        List<IMeasurementSchema> columns = LibraryFile.everyEncoding(compression);
        try (LibraryFile file = new LibraryFile(path, "t", columns, compression)) {
            // Several pages, a single one, several chunks in a group, several groups; pages and chunks without a value.
            file.aligned(DEVICE, LibraryFile.pages(0, 250, 40), LibraryFile.pages(250, 30, 100));
            file.aligned(DEVICE, LibraryFile.pages(300, 200, 100));
        }
        try (OpenTsFile file = OpenTsFile.open(store, path.getFileName().toString())) {
            assertThat(read(file, DEVICE, columns, TimeRange.ALL)).isEqualTo(expected(columns, 0, 280, 300, 500));
        }
        try (LibraryFile file = new LibraryFile(path, null, columns, compression)) {
            file.series(PATH, LibraryFile.pages(0, 250, 40));
            file.series(PATH, LibraryFile.pages(250, 30, 100));
        }
        try (OpenTsFile file = OpenTsFile.open(store, path.getFileName().toString())) {
            for (IMeasurementSchema column : columns) {
                List<IMeasurementSchema> one = List.of(column);
                Map<Long, List<Object>> expected = expected(one, 0, 280);
                expected.values().removeIf(row -> row.get(0) == null);
                assertThat(read(file, PATH, one, TimeRange.ALL))
                        .as(column.getMeasurementName())
                        .isEqualTo(expected);
            }
        }
    }

    @Test
    void readsTimesThatStandBeforeAllValues() throws IOException {
        List<IMeasurementSchema> columns = columns(3);
        try (LibraryFile file = new LibraryFile(path, "t", columns, CompressionType.LZ4)) {
            file.alignedTimesFirst(
                    DEVICE, LibraryFile.pages(0, 50, 20), LibraryFile.pages(50, 10, 20), LibraryFile.pages(70, 40, 20));
        }
        try (OpenTsFile file = OpenTsFile.open(store, path.getFileName().toString())) {
            assertThat(read(file, DEVICE, columns, TimeRange.ALL)).isEqualTo(expected(columns, 0, 60, 70, 110));
        }
    }

    @Test
    void readsTheChunksOfAGroupAtOnce() throws IOException {
        List<IMeasurementSchema> columns = columns(10);
        writeAligned(columns, LibraryFile.pages(0, 20_000, 5000));
        try (OpenTsFile file = OpenTsFile.open(store, path.getFileName().toString())) {
            RowChunk chunk = rows(file, DEVICE, columns).get(0);
            int before = plan.requests();
            RowChunkReader reader = new RowChunkReader(file, chunk, types(columns), TimeRange.ALL);
            assertThat(plan.requests() - before).isEqualTo(1);
            assertThat(pages(reader)).isEqualTo(4);
            assertThat(plan.requests() - before).isEqualTo(1);
        }
    }

    @Test
    void readsSmallChunksOfASeriesAtOnce() throws IOException {
        List<IMeasurementSchema> columns = columns(1);
        try (LibraryFile file = new LibraryFile(path, null, columns, CompressionType.LZ4)) {
            for (int i = 0; i < 50; i++) {
                file.series(PATH, LibraryFile.pages(100L * i, 100, 100));
            }
        }
        try (OpenTsFile file = OpenTsFile.open(store, path.getFileName().toString())) {
            List<RowChunk> chunks = rows(file, PATH, columns);
            assertThat(chunks).hasSize(50);
            int before = plan.requests();
            RowChunkScan scan = new RowChunkScan(file, chunks, types(columns), TimeRange.ALL);
            int pages = 0;
            while (scan.next() != null) {
                assertThat(scan.chunk()).isSameAs(chunks.get(pages));
                pages++;
            }
            assertThat(pages).isEqualTo(50);
            assertThat(plan.requests() - before).isEqualTo(1);
        }
    }

    @Test
    void readsOnlyTheBytesOfTheColumnThatIsAskedFor() throws IOException {
        List<IMeasurementSchema> columns = columns(10);
        writeAligned(columns, LibraryFile.pages(0, 100_000, 10_000));
        long size = Files.size(path);
        try (OpenTsFile file = OpenTsFile.open(store, path.getFileName().toString())) {
            for (int column = 0; column < 10; column++) {
                List<IMeasurementSchema> one = columns.subList(column, column + 1);
                RowChunk chunk = rows(file, DEVICE, one).get(0);
                long before = plan.requestedBytes();
                assertThat(pages(new RowChunkReader(file, chunk, types(one), TimeRange.ALL)))
                        .isEqualTo(10);
                // One in ten, and what a guess of a chunk's length may be too long.
                assertThat(plan.requestedBytes() - before).isLessThan(size / 4);
            }
        }
    }

    @Test
    void aChunkThatIsLongerThanGuessedIsReadToItsEnd() throws IOException {
        // Steps that differ take more bytes than the guess for times has.
        List<IMeasurementSchema> columns = columns(1);
        long[] times = new long[300_000];
        Random random = new Random(1);
        for (int i = 1; i < times.length; i++) {
            times[i] = times[i - 1] + 1 + random.nextLong(1L << 40);
        }
        try (LibraryFile file = new LibraryFile(path, "t", columns, CompressionType.LZ4)) {
            file.aligned(DEVICE, new long[][] {times});
        }
        try (OpenTsFile file = OpenTsFile.open(store, path.getFileName().toString())) {
            RowChunk chunk = file.chunks(DEVICE).rows(List.of()).get(0);
            int before = plan.requests();
            RowPage page = Objects.requireNonNull(new RowChunkReader(file, chunk, List.of(), TimeRange.ALL).next());
            assertThat(Arrays.copyOf(page.times().values(), page.times().size()))
                    .isEqualTo(times);
            assertThat(plan.requests() - before).isEqualTo(2);
        }
    }

    @Test
    void pagesOutsideOfTheRangeAreNotDecompressed() throws IOException {
        List<IMeasurementSchema> columns = columns(2);
        for (boolean aligned : new boolean[] {true, false}) {
            IDeviceID device = aligned ? DEVICE : PATH;
            try (LibraryFile file = new LibraryFile(path, aligned ? "t" : null, columns, CompressionType.LZ4)) {
                if (aligned) {
                    file.aligned(device, LibraryFile.pages(0, 500, 100));
                } else {
                    file.series(device, LibraryFile.pages(0, 500, 100));
                }
            }
            damagePages(device, columns, 3);
            try (OpenTsFile file = OpenTsFile.open(store, path.getFileName().toString())) {
                List<IMeasurementSchema> wanted = aligned ? columns : columns.subList(0, 1);
                Map<Long, List<Object>> expected = expected(wanted, 300, 400);
                if (!aligned) {
                    expected.values().removeIf(row -> row.get(0) == null);
                }
                assertThat(read(file, device, wanted, new TimeRange(310, 320))).isEqualTo(expected);
                assertThatThrownBy(() -> read(file, device, wanted, TimeRange.ALL))
                        .isInstanceOf(CorruptTsFileException.class)
                        .hasMessageContaining("page 1");
            }
        }
    }

    @Test
    void aColumnThatIsNotAskedForIsNotTouched() throws IOException {
        List<IMeasurementSchema> columns = columns(3);
        writeAligned(columns, LibraryFile.pages(0, 500, 100));
        damagePages(DEVICE, columns.subList(1, 2), -1);
        try (OpenTsFile file = OpenTsFile.open(store, path.getFileName().toString())) {
            List<IMeasurementSchema> others = List.of(columns.get(0), columns.get(2));
            assertThat(rows(file, DEVICE, others)).hasSize(1);
            assertThat(read(file, DEVICE, others, TimeRange.ALL)).isEqualTo(expected(others, 0, 500));
            assertThatThrownBy(() -> read(file, DEVICE, columns, TimeRange.ALL))
                    .isInstanceOf(CorruptTsFileException.class)
                    .hasMessageContaining("'c1'")
                    .hasMessageContaining("page 1 at byte");
        }
    }

    @Test
    void valuesThatDoNotBelongToTheTimesAreRefused() throws IOException {
        List<IMeasurementSchema> columns = columns(1);
        try (LibraryFile file = new LibraryFile(path, "t", columns, CompressionType.LZ4)) {
            file.aligned(DEVICE, LibraryFile.pages(0, 60, 20));
            file.aligned(DEVICE, LibraryFile.pages(100, 40, 20));
            file.aligned(DEVICE, LibraryFile.pages(200, 30, 15));
        }
        try (OpenTsFile file = OpenTsFile.open(store, path.getFileName().toString())) {
            List<RowChunk> rows = rows(file, DEVICE, columns);
            assertThatThrownBy(() -> readMixed(file, rows.get(0), rows.get(1))).hasMessageContaining("fewer pages");
            assertThatThrownBy(() -> readMixed(file, rows.get(1), rows.get(0))).hasMessageContaining("more pages");
            assertThatThrownBy(() -> readMixed(file, rows.get(1), rows.get(2)))
                    .isInstanceOf(CorruptTsFileException.class)
                    .hasMessageContaining("a.tsfile")
                    .hasMessageContaining("15 rows, and its times are 20");
        }
    }

    private static void readMixed(OpenTsFile file, RowChunk times, RowChunk values) throws IOException {
        RowChunk mixed = new RowChunk(true, times.main(), values.values(), -1, 1);
        pages(new RowChunkReader(file, mixed, List.of(TSDataType.INT64), TimeRange.ALL));
    }

    @Test
    void aPageHasTheStatisticsOfItsValues() throws IOException {
        List<IMeasurementSchema> columns = columns(1);
        try (LibraryFile file = new LibraryFile(path, "t", columns, CompressionType.LZ4)) {
            file.aligned(DEVICE, LibraryFile.pages(0, 200, 50));
            file.aligned(DEVICE, LibraryFile.pages(200, 50, 50));
        }
        try (OpenTsFile file = OpenTsFile.open(store, path.getFileName().toString())) {
            long from = 0;
            for (RowChunk chunk : rows(file, DEVICE, columns)) {
                ChunkEntry values = chunk.values()[0];
                assertThat(values).isNotNull();
                ChunkPages walk = new ChunkPages(ChunkFetch.read(file, List.of(values))[0]);
                while (walk.next()) {
                    Statistics<?> statistics = Objects.requireNonNull(walk.statistics());
                    List<Long> expected = new ArrayList<>();
                    for (long time = from; time < from + 50; time++) {
                        if (LibraryFile.value(columns.get(0), time) instanceof Long value) {
                            expected.add(value);
                        }
                    }
                    assertThat(statistics.getCount()).isEqualTo(expected.size());
                    assertThat(statistics.getMinValue())
                            .isEqualTo(expected.stream().min(Long::compare).orElseThrow());
                    assertThat(statistics.getLastValue()).isEqualTo(expected.get(expected.size() - 1));
                    from += 50;
                }
            }
            assertThat(from).isEqualTo(250);
        }
    }

    /** Overwrites the bodies of all pages of some columns but one; of a device that is not aligned, of the columns' chunks. */
    private void damagePages(IDeviceID device, List<IMeasurementSchema> columns, int spared) throws IOException {
        byte[] bytes = Files.readAllBytes(path);
        try (OpenTsFile file = OpenTsFile.open(store, path.getFileName().toString())) {
            for (RowChunk chunk : rows(file, device, columns)) {
                for (ChunkEntry entry : RowChunkReader.entries(chunk)) {
                    if (spared < 0 && entry.measurement().isEmpty()) {
                        continue;
                    }
                    ChunkPages walk = new ChunkPages(ChunkFetch.read(file, List.of(entry))[0]);
                    for (int page = 0; walk.next(); page++) {
                        if (page != spared) {
                            int from = (int) walk.chunk().fileOffset(walk.pageFrom());
                            Arrays.fill(bytes, from, from + walk.page().compressedSize(), (byte) 0xff);
                        }
                    }
                }
            }
        }
        Files.write(path, bytes);
    }

    private void writeAligned(List<IMeasurementSchema> columns, long[][]... chunks) throws IOException {
        try (LibraryFile file = new LibraryFile(path, "t", columns, CompressionType.LZ4)) {
            file.aligned(DEVICE, chunks);
        }
    }

    private static List<IMeasurementSchema> columns(int count) {
        return IntStream.range(0, count)
                .<IMeasurementSchema>mapToObj(
                        i -> new MeasurementSchema("c" + i, TSDataType.INT64, TSEncoding.PLAIN, CompressionType.LZ4))
                .toList();
    }

    private static List<TSDataType> types(List<IMeasurementSchema> columns) {
        return columns.stream().map(IMeasurementSchema::getType).toList();
    }

    private static List<RowChunk> rows(OpenTsFile file, IDeviceID device, List<IMeasurementSchema> columns)
            throws IOException {
        DeviceChunks chunks = file.chunks(device);
        List<String> names =
                columns.stream().map(IMeasurementSchema::getMeasurementName).toList();
        return chunks.aligned() ? chunks.rows(names) : chunks.points(names.get(0));
    }

    private static int pages(RowChunkReader reader) {
        int pages = 0;
        while (reader.next() != null) {
            pages++;
        }
        return pages;
    }

    private static Map<Long, List<Object>> read(
            OpenTsFile file, IDeviceID device, List<IMeasurementSchema> columns, TimeRange range) throws IOException {
        Map<Long, List<Object>> rows = new LinkedHashMap<>();
        RowChunkScan scan = new RowChunkScan(file, rows(file, device, columns), types(columns), range);
        for (RowPage page = scan.next(); page != null; page = scan.next()) {
            for (int row = 0; row < page.times().size(); row++) {
                List<Object> values = new ArrayList<>();
                for (Vector column : page.columns()) {
                    values.add(column == null ? null : ObjectRow.read(column, row));
                }
                rows.put(page.times().get(row), values);
            }
        }
        return rows;
    }

    /** The rows of ranges of times, from each even place to the odd one behind it. */
    private static Map<Long, List<Object>> expected(List<IMeasurementSchema> columns, long... ranges) {
        Map<Long, List<Object>> rows = new LinkedHashMap<>();
        for (int i = 0; i < ranges.length; i += 2) {
            for (long time = ranges[i]; time < ranges[i + 1]; time++) {
                List<Object> values = new ArrayList<>();
                for (IMeasurementSchema column : columns) {
                    values.add(LibraryFile.value(column, time));
                }
                rows.put(time, values);
            }
        }
        return rows;
    }
}
