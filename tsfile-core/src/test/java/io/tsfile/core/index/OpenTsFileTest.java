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
package io.tsfile.core.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tsfile.core.CorruptTsFileException;
import io.tsfile.core.io.CountingFileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.DeviceScope;
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.testing.ChunkGroups;
import io.tsfile.core.testing.Fleet;
import io.tsfile.core.testing.RandomRows;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.ChunkMetadata;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.apache.tsfile.file.metadata.statistics.Statistics;
import org.apache.tsfile.read.TsFileSequenceReader;
import org.apache.tsfile.write.writer.TsFileIOWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The index says what the library reads out of it, and a question reads little of it. */
class OpenTsFileTest {
    private static final String FILE = "a.tsfile";
    private static final TableSchema TABLE = RandomRows.tableOfAllTypes();
    private static final TableSchema TREE = RandomRows.treeOfAllTypes();

    private final Path folder;
    private final CountingFileStore store;

    OpenTsFileTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.store = new CountingFileStore(StoreLocation.of(folder.toString()).open());
    }

    @Test
    void alignedDevicesOfATable() throws IOException {
        ChunkGroups groups = new ChunkGroups(1);
        for (int drain = 0; drain < 3; drain++) {
            for (int i = drain; i < 700; i += drain + 1) {
                groups.aligned(Devices.ofTable("sensors", i % 5 == 0 ? null : "site" + i % 5, "m" + i), TABLE.fields());
            }
        }
        groups.writeLibrarys(folder.resolve(FILE), TABLE);
        assertAnswersAsTheLibrary(1);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void devicesOfTheTreeModelInManyTables(long seed) throws IOException {
        Random random = new Random(seed);
        ChunkGroups groups = new ChunkGroups(seed);
        for (int i = 0; i < 600; i++) {
            IDeviceID device = Devices.ofPath(
                    "root.p" + random.nextInt(3) + ".l" + random.nextInt(4) + ".d" + random.nextInt(200));
            groups.series(device, TREE.fields().subList(0, 1 + random.nextInt(10)));
        }
        groups.writeOurs(store, FILE, TREE);
        assertAnswersAsTheLibrary(1);
    }

    @Test
    void filesOfARealServer() throws IOException {
        Path fleet = folder.resolve("fleet");
        Fleet.unpack(fleet);
        try (Stream<Path> paths = Files.walk(fleet)) {
            List<Path> files =
                    paths.filter(path -> path.toString().endsWith(".tsfile")).toList();
            assertThat(files).isNotEmpty();
            for (Path file : files) {
                Files.copy(file, folder.resolve(FILE), StandardCopyOption.REPLACE_EXISTING);
                assertAnswersAsTheLibrary(1);
            }
        }
    }

    @Test
    void manyMeasurements() throws IOException {
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < 66_000; i++) {
            columns.add(Column.field("m" + i, TSDataType.INT64));
        }
        ChunkGroups groups = new ChunkGroups(2)
                .series(Devices.ofPath("root.a.b.narrow"), columns.subList(0, 2))
                .series(Devices.ofPath("root.a.b.wide"), columns)
                .aligned(Devices.ofPath("root.a.c.wide"), columns.subList(0, 600));
        groups.writeOurs(store, FILE, TREE);
        assertAnswersAsTheLibrary(1);
        try (OpenTsFile file = open()) {
            store.takeBytes();
            DeviceChunks wide = file.chunks(Devices.ofPath("root.a.b.wide"), Set.of("m5", "m65999", "none"));
            assertThat(wide.types()).containsOnlyKeys("m5", "m65999");
            assertThat(wide.aligned()).isFalse();
            // Two blocks of 256 series, and the nodes above them.
            assertThat(store.takeBytes()).isLessThan(80_000);
            DeviceChunks aligned = file.chunks(Devices.ofPath("root.a.c.wide"), Set.of("m599"));
            assertThat(aligned.aligned()).isTrue();
            assertThat(aligned.rows(List.of("m599", "m1")).get(0).values()[0]).isNotNull();
            assertThat(aligned.rows(List.of("m599", "m1")).get(0).values()[1]).isNull();
        }
    }

    @Test
    void manyDevicesAreFoundInFewBytes() throws IOException {
        int devices = 66_000;
        ChunkGroups groups = new ChunkGroups(3);
        for (int i = 0; i < devices; i++) {
            groups.series(device(i), List.of(Column.field("b", TSDataType.BOOLEAN)));
        }
        groups.writeOurs(store, FILE, TABLE);
        assertAnswersAsTheLibrary(97);
        store.takeRequests();
        store.takeBytes();
        try (OpenTsFile file = open()) {
            assertThat(store.takeRequests()).as("requests to open").isLessThanOrEqualTo(3);
            store.takeBytes();
            assertThat(file.chunks(device(12_345)).chunks("b")).hasSize(1);
            assertThat(store.takeRequests()).as("requests for a device").isLessThanOrEqualTo(4);
            assertThat(store.takeBytes()).as("bytes for a device").isLessThan(40_000);
            int found = 0;
            for (DeviceCursor cursor = file.devices("sensors"); cursor.current() != null; cursor.advance()) {
                found += cursor.chunks().chunks("b").size();
            }
            assertThat(found).isEqualTo(devices);
            assertThat(store.takeRequests()).as("requests for all devices").isLessThan(1_000);
        }
    }

    @Test
    void aPartOfTheOrderOfDevicesIsFoundInFewBytes() throws IOException {
        int devices = 66_000;
        ChunkGroups groups = new ChunkGroups(3);
        for (int i = 0; i < devices; i++) {
            groups.series(device(i), List.of(Column.field("b", TSDataType.BOOLEAN)));
        }
        groups.writeOurs(store, FILE, TABLE);
        try (OpenTsFile file = open()) {
            store.takeBytes();
            DeviceScope few = new DeviceScope.Between(device(50_001), device(50_010));
            assertThat(walk(file.devices("sensors", few, 1 << 14)))
                    .containsExactly(device(50_001), device(50_004), device(50_007));
            assertThat(walk(file.devices("sensors", DeviceScope.of(List.of(device(7), device(60_000))), 1 << 14)))
                    .containsExactly(device(60_000), device(7));
            assertThat(store.takeBytes()).isLessThan(300_000);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void aWalkHasTheDevicesOfItsScope(long seed) throws IOException {
        Random random = new Random(seed);
        ChunkGroups groups = new ChunkGroups(seed);
        for (int i = 0; i < 700; i++) {
            groups.series(anyDevice(random), TREE.fields().subList(0, 1));
        }
        groups.writeOurs(store, FILE, TREE);
        try (OpenTsFile file = open()) {
            List<IDeviceID> all = walk(file.devices(null));
            for (int round = 0; round < 60; round++) {
                DeviceScope scope = switch (random.nextInt(4)) {
                    case 0 -> new DeviceScope.Between(anyDevice(random), anyDevice(random));
                    case 1 -> new DeviceScope.Between(anyDevice(random), null);
                    case 2 -> new DeviceScope.Between(null, anyDevice(random));
                    default ->
                        DeviceScope.of(Stream.generate(() -> anyDevice(random))
                                .limit(random.nextInt(9))
                                .toList());
                };
                assertThat(walk(file.devices(null, scope, 1 << 14)))
                        .as("seed %d: %s", seed, scope)
                        .isEqualTo(all.stream().filter(scope::contains).toList());
            }
        }
    }

    private static IDeviceID anyDevice(Random random) {
        return Devices.ofPath("root.p" + random.nextInt(3) + ".l" + random.nextInt(4) + ".d" + random.nextInt(400));
    }

    private static List<IDeviceID> walk(DeviceCursor cursor) throws IOException {
        List<IDeviceID> devices = new ArrayList<>();
        for (; cursor.current() != null; cursor.advance()) {
            devices.add(cursor.current());
        }
        return devices;
    }

    @Test
    void whatIsNotThereIsNotFound() throws IOException {
        ChunkGroups groups = new ChunkGroups(4);
        for (int i = 100; i < 900; i += 2) {
            groups.aligned(device(i), TABLE.fields());
        }
        groups.writeOurs(store, FILE, TABLE);
        try (OpenTsFile file = open()) {
            for (int i : new int[] {0, 1, 101, 899, 901, 950}) {
                assertThat(file.chunks(device(i)).rows(List.of("b")))
                        .as("device %d", i)
                        .isEmpty();
                assertThat(file.chunks(device(i), Set.of("b")).types())
                        .as("device %d", i)
                        .isEmpty();
            }
            assertThat(file.chunks(Devices.ofTable("aaa", "x")).types()).isEmpty();
            assertThat(file.chunks(Devices.ofTable("zzz")).types()).isEmpty();
            assertThat(file.devices("aaa").current()).isNull();
            assertThat(file.devices("zzz").current()).isNull();
            assertThat(file.chunks(device(100)).chunks("none")).isEmpty();
            assertThat(file.chunks(device(100), Set.of("none")).types()).isEmpty();
        }
    }

    @Test
    void theFilterForgetsNothing() throws IOException {
        ChunkGroups groups = new ChunkGroups(5);
        for (int i = 0; i < 1000; i++) {
            groups.aligned(device(i), TABLE.fields().subList(0, 3));
        }
        groups.writeLibrarys(folder.resolve(FILE), TABLE);
        try (OpenTsFile file = open()) {
            store.takeRequests();
            int wrong = 0;
            for (int i = 0; i < 1000; i++) {
                assertThat(file.mayContain(device(i), "")).isTrue();
                assertThat(file.mayContain(device(i), "l")).isTrue();
                wrong += file.mayContain(device(i + 1000), "l") ? 1 : 0;
            }
            assertThat(wrong).isLessThan(150);
            assertThat(store.takeRequests()).isZero();
        }
    }

    @Test
    void aFileWithoutDevices() throws IOException {
        new ChunkGroups(6).writeLibrarys(folder.resolve(FILE), TABLE);
        try (OpenTsFile file = open()) {
            assertThat(file.devices(null).current()).isNull();
            assertThat(file.tableSchemas()).containsOnlyKeys("sensors");
            assertThat(file.chunks(device(1)).types()).isEmpty();
            DeviceCursor cursor = file.devices("sensors");
            assertThatThrownBy(cursor::chunks).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void refusesAnEncryptedFile() throws IOException {
        try (TsFileIOWriter writer = new TsFileIOWriter(folder.resolve(FILE).toFile())) {
            writer.setEncryptParam("2", "org.apache.tsfile.encrypt.AES128", "any");
            writer.endFile();
        }
        assertThatThrownBy(this::open)
                .isInstanceOf(CorruptTsFileException.class)
                .hasMessageContainingAll("Cannot read", FILE, "encrypted");
    }

    @Test
    void refusesOtherVersions() throws IOException {
        new ChunkGroups(7).writeOurs(store, FILE, TABLE);
        byte[] bytes = Files.readAllBytes(folder.resolve(FILE));
        for (byte version : new byte[] {0, 2, 5}) {
            bytes[6] = version;
            Files.write(folder.resolve(FILE), bytes);
            assertThatThrownBy(this::open)
                    .isInstanceOf(CorruptTsFileException.class)
                    .hasMessageContainingAll("Cannot read", FILE, "version " + version);
        }
    }

    private static IDeviceID device(int i) {
        return Devices.ofTable("sensors", "site" + i % 3, String.format("m%06d", i));
    }

    private OpenTsFile open() throws IOException {
        return OpenTsFile.open(store, FILE, new MetadataCache(0));
    }

    /** Compares all devices, and all that is known of every {@code step}-th of them. */
    private void assertAnswersAsTheLibrary(int step) throws IOException {
        try (OpenTsFile ours = open();
                TsFileSequenceReader library =
                        new TsFileSequenceReader(folder.resolve(FILE).toString())) {
            assertThat(ours.tableSchemas()).isEqualTo(library.getTableSchemaMap());
            List<IDeviceID> devices = library.getAllDevices();
            int place = 0;
            for (DeviceCursor cursor = ours.devices(null); cursor.current() != null; cursor.advance()) {
                IDeviceID device = cursor.current();
                assertThat(device).isEqualTo(devices.get(place));
                if (place++ % step == 0) {
                    Map<String, List<ChunkMetadata>> expected = library.readChunkMetadataInDevice(device);
                    assertSame(cursor.chunks(), expected);
                    assertSame(ours.chunks(device), expected);
                    assertSame(ours.chunks(device, expected.keySet()), expected);
                }
            }
            assertThat(place).isEqualTo(devices.size());
        }
    }

    private static void assertSame(DeviceChunks ours, Map<String, List<ChunkMetadata>> library) {
        assertThat(ours.aligned()).isEqualTo(library.containsKey(""));
        assertThat(ours.size()).isEqualTo(library.size() - (ours.aligned() ? 1 : 0));
        Map<String, TSDataType> types = ours.types();
        library.forEach((measurement, expected) -> {
            List<ChunkEntry> chunks = measurement.isEmpty() ? ours.times() : ours.chunks(measurement);
            assertThat(chunks).hasSameSizeAs(expected);
            for (int i = 0; i < expected.size(); i++) {
                ChunkEntry chunk = chunks.get(i);
                ChunkMetadata other = expected.get(i);
                boolean same = chunk.measurement().equals(measurement)
                        && chunk.type() == other.getDataType()
                        && chunk.type() == types.getOrDefault(measurement, TSDataType.VECTOR)
                        && chunk.offset() == other.getOffsetOfChunkHeader()
                        && chunk.count() == other.getNumOfPoints()
                        && chunk.startTime() == other.getStartTime()
                        && chunk.endTime() == other.getEndTime()
                        && Arrays.equals(bytes(chunk.statistics()), bytes(other.getStatistics()))
                        && Arrays.equals(written(chunk), bytes(other.getStatistics()));
                assertThat(same).as("%s and the library's %s", chunk, other).isTrue();
            }
        });
    }

    private static byte[] written(ChunkEntry chunk) {
        byte[] target = new byte[1 + chunk.statisticsBytes()];
        assertThat(chunk.writeStatistics(target, 1)).isEqualTo(target.length);
        return Arrays.copyOfRange(target, 1, target.length);
    }

    /** The library's statistics do not equal themselves where they hold NaN. */
    private static byte[] bytes(Statistics<? extends Serializable> statistics) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            statistics.serialize(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
