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

import io.tsfile.core.flush.FusedFlush;
import io.tsfile.core.flush.memtable.MemTable;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.Cut;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.LiveFile;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimePartitioning;
import io.tsfile.core.model.Version;
import io.tsfile.core.table.TableMetadata;
import io.tsfile.core.testing.ObjectRow;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Devices with so many measurements that they are compacted in parts: nothing is lost, and each whose measurements have times of
 * their own stays in one file.
 */
class WideDeviceTest {
    /** Enough for parts, and for batches of columns. */
    private static final int FIELDS = 1_100;

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"false, 1", "false, 2", "true, 3", "true, 4"})
    void compactsWideDevices(boolean aligned, long seed) throws IOException {
        Random random = new Random(seed);
        List<Column> fields = new ArrayList<>();
        for (int i = 0; i < FIELDS; i++) {
            fields.add(Column.field("m" + i, TSDataType.DOUBLE));
        }
        TableSchema schema = TableSchema.ofTree("t", fields);
        List<IDeviceID> devices = List.of(Devices.ofPath("root.t.a"), Devices.ofPath("root.t.b"));
        Set<String> points = new HashSet<>();
        try (FileStore store = StoreLocation.of(folder.toString()).open()) {
            List<LiveFile> inputs = new ArrayList<>();
            for (int version = 1; version <= 4; version++) {
                MemTable rows = new MemTable(schema, aligned);
                for (IDeviceID device : devices) {
                    double share = random.nextDouble();
                    for (int row = 0; row < 6; row++) {
                        long time = random.nextInt(20);
                        rows.append(device, time, row(share, random, device + " " + time, points));
                    }
                }
                try (FusedFlush flush =
                        new FusedFlush(store, schema, TimePartitioning.NONE, CompactionFixture.OPTIONS)) {
                    flush.drain(rows);
                    for (DataFile file : flush.finish()) {
                        inputs.add(LiveFile.of(file.compacted(new Version(version, 0), 0, version)));
                    }
                }
            }
            CompactionTask task = new CompactionTask(
                    0,
                    CompactionReason.FORCED,
                    CompactionStrategy.REWRITE,
                    inputs.size(),
                    1,
                    Cut.ALL,
                    new ArrayList<>(inputs));
            List<CompactionProgress> progress = new ArrayList<>();
            List<DataFile> outputs = CompactionRunner.run(
                            store,
                            TableMetadata.of(schema, TimePartitioning.NONE, Map.of()),
                            new CompactionOptions(CompactionFixture.OPTIONS, 10, 1 << 30, 100, true),
                            task,
                            progress::add)
                    .outputs();
            assertThat(outputs.stream().mapToLong(DataFile::points).sum()).isEqualTo(points.size());
            if (!aligned) {
                assertThat(outputs)
                        .hasSameSizeAs(devices)
                        .allSatisfy(file -> assertThat(file.devices().first())
                                .isEqualTo(file.devices().last()));
            }
            assertThat(progress.get(progress.size() - 1).devices()).isEqualTo(devices.size());
        }
    }

    private static ObjectRow row(double share, Random random, String place, Set<String> points) {
        Object[] values = new Object[FIELDS];
        for (int i = 0; i < FIELDS; i++) {
            if (random.nextDouble() < share) {
                values[i] = random.nextDouble();
                points.add(place + " " + i);
            }
        }
        return ObjectRow.of(values);
    }
}
