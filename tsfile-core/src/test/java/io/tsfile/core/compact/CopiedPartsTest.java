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
import io.tsfile.core.model.Cut;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.Deletion;
import io.tsfile.core.model.DeviceScope;
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.LiveFile;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimePartitioning;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.model.Version;
import io.tsfile.core.table.TableMetadata;
import io.tsfile.core.testing.ObjectRow;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.enums.CompressionType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What of chunks and pages is copied, and what is decoded, of one device with two columns and pages of 100 rows. */
class CopiedPartsTest {
    private static final int PAGE = 100;
    private static final FlushOptions OPTIONS = new FlushOptions(PAGE, 10 * PAGE, 1 << 30, 4, CompressionType.LZ4);
    private static final int SMALL = 150;

    @TempDir
    Path folder;

    private final List<LiveFile> files = new ArrayList<>();
    private boolean aligned;
    private TableSchema schema = schema(true);
    private Map<String, String> tableOptions = Map.of();
    private CompactionProgress progress = new CompactionProgress(0, 0, 0, 0, 0, 0, 0, 0);

    @BeforeEach
    void start() {
        files.clear();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void largeChunksThatMeetNothingStayAsTheyAre(boolean alignedDevice) throws IOException {
        of(alignedDevice);
        file(0, 500);
        file(500, 500);
        assertThat(compact()).extracting(DataFile::chunks).containsExactly(4L);
        assertCopied(2 * tracks(), 0, 0);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void smallChunksAreJoined(boolean alignedDevice) throws IOException {
        of(alignedDevice);
        for (int i = 0; i < 8; i++) {
            file(100 * i, 100);
        }
        assertThat(compact()).extracting(DataFile::chunks).containsExactly(2L);
        assertCopied(8 * tracks(), 0, 0);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aJoinedChunkHasNotMoreRowsThanAChunkShouldHave(boolean alignedDevice) throws IOException {
        of(alignedDevice);
        for (int i = 0; i < 15; i++) {
            file(100 * i, 100);
        }
        assertThat(compact()).extracting(DataFile::chunks).containsExactly(4L);
        assertCopied(15 * tracks(), 0, 0);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void tinyPagesAreEncodedAnew(boolean alignedDevice) throws IOException {
        of(alignedDevice);
        for (int i = 0; i < 10; i++) {
            file(5 * i, 5);
        }
        assertThat(compact()).extracting(DataFile::chunks).containsExactly(2L);
        assertThat(progress.rowsWritten()).isEqualTo(50L * tracks());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aTinyChunkAloneIsCopied(boolean alignedDevice) throws IOException {
        of(alignedDevice);
        file(0, 5);
        assertThat(compact()).extracting(DataFile::chunks).containsExactly(2L);
        assertCopied(tracks(), 0, 0);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void onlyPagesThatMeetRowsAreDecoded(boolean alignedDevice) throws IOException {
        of(alignedDevice);
        file(0, 900);
        file(420, 10);
        assertThat(compact()).extracting(DataFile::rows).containsExactly(900L * tracks());
        assertCopied(0, 8 * tracks(), 100L * tracks());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void onlyPagesAtTheEndsOfACutAreDecoded(boolean alignedDevice) throws IOException {
        of(alignedDevice);
        file(0, 900);
        Cut cut = Cut.ofTimes(new TimeRange(250, 649));
        assertThat(compact(cut, OPTIONS)).extracting(DataFile::rows).containsExactly(400L * tracks());
        assertCopied(0, 3 * tracks(), 100L * tracks());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatADeletionCoversIsNotEvenRead(boolean alignedDevice) throws IOException {
        of(alignedDevice);
        file(0, 900);
        files.set(
                0,
                new LiveFile(files.get(0).file(), List.of(Deletion.ofRows(DeviceScope.ALL, new TimeRange(100, 399)))));
        assertThat(compact()).extracting(DataFile::rows).containsExactly(600L * tracks());
        assertCopied(0, 6 * tracks(), 0);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aFixedEncodingIsObeyed(boolean alignedDevice) throws IOException {
        of(alignedDevice);
        tableOptions = Map.of("encoding.b", "plain");
        file(0, 500);
        compact();
        // Of series with times of their own, the other one is copied.
        assertCopied(aligned ? 0 : 1, 0, 500);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void outputsAreSplit(boolean alignedDevice) throws IOException {
        of(alignedDevice);
        file(0, 500);
        file(500, 500);
        assertThat(compact(Cut.ALL, OPTIONS.withTargetFileBytes(1))).hasSize(aligned ? 2 : 1);
    }

    private void of(boolean alignedDevice) {
        aligned = alignedDevice;
        schema = schema(alignedDevice);
    }

    /** How many tracks the device is. */
    private int tracks() {
        return aligned ? 1 : 2;
    }

    private void assertCopied(long chunks, long pages, long rows) {
        assertThat(List.of(progress.chunksCopied(), progress.pagesCopied(), progress.rowsWritten()))
                .as("chunks and pages copied, rows written")
                .isEqualTo(Arrays.asList(chunks, pages, rows));
    }

    private List<DataFile> compact() throws IOException {
        return compact(Cut.ALL, OPTIONS);
    }

    private List<DataFile> compact(Cut cut, FlushOptions options) throws IOException {
        try (FileStore store = StoreLocation.of(folder.toString()).open()) {
            CompactionTask task = new CompactionTask(
                    0, CompactionReason.FORCED, CompactionStrategy.REWRITE, 99, 1, cut, new ArrayList<>(files));
            return CompactionRunner.run(
                            store,
                            TableMetadata.of(schema, TimePartitioning.NONE, tableOptions),
                            new CompactionOptions(options, SMALL, 1 << 30, 100, true),
                            task,
                            now -> progress = now)
                    .outputs();
        }
    }

    /** A file of rows at {@code count} times from {@code start} on, newer than those before. */
    private void file(int start, int count) throws IOException {
        int version = files.size() + 1;
        try (FileStore store = StoreLocation.of(folder.toString()).open();
                FusedFlush flush = new FusedFlush(store, schema, TimePartitioning.NONE, OPTIONS)) {
            MemTable rows = new MemTable(schema, aligned);
            for (int i = 0; i < count; i++) {
                rows.append(
                        aligned ? Devices.ofTable("t", "d") : Devices.ofPath("root.t.d"),
                        start + i,
                        ObjectRow.of(version * 1000 + i, 0.25 * i));
            }
            flush.drain(rows);
            files.add(LiveFile.of(flush.finish().get(0).compacted(new Version(version, 0), 0, version)));
        }
    }

    private static TableSchema schema(boolean aligned) {
        List<Column> fields = List.of(Column.field("a", TSDataType.INT32), Column.field("b", TSDataType.DOUBLE));
        if (!aligned) {
            return TableSchema.ofTree("t", fields);
        }
        List<Column> columns = new ArrayList<>(List.of(Column.tag("id")));
        columns.addAll(fields);
        return TableSchema.ofTable("t", columns);
    }
}
