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
package io.tsfile.core.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.tsfile.core.flush.FlushOptions;
import io.tsfile.core.flush.FusedFlush;
import io.tsfile.core.flush.memtable.MemTable;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.merge.DeviceMerge;
import io.tsfile.core.merge.MergeFiles;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.LiveFile;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimePartitioning;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.model.TimeSet;
import io.tsfile.core.testing.ObjectRow;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.enums.CompressionType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WantedTimesTest {
    /** Pages of 5 rows, 4 of them in a chunk. */
    private static final FlushOptions OPTIONS = new FlushOptions(5, 20, 1 << 20, 4, CompressionType.LZ4);

    private static final TableSchema SCHEMA =
            TableSchema.ofTable("plant", List.of(Column.tag("site"), Column.field("number", TSDataType.INT64)));
    private static final int DEVICES = 40;

    @TempDir
    private static Path folder;

    private static final List<LiveFile> FILES = new ArrayList<>();

    /** What was wanted of all devices: as many sets of times as there were looks, and all chunks that were read. */
    private record Looks(List<List<TimeSet>> ofDevices, long chunks) {
        List<TimeSet> all() {
            return ofDevices.stream()
                    .map(parts -> parts.stream().reduce(TimeSet.NONE, TimeSet::union))
                    .toList();
        }
    }

    /** Two files that overlap, whose values fall from 19 to 0 over and over again. */
    @BeforeAll
    static void write() throws IOException {
        try (FileStore store = StoreLocation.of(folder.toString()).open()) {
            for (int commit = 1; commit <= 2; commit++) {
                try (FusedFlush flush = new FusedFlush(store, SCHEMA, TimePartitioning.NONE, OPTIONS)) {
                    MemTable table = new MemTable(SCHEMA, true);
                    for (int device = 0; device < DEVICES; device++) {
                        for (int time = 7 * commit; time < 7 * commit + 200; time++) {
                            table.append(Devices.ofTable("plant", "s" + device), time, ObjectRow.of(19L - time % 20));
                        }
                    }
                    flush.drain(table);
                    for (DataFile file : flush.finish()) {
                        FILES.add(LiveFile.of(file.committed(commit)));
                    }
                }
            }
        }
    }

    @Test
    void looksAtPagesInPartsThatFitIntoMemory() throws IOException {
        Looks atOnce = look(RowSelection.meeting(List.of(new ValueCondition.Longs("number", 3, 4))), 1 << 20);
        Looks inParts = look(RowSelection.meeting(List.of(new ValueCondition.Longs("number", 3, 4))), 300);

        assertThat(atOnce.ofDevices).allSatisfy(parts -> assertThat(parts).hasSize(1));
        // Of each file 10 chunks of 160 bytes: 3 of them are as much as is looked at, or 4, where two begin at once.
        assertThat(inParts.ofDevices)
                .allSatisfy(parts -> assertThat(parts).hasSizeBetween(5, 20))
                .allSatisfy(parts -> {
                    for (int i = 1; i < parts.size(); i++) {
                        assertThat(parts.get(i).start(0))
                                .isGreaterThan(parts.get(i - 1).hull().end());
                    }
                });
        assertThat(inParts.all()).hasToString(atOnce.all().toString());
        // A page or two of each turn of 20, in either file.
        assertThat(atOnce.all())
                .allSatisfy(times -> assertThat(times.ranges().stream()
                                .mapToLong(range -> range.end() - range.start() + 1)
                                .sum())
                        .isBetween(20L, 10 * 2 * 10L));
    }

    @Test
    void looksNowAndThenWherePagesTellNothing() throws IOException {
        // The index leaves it open, but each page has such a number.
        ValueCondition most = new ValueCondition.Longs("number", 1, 18);
        Looks vain = look(RowSelection.meeting(List.of(most)), 1 << 20);
        Looks useful = look(RowSelection.meeting(List.of(new ValueCondition.Longs("number", 3, 4))), 1 << 20);

        assertThat(vain.all()).allSatisfy(times -> assertThat(times.size()).isEqualTo(1));
        assertThat(useful.chunks).isEqualTo(2L * 2 * 10 * DEVICES);
        assertThat(vain.chunks).isBetween(2L * 2 * 10 * 16, 2L * 2 * 10 * 20);
    }

    private static Looks look(RowSelection selection, long lookBytes) throws IOException {
        List<List<TimeSet>> looks = new ArrayList<>();
        try (FileStore store = StoreLocation.of(folder.toString()).open();
                MergeFiles files = MergeFiles.open(store, SCHEMA, FILES)) {
            DeviceMerge devices = new DeviceMerge(files.inputs());
            WantedTimes wanted = new WantedTimes(selection, SCHEMA, lookBytes);
            while (devices.nextDevice()) {
                List<TimeSet> parts = new ArrayList<>();
                for (TimeSet part : wanted.of(devices, TimeRange.ALL)) {
                    parts.add(wanted.meeting(devices, part));
                }
                looks.add(parts);
            }
            long chunks = files.inputs().stream()
                    .mapToLong(input -> input.bytes().counts().chunks())
                    .sum();
            return new Looks(looks, chunks);
        }
    }
}
