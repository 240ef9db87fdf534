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
import io.tsfile.core.index.bytes.DeviceKeys;
import io.tsfile.core.index.bytes.IndexBytes;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.testing.ChunkGroups;
import io.tsfile.core.testing.RandomRows;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A damaged index ends in an error that names file, place and what was expected, or in an answer; never in anything else. */
class DamagedIndexTest {
    private static final String FILE = "a.tsfile";
    private static final TableSchema TABLE = RandomRows.tableOfAllTypes();
    private static final int DEVICES = 300;

    private final Path folder;
    private final FileStore store;

    DamagedIndexTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.store = StoreLocation.of(folder.toString()).open();
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13})
    void anyWrongByteOfTheIndex(long seed) throws IOException {
        byte[] bytes = write();
        int start = (int) metadataStart(bytes, DeviceKeys.SEGMENTS);
        Random random = new Random(seed);
        int errors = 0;
        for (int i = 0; i < 1500; i++) {
            // Twice as often in what stands at the end: nodes and the file's metadata.
            int at = i % 3 == 0
                    ? start + random.nextInt(bytes.length - start)
                    : bytes.length - 1 - random.nextInt((bytes.length - start) / 8);
            int mask = 1 + random.nextInt(255);
            byte[] damaged = bytes.clone();
            damaged[at] ^= (byte) mask;
            errors += failsWell(damaged, "seed " + seed + ", byte " + at + " of " + bytes.length + " xor " + mask);
        }
        assertThat(errors).isGreaterThan(300);
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22})
    void anyWrongNumberInTheIndex(long seed) throws IOException {
        byte[] bytes = write();
        int start = (int) metadataStart(bytes, DeviceKeys.SEGMENTS);
        Random random = new Random(seed);
        for (int i = 0; i < 1500; i++) {
            int at = start + random.nextInt(bytes.length - start - Long.BYTES);
            long number = random.nextBoolean() ? random.nextLong() : random.nextInt(2 * bytes.length);
            byte[] damaged = bytes.clone();
            ByteBuffer.wrap(damaged).putLong(at, number);
            failsWell(damaged, "seed " + seed + ", " + number + " at byte " + at + " of " + bytes.length);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"types", "paths"})
    void anyWrongByteOfAnIndexOfFormat3(String name) throws IOException {
        byte[] bytes;
        try (InputStream file = DamagedIndexTest.class.getResourceAsStream("/format-3/" + name + ".tsfile")) {
            bytes = Objects.requireNonNull(file).readAllBytes();
        }
        Random random = new Random(31);
        int errors = 0;
        for (int at = (int) metadataStart(bytes, DeviceKeys.PATH); at < bytes.length; at += 3) {
            byte[] damaged = bytes.clone();
            int mask = 1 + random.nextInt(255);
            damaged[at] ^= (byte) mask;
            errors += failsWell(damaged, "byte " + at + " of " + bytes.length + " xor " + mask);
        }
        assertThat(errors).isGreaterThan(50);
    }

    @Test
    void aNodeThatPointsToItselfOrBack() throws IOException {
        byte[] bytes = write();
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        int metadata = bytes.length - 10 - buffer.getInt(bytes.length - 10);
        // One table, its name, and the root: two entries over leaves of devices. Then nothing but places behind the
        // entries.
        int root = metadata + 1 + 1 + "sensors".length();
        assertThat(bytes[root]).isEqualTo((byte) 2);
        int firstDevice = root + 1;
        int offsetAt = firstDevice + device(0).serializedSize();
        long leaf = buffer.getLong(offsetAt);
        for (long target : new long[] {metadata, metadata + 5, bytes.length, -1, Long.MAX_VALUE}) {
            byte[] damaged = bytes.clone();
            ByteBuffer.wrap(damaged).putLong(offsetAt, target);
            assertThat(failsWell(damaged, "root points to " + target)).isOne();
        }
        // The first leaf's first device points to the leaf itself.
        int inLeaf = (int) leaf + 2 + device(0).serializedSize();
        assertThat(buffer.getLong(inLeaf)).isLessThan(leaf);
        for (long target : new long[] {leaf, leaf + 1, metadata}) {
            byte[] damaged = bytes.clone();
            ByteBuffer.wrap(damaged).putLong(inLeaf, target);
            assertThat(failsWell(damaged, "leaf points to " + target)).isOne();
        }
    }

    /** Two nodes on each of 50 levels, each over both of the next level; the lowest ones are empty. */
    @Test
    void aWalkOverEmptyNodesEnds() throws IOException {
        ByteBuffer file = ByteBuffer.allocate(1 << 16);
        file.put("TsFile".getBytes(StandardCharsets.US_ASCII)).put((byte) 4);
        long start = file.position();
        file.put((byte) 2);
        long[] children = new long[2];
        long end = 0;
        for (int level = 0; level < 50; level++) {
            long[] nodes = new long[2];
            for (int node = 0; node < 2; node++) {
                nodes[node] = file.position();
                if (level == 0) {
                    file.put((byte) 0).putLong(0).put((byte) 1);
                } else {
                    putNode(file, children, end);
                }
            }
            end = file.position();
            children = nodes;
        }
        int metadata = file.position();
        file.put((byte) 1).put((byte) 2).put((byte) 'a');
        putNode(file, children, end);
        file.put((byte) 0).putLong(start);
        file.putInt(file.position() - metadata).put("TsFile".getBytes(StandardCharsets.US_ASCII));
        Files.write(folder.resolve(FILE), Arrays.copyOf(file.array(), file.position()));
        assertThatThrownBy(this::readAll)
                .isInstanceOf(CorruptTsFileException.class)
                .hasMessageContainingAll(FILE, "at byte ", "not an empty one");
    }

    /** A node over two nodes of devices: two times a device of one segment, and a place. */
    private static void putNode(ByteBuffer file, long[] children, long end) {
        file.put((byte) 2);
        for (int i = 0; i < 2; i++) {
            file.put((byte) 1).put((byte) 2).put((byte) 'a').putLong(children[i]);
        }
        file.putLong(end).put((byte) 0);
    }

    @Test
    void namesFilePlaceAndWhatWasExpected() throws IOException {
        byte[] bytes = write();
        bytes[bytes.length - 10] = 0x7f;
        Files.write(folder.resolve(FILE), bytes);
        assertThatThrownBy(this::readAll)
                .isInstanceOf(CorruptTsFileException.class)
                .hasMessageContainingAll("Cannot read", FILE, "metadata has", String.valueOf(bytes.length));
        byte[] again = write();
        again[again.length - 11] = 0x7f;
        int version = again.length - 10 - ByteBuffer.wrap(again).getInt(again.length - 10);
        again[version] = (byte) 0x83;
        Files.write(folder.resolve(FILE), again);
        assertThatThrownBy(this::readAll)
                .isInstanceOf(CorruptTsFileException.class)
                .hasMessageContainingAll("Cannot read", FILE, "at byte ", "expected ");
    }

    private int failsWell(byte[] bytes, String what) throws IOException {
        Files.write(folder.resolve(FILE), bytes);
        try {
            readAll();
            return 0;
        } catch (CorruptTsFileException e) {
            assertThat(e).as(what).hasMessageStartingWith("Cannot read").hasMessageContaining(FILE);
            return 1;
        } catch (IOException | RuntimeException | Error e) {
            throw new AssertionError(what, e);
        }
    }

    /** Everything that can be asked of a file's index. */
    private void readAll() throws IOException {
        try (OpenTsFile file = OpenTsFile.open(store, FILE, new MetadataCache(0))) {
            file.tableSchemas();
            for (DeviceCursor cursor = file.devices(null); cursor.current() != null; cursor.advance()) {
                touch(cursor.chunks());
            }
            for (int i = 0; i < DEVICES; i += 50) {
                touch(file.chunks(device(i)));
                touch(file.chunks(device(i), Set.of("i", "none")));
            }
        }
    }

    private static void touch(DeviceChunks chunks) {
        for (RowChunk row : chunks.rows(List.copyOf(chunks.types().keySet()))) {
            row.main().statistics();
            for (ChunkEntry value : row.values()) {
                if (value != null) {
                    value.statistics();
                }
            }
        }
    }

    private byte[] write() throws IOException {
        List<Column> columns = List.of(
                Column.field("b", TSDataType.BOOLEAN),
                Column.field("i", TSDataType.INT32),
                Column.field("t", TSDataType.TEXT));
        ChunkGroups groups = new ChunkGroups(1);
        for (int drain = 0; drain < 2; drain++) {
            for (int i = 0; i < DEVICES; i += 1 + drain) {
                groups.aligned(device(i), columns);
            }
        }
        store.delete(FILE);
        groups.writeOurs(store, FILE, TABLE);
        return Files.readAllBytes(folder.resolve(FILE));
    }

    /** Where the index starts, behind the last chunk. */
    private static long metadataStart(byte[] bytes, DeviceKeys keys) {
        IndexBytes all = new IndexBytes(FILE, bytes, 0, bytes.length, 0);
        int size = ByteBuffer.wrap(bytes).getInt(bytes.length - 10);
        int from = bytes.length - 10 - size;
        return FileMetadata.read(all.part(from, bytes.length - 10), keys).start();
    }

    private static IDeviceID device(int i) {
        return Devices.ofTable("sensors", "site", String.format("m%04d", i));
    }
}
