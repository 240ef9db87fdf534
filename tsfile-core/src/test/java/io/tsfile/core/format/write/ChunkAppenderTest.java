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
package io.tsfile.core.format.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.format.EncodedChunk;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.testing.ChunkGroups;
import io.tsfile.core.testing.Fault;
import io.tsfile.core.testing.FaultPlan;
import io.tsfile.core.testing.FaultyFileStore;
import io.tsfile.core.testing.RandomRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Our files are, byte for byte, what the library's writer makes of the same chunks. */
class ChunkAppenderTest {
    private static final TableSchema TABLE = RandomRows.tableOfAllTypes();
    private static final TableSchema TREE = RandomRows.treeOfAllTypes();

    private final Path folder;
    private final FileStore store;

    ChunkAppenderTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.store = StoreLocation.of(folder.toString()).open();
    }

    @Test
    void severalDrainsOfManyAlignedDevices() throws IOException {
        ChunkGroups groups = new ChunkGroups(1);
        for (int drain = 0; drain < 3; drain++) {
            for (int i = drain; i < 700; i += drain + 1) {
                groups.aligned(Devices.ofTable("sensors", i % 5 == 0 ? null : "site" + i % 5, "m" + i), TABLE.fields());
            }
        }
        assertSameBytes(groups, TABLE);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void groupsInAnyOrder(long seed) throws IOException {
        Random random = new Random(seed);
        ChunkGroups groups = new ChunkGroups(seed);
        List<Column> columns = new ArrayList<>(TREE.fields());
        for (int i = 0; i < 400; i++) {
            IDeviceID device = Devices.ofPath("root.p" + random.nextInt(3) + ".l" + random.nextInt(4) + ".d"
                    + random.nextInt(30) + (random.nextInt(4) == 0 ? ".`a.b`" : ""));
            Collections.shuffle(columns, random);
            groups.series(device, columns.subList(0, 1 + random.nextInt(columns.size())));
        }
        assertSameBytes(groups, TREE);
    }

    @Test
    void manyMeasurementsOfOneDevice() throws IOException {
        // Enough for three levels: a leaf has 256 entries, and each leads to 256 series.
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < 66_000; i++) {
            columns.add(Column.field("m" + i, TSDataType.INT64));
        }
        ChunkGroups groups = new ChunkGroups(2);
        groups.series(Devices.ofPath("root.a.b.wide"), columns);
        groups.series(Devices.ofPath("root.a.b.narrow"), columns.subList(0, 2));
        groups.aligned(Devices.ofPath("root.a.c.wide"), columns.subList(0, 600));
        assertSameBytes(groups, TREE);
    }

    @Test
    void moreDevicesThanTwoLevelsHold() throws IOException {
        List<Column> columns = List.of(Column.field("m", TSDataType.INT32));
        ChunkGroups groups = new ChunkGroups(3);
        for (int i = 0; i < 66_000; i++) {
            groups.series(Devices.ofTable("sensors", "d" + i), columns);
        }
        assertSameBytes(groups, TABLE);
    }

    @Test
    void noChunkAtAll() throws IOException {
        assertSameBytes(new ChunkGroups(4), TABLE);
        assertSameBytes(new ChunkGroups(4), TREE);
    }

    @Test
    void aGroupWithoutChunksLeavesNothing() throws IOException {
        ChunkGroups groups = new ChunkGroups(5).series(Devices.ofPath("root.a.b"), TREE.fields());
        groups.writeLibrarys(folder.resolve("library"), TREE);
        try (ChunkAppender appender = new ChunkAppender(store.create("ours"), TREE)) {
            appender.startGroup(Devices.ofPath("root.a.a"));
            appender.startGroup(Devices.ofPath("root.a.b"));
            for (EncodedChunk chunk : groups.groups().get(0).chunks()) {
                appender.append(chunk);
            }
            appender.startGroup(Devices.ofPath("root.a.c"));
            appender.finish();
        }
        assertThat(folder.resolve("ours")).hasSameBinaryContentAs(folder.resolve("library"));
    }

    @Test
    void refusesTwoTypesOfOneSeries() throws IOException {
        ChunkGroups groups = new ChunkGroups(6)
                .series(Devices.ofPath("root.a.b"), List.of(Column.field("m", TSDataType.INT32)))
                .series(Devices.ofPath("root.a.b"), List.of(Column.field("m", TSDataType.INT64)));
        assertThatThrownBy(() -> groups.writeOurs(store, "ours", TREE))
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageContainingAll("Cannot finish ours", "root.a.b", "'m'", "INT32", "INT64");
        assertThat(folder.resolve("ours")).doesNotExist();
    }

    @Test
    void refusesAChunkOutsideOfAGroup() throws IOException {
        EncodedChunk chunk = new ChunkGroups(7).chunk("m", TSDataType.INT32, 0, 1);
        try (ChunkAppender appender = new ChunkAppender(store.create("ours"), TREE)) {
            assertThatThrownBy(() -> appender.append(chunk)).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void isOverOnceItIsFinished() throws IOException {
        EncodedChunk chunk = new ChunkGroups(7).chunk("m", TSDataType.INT32, 0, 1);
        try (ChunkAppender appender = new ChunkAppender(store.create("ours"), TREE)) {
            appender.startGroup(Devices.ofPath("root.a.b"));
            appender.append(chunk);
            appender.finish();
            assertThatThrownBy(() -> appender.append(chunk))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContainingAll("Cannot append", "ours", "finished");
            assertThatThrownBy(appender::finish).isInstanceOf(IllegalStateException.class);
        }
        assertThat(folder.resolve("ours")).exists();
    }

    @Test
    void leavesNoFileWhereverAStepFails() throws IOException {
        ChunkGroups groups = new ChunkGroups(9);
        groups.series(Devices.ofPath("root.a.b"), TREE.fields());
        groups.aligned(Devices.ofPath("root.a.c"), TREE.fields());
        FaultPlan plan;
        int step = 0;
        do {
            plan = FaultPlan.at(++step, Fault.FAILED);
            FileStore faulty = new FaultyFileStore(store, plan);
            String name = "step" + step;
            try {
                groups.writeOurs(faulty, name, TREE);
                assertThat(folder.resolve(name)).exists();
            } catch (IOException e) {
                assertThat(e).as(name).hasMessageContaining("by plan");
                assertThat(folder.resolve(name)).as(name).doesNotExist();
            }
            assertThat(plan.openFiles()).as(name).isZero();
        } while (plan.fired());
        assertThat(step).isGreaterThan(2);
    }

    @Test
    void tellsTheMemoryOfItsMetadata() throws IOException {
        int chunks = 50_000;
        ChunkGroups groups = new ChunkGroups(8);
        for (int i = 0; i < chunks; i++) {
            groups.series(Devices.ofPath("root.a.d" + i), List.of(Column.field("m", TSDataType.DOUBLE)));
        }
        try (ChunkAppender appender = new ChunkAppender(store.create("ours"), TREE)) {
            assertThat(appender.metadataBytes()).isLessThan(1 << 10);
            for (ChunkGroups.Group group : groups.groups()) {
                appender.startGroup(group.device());
                appender.append(group.chunks().get(0));
            }
            assertThat(appender.metadataBytes()).isBetween(144L * chunks, 174L * chunks);
            appender.finish();
            assertThat(appender.metadataBytes()).isZero();
        }
    }

    private void assertSameBytes(ChunkGroups groups, TableSchema schema) throws IOException {
        Path library = folder.resolve("library");
        Path ours = folder.resolve("ours");
        Files.deleteIfExists(library);
        Files.deleteIfExists(ours);
        groups.writeLibrarys(library, schema);
        groups.writeOurs(store, "ours", schema);
        assertThat(ours).hasSameBinaryContentAs(library);
    }
}
