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
import io.tsfile.core.index.DeviceCursor;
import io.tsfile.core.index.MetadataCache;
import io.tsfile.core.index.OpenTsFile;
import io.tsfile.core.io.CountingFileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimePartitioning;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.model.TimeSet;
import io.tsfile.core.vector.LongVector;
import io.tsfile.core.vector.Vector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.apache.tsfile.enums.TSDataType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is read ahead is what stands in the file, and a scan of it finds the same rows in fewer requests. */
class ChunkAheadTest {
    private static final int DEVICES = 300;
    private static final int ROWS = 40;
    private static final TableSchema SCHEMA =
            TableSchema.ofTable("t", List.of(Column.tag("d"), Column.field("a", TSDataType.INT64)));

    private final Path folder;
    private final CountingFileStore store;

    ChunkAheadTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.store = new CountingFileStore(StoreLocation.of(folder.toString()).open());
    }

    @Test
    void anyRequestGetsTheBytesOfTheFile() throws IOException {
        String path = write();
        byte[] content = Files.readAllBytes(folder.resolve(path));
        try (OpenTsFile file = OpenTsFile.open(store, path, new MetadataCache(0))) {
            int chunksEnd = (int) file.chunksEnd();
            for (long seed = 1; seed <= 50; seed++) {
                Random random = new Random(seed);
                int mostBytes = random.nextInt(100_000);
                ChunkAhead ahead = new ChunkAhead(file, mostBytes);
                int start = random.nextInt(chunksEnd);
                for (int i = 0; i < 100; i++) {
                    int end = start + random.nextInt(Math.min(40_000, chunksEnd - start) + 1);
                    ChunkAhead.Slice slice = ahead.read(start, end);
                    assertThat(slice.start()).isEqualTo(start);
                    assertThat(slice.end()).isBetween((long) end, (long) chunksEnd);
                    assertThat(Arrays.copyOfRange(slice.array(), slice.from(), slice.to()))
                            .as("seed %d, bytes %d to %d", seed, start, end)
                            .isEqualTo(Arrays.copyOfRange(content, start, (int) slice.end()));
                    assertThat(ahead.keptBytes()).isLessThanOrEqualTo(mostBytes);
                    boolean leaps = random.nextInt(5) == 0;
                    start = leaps ? random.nextInt(chunksEnd) : Math.min(end, start + random.nextInt(20_000));
                }
            }
        }
    }

    @Test
    void scansOfOneDeviceAfterTheOtherShareRequests() throws IOException {
        String path = write();
        try (OpenTsFile file = OpenTsFile.open(store, path, new MetadataCache(0))) {
            List<String> alone = new ArrayList<>();
            long requests = scan(file, new ChunkAhead(file, 0), 1, alone);
            List<String> shared = new ArrayList<>();
            long sharedRequests = scan(file, new ChunkAhead(file, 64 << 10), 1, shared);
            assertThat(shared).isEqualTo(alone).hasSize(DEVICES * ROWS);
            assertThat(requests).isEqualTo(DEVICES);
            assertThat(sharedRequests).isLessThan(DEVICES / 10);
        }
    }

    @Test
    void nothingIsReadAheadWhereAScanLeaps() throws IOException {
        String path = write();
        try (OpenTsFile file = OpenTsFile.open(store, path, new MetadataCache(0))) {
            scan(file, new ChunkAhead(file, 0), 100, new ArrayList<>());
            long bytes = store.takeBytes();
            scan(file, new ChunkAhead(file, 64 << 10), 100, new ArrayList<>());
            assertThat(store.takeBytes()).isEqualTo(bytes);
        }
    }

    /** Scans one of {@code stride} devices, adds its rows as texts, and returns how many requests its chunks took. */
    private long scan(OpenTsFile file, ChunkAhead ahead, int stride, List<String> rows) throws IOException {
        List<DeviceScan> scans = new ArrayList<>();
        int number = 0;
        for (DeviceCursor cursor = file.devices(null); cursor.current() != null; cursor.advance()) {
            if (number++ % stride == 0) {
                scans.add(new DeviceScan(
                        String.valueOf(cursor.current()),
                        new RowChunkScan(
                                ahead,
                                cursor.chunks().rows(List.of("a")),
                                List.of(TSDataType.INT64),
                                TimeSet.of(TimeRange.ALL))));
            }
        }
        store.takeRequests();
        store.takeBytes();
        for (DeviceScan scan : scans) {
            for (RowPage page = scan.scan.next(); page != null; page = scan.scan.next()) {
                Vector values = Objects.requireNonNull(page.columns()[0]);
                for (int i = 0; i < page.times().size(); i++) {
                    rows.add(scan.device + " " + page.times().get(i) + " " + ((LongVector) values).get(i));
                }
            }
        }
        return store.takeRequests();
    }

    private record DeviceScan(String device, RowChunkScan scan) {}

    /** Devices with a small chunk each. */
    private String write() throws IOException {
        Random random = new Random(1);
        MemTable table = new MemTable(SCHEMA, true);
        for (int device = 100; device < 100 + DEVICES; device++) {
            LongVector times = (LongVector) Vector.of(TSDataType.TIMESTAMP, ROWS);
            LongVector values = (LongVector) Vector.of(TSDataType.INT64, ROWS);
            for (int row = 0; row < ROWS; row++) {
                times.append(1000L * row + random.nextInt(1000));
                values.append(random.nextLong());
            }
            table.append(Devices.ofTable("t", "d" + device), times, new Vector[] {values});
        }
        try (FusedFlush flush = new FusedFlush(store, SCHEMA, TimePartitioning.NONE, FlushOptions.DEFAULT)) {
            flush.drain(table);
            return flush.finish().get(0).path();
        }
    }
}
