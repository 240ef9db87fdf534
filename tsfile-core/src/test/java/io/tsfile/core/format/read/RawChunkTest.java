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
import io.tsfile.core.format.EncodedChunk;
import io.tsfile.core.format.write.ChunkAppender;
import io.tsfile.core.index.ChunkEntry;
import io.tsfile.core.index.OpenTsFile;
import io.tsfile.core.index.RowChunk;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.testing.LibraryFile;
import io.tsfile.core.testing.ObjectRow;
import io.tsfile.core.vector.Vector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.ChunkMetadata;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.apache.tsfile.file.metadata.TimeseriesMetadata;
import org.apache.tsfile.file.metadata.enums.CompressionType;
import org.apache.tsfile.file.metadata.enums.TSEncoding;
import org.apache.tsfile.file.metadata.statistics.Statistics;
import org.apache.tsfile.read.TsFileCheckStatus;
import org.apache.tsfile.read.TsFileReader;
import org.apache.tsfile.read.TsFileSequenceReader;
import org.apache.tsfile.read.common.RowRecord;
import org.apache.tsfile.read.expression.QueryExpression;
import org.apache.tsfile.read.query.dataset.QueryDataSet;
import org.apache.tsfile.write.schema.IMeasurementSchema;
import org.apache.tsfile.write.schema.MeasurementSchema;
import org.apache.tsfile.write.schema.Schema;
import org.apache.tsfile.write.writer.RestorableTsFileIOWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Chunks that are copied and joined without decompressing them are chunks like any other, to the library and to us. */
class RawChunkTest {
    private static final IDeviceID DEVICE = Devices.ofPath("root.a.d");

    private final Path source;
    private final Path target;
    private final FileStore store;

    RawChunkTest(@TempDir Path folder) throws IOException {
        this.source = folder.resolve("source.tsfile");
        this.target = folder.resolve("target.tsfile");
        this.store = StoreLocation.of(folder.toString()).open();
    }

    @ParameterizedTest
    @EnumSource(
            value = CompressionType.class,
            names = {"UNCOMPRESSED", "LZ4", "SNAPPY", "ZSTD", "GZIP", "LZMA2"})
    void aCopiedAlignedFileIsTheSameByteForByte(CompressionType compression) throws IOException {
        List<IMeasurementSchema> columns = LibraryFile.everyEncoding(compression);
        try (LibraryFile file = new LibraryFile(source, null, columns, compression)) {
            file.aligned(DEVICE, LibraryFile.pages(0, 250, 40));
            file.aligned(DEVICE, LibraryFile.pages(250, 30, 100));
        }
        copyAligned(columns, 1);
        assertThat(Files.readAllBytes(target)).isEqualTo(Files.readAllBytes(source));
    }

    @Test
    void aCopiedFileOfSeriesIsTheSameByteForByte() throws IOException {
        List<IMeasurementSchema> columns = valueColumns(CompressionType.LZ4);
        try (LibraryFile file = new LibraryFile(source, null, columns, CompressionType.LZ4)) {
            file.series(DEVICE, LibraryFile.pages(100, 250, 40));
        }
        copySeries(columns, 1);
        assertThat(Files.readAllBytes(target)).isEqualTo(Files.readAllBytes(source));
    }

    /** Chunks of one page, of several, and both. */
    @ParameterizedTest
    @ValueSource(ints = {10, 25, 100})
    void joinedAlignedChunksAreReadByAll(int pageRows) throws IOException {
        List<IMeasurementSchema> columns = LibraryFile.everyEncoding(CompressionType.LZ4);
        try (LibraryFile file = new LibraryFile(source, null, columns, CompressionType.LZ4)) {
            for (int i = 0; i < 12; i++) {
                file.aligned(DEVICE, LibraryFile.pages(50L * i, i % 2 == 0 ? 20 : 50, pageRows));
            }
        }
        copyAligned(columns, 4);
        assertThat(readOurs(target, columns, 3)).isEqualTo(readOurs(source, columns, 12));
        assertThat(readLibrary(target, columns)).isEqualTo(readLibrary(source, columns));
        assertThat(readLibrary(target, columns)).isNotEmpty();
        assertChecked();
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 25, 100})
    void joinedSeriesAreReadByAll(int pageRows) throws IOException {
        List<IMeasurementSchema> columns = valueColumns(CompressionType.ZSTD);
        try (LibraryFile file = new LibraryFile(source, null, columns, CompressionType.ZSTD)) {
            for (int i = 0; i < 12; i++) {
                file.series(DEVICE, LibraryFile.pages(100 + 20L * i, i % 2 == 0 ? 10 : 20, pageRows));
            }
        }
        copySeries(columns, 4);
        for (IMeasurementSchema column : columns) {
            assertThat(readOurs(target, List.of(column), 3)).isEqualTo(readOurs(source, List.of(column), 12));
        }
        assertThat(readLibrary(target, columns)).isEqualTo(readLibrary(source, columns));
        assertChecked();
    }

    @Test
    void aMissingColumnIsFilledWithNulls() throws IOException {
        List<IMeasurementSchema> columns = columns("a", "b");
        try (LibraryFile file = new LibraryFile(source, null, columns, CompressionType.LZ4)) {
            file.aligned(DEVICE, LibraryFile.pages(0, 40, 10));
            file.aligned(DEVICE, LibraryFile.pages(40, 10, 10));
        }
        try (OpenTsFile file = open(source);
                ChunkAppender appender = appender(columns)) {
            // 1. The first rows have no 'b', and the file no 'c'.
            List<RawRows> rows = RawRows.read(file, file.chunks(DEVICE).rows(List.of("a", "b")));
            ChunkJoin times = ChunkJoin.like(rows.get(0).main());
            ChunkJoin a = ChunkJoin.like(value(rows.get(0), 0));
            ChunkJoin b = ChunkJoin.ofColumn("b", TSDataType.INT64, TSEncoding.TS_2DIFF, CompressionType.LZ4);
            ChunkJoin c = ChunkJoin.ofColumn("c", TSDataType.TEXT, TSEncoding.PLAIN, CompressionType.LZ4);
            for (RawRows row : rows) {
                times.append(row.main());
                a.append(value(row, 0), row.main().pages());
                c.appendNulls(row.main().pages());
            }
            b.appendNulls(4);
            b.append(value(rows.get(1), 1), 1);
            // 2. All have the pages of the times.
            assertThat(List.of(times.pages(), a.pages(), b.pages(), c.pages())).containsOnly(5);
            appender.startGroup(DEVICE);
            for (ChunkJoin join : List.of(times, a, b, c)) {
                appender.append(join.finish());
            }
            appender.finish();
        }
        // 3. The rows are there, with what they had.
        List<IMeasurementSchema> all = columns("a", "b");
        all.add(new MeasurementSchema("c", TSDataType.TEXT, TSEncoding.PLAIN, CompressionType.LZ4));
        Map<Long, List<Object>> expected = new TreeMap<>();
        for (long time = 0; time < 50; time++) {
            Object b = time < 40 ? null : LibraryFile.value(columns.get(1), time);
            expected.put(time, Arrays.asList(LibraryFile.value(columns.get(0), time), b, null));
        }
        assertThat(readOurs(target, all, 1)).isEqualTo(expected);
        assertThat(readLibrary(target, all)).hasSizeGreaterThan(30);
        assertChecked();
    }

    @Test
    void columnsOfNothingButNullsStayWhatTheyAre() throws IOException {
        List<IMeasurementSchema> columns = columns("a", "void", "sparse");
        try (LibraryFile file = new LibraryFile(source, null, columns, CompressionType.LZ4)) {
            file.aligned(DEVICE, LibraryFile.pages(0, 40, 20));
            file.aligned(DEVICE, LibraryFile.pages(90, 40, 20));
        }
        copyAligned(columns, 2);
        try (OpenTsFile file = open(target)) {
            RowChunk chunk =
                    file.chunks(DEVICE).rows(List.of("a", "void", "sparse")).get(0);
            assertThat(chunk.values()).extracting(ChunkEntry::count).satisfies(counts -> {
                assertThat(counts.get(1)).isZero();
                assertThat(counts.get(2)).isEqualTo(30L);
            });
        }
        assertThat(readOurs(target, columns, 1)).isEqualTo(readOurs(source, columns, 2));
        assertChecked();
    }

    @Test
    void theOnlyPageOfAChunkForSeveralComesWithoutItsStatistics() throws IOException {
        List<IMeasurementSchema> columns = columns("a");
        try (LibraryFile file = new LibraryFile(source, null, columns, CompressionType.LZ4)) {
            file.aligned(DEVICE, LibraryFile.pages(0, 40, 40));
        }
        try (OpenTsFile file = open(source)) {
            RawRows rows =
                    RawRows.read(file, file.chunks(DEVICE).rows(List.of("a"))).get(0);
            EncodedChunk single = joined(rows.main());
            // A chunk for several pages that has one: other writers may leave such.
            byte[] several = new byte[rows.main().sizeAmong(true)];
            rows.main().copyTo(several, 0, true);
            ChunkHead head = new ChunkHead(
                    0x80, true, several.length, TSDataType.VECTOR, CompressionType.LZ4, TSEncoding.TS_2DIFF, 0);
            ChunkEntry entry =
                    new ChunkEntry("", TSDataType.VECTOR, 0, rows.main().statistics());
            byte[] padded = Arrays.copyOf(several, several.length + 16);
            RawChunk odd =
                    new RawChunk(new ChunkBytes("x", entry, head, padded, 0, several.length), RawChunk.Role.TIMES);
            assertThat(several.length).isGreaterThan(single.data().length);
            assertThat(joined(odd).data()).isEqualTo(single.data());
            assertThat(joined(odd).pages()).isEqualTo(1);
        }
    }

    @Test
    void chunksThatDoNotFitAreNotJoined() throws IOException {
        List<IMeasurementSchema> columns = columns("a", "b");
        columns.add(new MeasurementSchema("zstd", TSDataType.INT64, TSEncoding.TS_2DIFF, CompressionType.ZSTD));
        columns.add(new MeasurementSchema("int", TSDataType.INT32, TSEncoding.TS_2DIFF, CompressionType.LZ4));
        try (LibraryFile file = new LibraryFile(source, null, columns, CompressionType.LZ4)) {
            file.aligned(DEVICE, LibraryFile.pages(0, 40, 40), LibraryFile.pages(40, 40, 40));
        }
        try (OpenTsFile file = open(source)) {
            List<RawRows> rows = RawRows.read(file, file.chunks(DEVICE).rows(List.of("a", "b", "zstd", "int")));
            ChunkJoin join = ChunkJoin.like(value(rows.get(1), 0));
            join.append(value(rows.get(1), 0));
            assertThat(join.obstacle(value(rows.get(0), 0)))
                    .hasValueSatisfying(
                            text -> assertThat(text).contains("starts at 0").contains("ends at"));
            assertThat(join.obstacle(value(rows.get(0), 1)))
                    .hasValueSatisfying(text -> assertThat(text).contains("another series"));
            assertThat(join.obstacle(rows.get(0).main())).isPresent();
            ChunkJoin other = ChunkJoin.ofColumn("zstd", TSDataType.INT64, TSEncoding.TS_2DIFF, CompressionType.LZ4);
            assertThat(other.obstacle(value(rows.get(0), 2)))
                    .hasValueSatisfying(text -> assertThat(text).contains("ZSTD"));
            ChunkJoin encoding = ChunkJoin.ofColumn("a", TSDataType.INT64, TSEncoding.PLAIN, CompressionType.LZ4);
            assertThat(encoding.obstacle(value(rows.get(0), 0)))
                    .hasValueSatisfying(text -> assertThat(text).contains("PLAIN"));
            ChunkJoin type = ChunkJoin.ofColumn("int", TSDataType.INT64, TSEncoding.TS_2DIFF, CompressionType.LZ4);
            assertThat(type.obstacle(value(rows.get(0), 3)))
                    .hasValueSatisfying(text -> assertThat(text).contains("INT32"));
            assertThatThrownBy(() -> join.append(value(rows.get(0), 0)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("Cannot append the chunk of 'a' at byte");
            assertThatThrownBy(() -> ChunkJoin.like(rows.get(0).main()).appendNulls(1))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void timesInAnotherEncodingAreFound() throws IOException {
        List<IMeasurementSchema> columns = valueColumns(CompressionType.LZ4);
        try (LibraryFile file = new LibraryFile(source, null, columns, CompressionType.LZ4)) {
            file.series(DEVICE, LibraryFile.pages(100, 60, 20));
        }
        try (OpenTsFile file = open(source)) {
            for (IMeasurementSchema column : columns) {
                RawChunk chunk = RawRows.read(file, file.chunks(DEVICE).points(column.getMeasurementName()))
                        .get(0)
                        .main();
                assertThat(chunk.hasUsualTimes()).isTrue();
            }
        }
        // The same page with its times as they are: the number of their bytes, the times, one value.
        byte[] page = new byte[1 + 2 * Long.BYTES + 2 * Integer.BYTES + 16];
        page[0] = 2 * Long.BYTES;
        page[8] = 5;
        page[16] = 7;
        byte[] data = new byte[2 + page.length];
        data[0] = (byte) (page.length - 16);
        data[1] = (byte) (page.length - 16);
        System.arraycopy(page, 0, data, 2, page.length);
        var statistics = Statistics.getStatsByType(TSDataType.INT32);
        statistics.update(5L, 0);
        statistics.update(7L, 0);
        ChunkHead head = new ChunkHead(
                0, false, data.length - 16, TSDataType.INT32, CompressionType.UNCOMPRESSED, TSEncoding.PLAIN, 0);
        ChunkEntry entry = new ChunkEntry("x", TSDataType.INT32, 0, statistics);
        RawChunk plain =
                new RawChunk(new ChunkBytes("f", entry, head, data, 0, data.length - 16), RawChunk.Role.SERIES);
        assertThat(plain.hasUsualTimes()).isFalse();
    }

    @Test
    void headsThatContradictTheIndexAreDamage() throws IOException {
        List<IMeasurementSchema> columns = columns("a");
        try (LibraryFile file = new LibraryFile(source, null, columns, CompressionType.LZ4)) {
            file.aligned(DEVICE, LibraryFile.pages(0, 40, 10));
        }
        byte[] bytes = Files.readAllBytes(source);
        int damaged = 0;
        try (OpenTsFile file = open(source)) {
            RowChunk rows = file.chunks(DEVICE).rows(List.of("a")).get(0);
            for (ChunkEntry entry : RowChunkReader.entries(rows)) {
                ChunkPages walk = new ChunkPages(ChunkFetch.read(file, List.of(entry))[0]);
                while (walk.next()) {
                    // Count, first and last time of the page; the times inside of the chunk are not known otherwise.
                    int from = (int) walk.chunk().fileOffset(walk.page().statisticsFrom());
                    for (int i = 0; i < 17; i++) {
                        boolean known = i == 0 || (i <= 8 ? walk.pages() == 1 : walk.pages() == 4);
                        if (!known) {
                            continue;
                        }
                        byte[] changed = bytes.clone();
                        changed[from + i] ^= 1;
                        Files.write(target, changed);
                        try (OpenTsFile other = open(target)) {
                            assertThatThrownBy(() -> RawRows.read(
                                            other, other.chunks(DEVICE).rows(List.of("a"))))
                                    .as("byte %d of the statistics of page %d of %s", i, walk.pages(), entry)
                                    .isInstanceOf(CorruptTsFileException.class)
                                    .hasMessageContaining("target.tsfile");
                            damaged++;
                        }
                    }
                }
            }
        }
        assertThat(damaged).isEqualTo(2 * (4 + 8 + 8));
    }

    /** Copies a file's rows, so many chunks joined to one. */
    private void copyAligned(List<IMeasurementSchema> columns, int together) throws IOException {
        List<String> names =
                columns.stream().map(IMeasurementSchema::getMeasurementName).toList();
        try (OpenTsFile file = open(source);
                ChunkAppender appender = appender(columns)) {
            List<RawRows> rows = RawRows.read(file, file.chunks(DEVICE).rows(names));
            for (int from = 0; from < rows.size(); from += together) {
                List<RawRows> joined = rows.subList(from, Math.min(rows.size(), from + together));
                appender.startGroup(DEVICE);
                appender.append(joined(joined.stream().map(RawRows::main).toArray(RawChunk[]::new)));
                for (int i = 0; i < names.size(); i++) {
                    ChunkJoin join = ChunkJoin.like(value(joined.get(0), i));
                    for (RawRows row : joined) {
                        join.append(value(row, i), row.main().pages());
                    }
                    appender.append(join.finish());
                }
            }
            appender.finish();
        }
    }

    private void copySeries(List<IMeasurementSchema> columns, int together) throws IOException {
        try (OpenTsFile file = open(source);
                ChunkAppender appender = appender(columns)) {
            int chunks = file.chunks(DEVICE)
                    .points(columns.get(0).getMeasurementName())
                    .size();
            for (int from = 0; from < chunks; from += together) {
                appender.startGroup(DEVICE);
                for (IMeasurementSchema column : columns) {
                    List<RowChunk> points = file.chunks(DEVICE).points(column.getMeasurementName());
                    appender.append(joined(
                            RawRows.read(file, points.subList(from, Math.min(chunks, from + together))).stream()
                                    .map(RawRows::main)
                                    .toArray(RawChunk[]::new)));
                }
            }
            appender.finish();
        }
    }

    private static EncodedChunk joined(RawChunk... chunks) {
        ChunkJoin join = ChunkJoin.like(chunks[0]);
        for (RawChunk chunk : chunks) {
            join.append(chunk);
        }
        return join.finish();
    }

    private static RawChunk value(RawRows rows, int field) {
        return Objects.requireNonNull(rows.values(field));
    }

    private OpenTsFile open(Path path) throws IOException {
        return OpenTsFile.open(store, path.getFileName().toString());
    }

    private ChunkAppender appender(List<IMeasurementSchema> columns) throws IOException {
        List<Column> fields = columns.stream()
                .map(column -> Column.field(column.getMeasurementName(), column.getType()))
                .toList();
        return new ChunkAppender(store.create(target.getFileName().toString()), TableSchema.ofTree("a", fields));
    }

    private static List<IMeasurementSchema> columns(String... names) {
        List<IMeasurementSchema> columns = new ArrayList<>();
        for (String name : names) {
            columns.add(new MeasurementSchema(name, TSDataType.INT64, TSEncoding.TS_2DIFF, CompressionType.LZ4));
        }
        return columns;
    }

    /** A series without any point has no chunk. */
    private static List<IMeasurementSchema> valueColumns(CompressionType compression) {
        List<IMeasurementSchema> columns = new ArrayList<>(LibraryFile.everyEncoding(compression));
        columns.removeIf(column -> List.of("void", "sparse").contains(column.getMeasurementName()));
        return columns;
    }

    private Map<Long, List<Object>> readOurs(Path path, List<IMeasurementSchema> columns, int chunks)
            throws IOException {
        Map<Long, List<Object>> rows = new TreeMap<>();
        List<String> names =
                columns.stream().map(IMeasurementSchema::getMeasurementName).toList();
        List<TSDataType> types =
                columns.stream().map(IMeasurementSchema::getType).toList();
        try (OpenTsFile file = open(path)) {
            List<RowChunk> all = file.chunks(DEVICE).aligned()
                    ? file.chunks(DEVICE).rows(names)
                    : file.chunks(DEVICE).points(names.get(0));
            assertThat(all).hasSize(chunks);
            RowChunkScan scan = new RowChunkScan(file, all, types, TimeRange.ALL);
            for (RowPage page = scan.next(); page != null; page = scan.next()) {
                for (int row = 0; row < page.times().size(); row++) {
                    List<Object> values = new ArrayList<>();
                    for (Vector column : page.columns()) {
                        values.add(column == null ? null : ObjectRow.read(column, row));
                    }
                    rows.put(page.times().get(row), values);
                }
            }
        }
        return rows;
    }

    private static List<String> readLibrary(Path path, List<IMeasurementSchema> columns) throws IOException {
        List<String> rows = new ArrayList<>();
        try (TsFileSequenceReader sequence = new TsFileSequenceReader(path.toString());
                TsFileReader reader = new TsFileReader(sequence)) {
            List<org.apache.tsfile.read.common.Path> paths = columns.stream()
                    .map(column -> new org.apache.tsfile.read.common.Path(DEVICE, column.getMeasurementName(), false))
                    .toList();
            QueryDataSet answer = reader.query(QueryExpression.create(new ArrayList<>(paths), null));
            while (answer.hasNext()) {
                RowRecord row = answer.next();
                rows.add(row.getTimestamp() + " " + row.getFields());
            }
        }
        return rows;
    }

    /** The library's check of the whole file, its recovery without the index, and the masks in the index. */
    private void assertChecked() throws IOException {
        try (TsFileSequenceReader reader = new TsFileSequenceReader(target.toString())) {
            assertThat(reader.selfCheck(new Schema(), new ArrayList<>(), false))
                    .isEqualTo(TsFileCheckStatus.COMPLETE_FILE);
            Map<String, List<ChunkMetadata>> series = reader.readChunkMetadataInDevice(DEVICE);
            assertThat(series).isNotEmpty();
            boolean aligned = series.containsKey("");
            for (List<ChunkMetadata> chunks : series.values()) {
                for (ChunkMetadata chunk : chunks) {
                    if (aligned && !chunk.getMeasurementUid().isEmpty()) {
                        // The library's check fails at a page of nothing but nulls.
                        continue;
                    }
                    assertThat(reader.checkChunkAndPagesStatistics(chunk)).isEqualTo(TsFileCheckStatus.COMPLETE_FILE);
                }
            }
            for (TimeseriesMetadata metadata : reader.getDeviceTimeseriesMetadata(DEVICE)) {
                int mask = !aligned ? 0 : metadata.getMeasurementId().isEmpty() ? 0x80 : 0x40;
                assertThat(metadata.getTimeSeriesMetadataType() & 0xc0).isEqualTo(mask);
            }
        }
        byte[] bytes = Files.readAllBytes(target);
        long chunksEnd;
        try (TsFileSequenceReader reader = new TsFileSequenceReader(target.toString())) {
            chunksEnd = reader.readFileMetadata().getMetaOffset();
        }
        Path cut = target.resolveSibling("cut.tsfile");
        // With the mark behind the chunks: without it, the last group is dropped, whoever wrote it.
        Files.write(cut, Arrays.copyOf(bytes, (int) chunksEnd + 1));
        try (RestorableTsFileIOWriter restored = new RestorableTsFileIOWriter(cut.toFile())) {
            restored.endFile();
        }
        assertThat(Arrays.copyOf(Files.readAllBytes(cut), (int) chunksEnd))
                .isEqualTo(Arrays.copyOf(bytes, (int) chunksEnd));
    }
}
