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

import io.tsfile.core.io.CountingFileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.testing.ChunkGroups;
import io.tsfile.core.testing.RandomRows;
import io.tsfile.core.testing.Threads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Metadata is read once per file and change, and kept within bounds. */
class MetadataCacheTest {
    private static final TableSchema TREE = RandomRows.treeOfAllTypes();
    private static final Instant LONG_AGO = Instant.parse("2024-01-01T00:00:00Z");

    private final Path folder;
    private final CountingFileStore store;
    private final MetadataCache cache = new MetadataCache(1 << 20);

    MetadataCacheTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.store = new CountingFileStore(StoreLocation.of(folder.toString()).open());
    }

    @Test
    void aFileIsReadOnce() throws IOException {
        write("a", 3, LONG_AGO);
        assertThat(devices("a")).isEqualTo(3);
        assertThat(store.takeRequests()).isPositive();
        try (OpenTsFile again = OpenTsFile.open(store, "a", cache)) {
            assertThat(store.takeRequests()).isZero();
            assertThat(again.chunks(Devices.ofPath("root.a.d1")).types()).hasSize(10);
        }
        assertThat(cache.bytes()).isPositive();
    }

    @Test
    void aFileThatChangedIsReadAgain() throws IOException {
        write("a", 3, LONG_AGO);
        assertThat(devices("a")).isEqualTo(3);
        write("a", 4, LONG_AGO);
        assertThat(devices("a")).as("another length").isEqualTo(4);
        byte[] three = bytes(3, "d");
        byte[] others = bytes(3, "e");
        assertThat(three).hasSameSizeAs(others);
        Files.write(folder.resolve("a"), three);
        touch("a", LONG_AGO);
        assertThat(firstDevice("a")).hasToString("root.a.d0");
        Files.write(folder.resolve("a"), others);
        touch("a", LONG_AGO.plusSeconds(1));
        assertThat(firstDevice("a")).as("another time").hasToString("root.a.e0");
    }

    @Test
    void aFileThatMayStillChangeIsNotKept() throws IOException {
        write("a", 3, Instant.now());
        assertThat(devices("a")).isEqualTo(3);
        assertThat(cache.bytes()).isZero();
    }

    @Test
    void whatWasNotUsedForLongestGoesFirst() throws IOException {
        write("a", 3, LONG_AGO);
        write("b", 3, LONG_AGO);
        write("c", 3, LONG_AGO);
        assertThat(devices("a")).isEqualTo(3);
        long one = cache.bytes();
        MetadataCache small = new MetadataCache(2 * one);
        for (String path : List.of("a", "b", "a", "c")) {
            OpenTsFile.open(store, path, small).close();
        }
        assertThat(small.bytes()).isBetween(one, 2 * one);
        store.takeRequests();
        OpenTsFile.open(store, "a", small).close();
        OpenTsFile.open(store, "c", small).close();
        assertThat(store.takeRequests()).isZero();
        OpenTsFile.open(store, "b", small).close();
        assertThat(store.takeRequests()).isPositive();
    }

    @Test
    void whatIsLargerThanTheCacheIsNotKept() throws IOException {
        write("a", 3, LONG_AGO);
        MetadataCache tiny = new MetadataCache(10);
        OpenTsFile.open(store, "a", tiny).close();
        assertThat(tiny.bytes()).isZero();
    }

    @Test
    void manyThreadsGetTheSameAnswers() throws Exception {
        for (int i = 0; i < 8; i++) {
            write("f" + i, 3 + i, LONG_AGO);
        }
        MetadataCache shared = new MetadataCache(6_000);
        Threads.together(4, thread -> {
            for (int i = 0; i < 400; i++) {
                int file = (i * 7 + thread) % 8;
                try (OpenTsFile open = OpenTsFile.open(store, "f" + file, shared)) {
                    assertThat(count(open)).isEqualTo(3 + file);
                }
            }
            return true;
        });
        assertThat(shared.bytes()).isLessThanOrEqualTo(6_000);
    }

    private int devices(String path) throws IOException {
        try (OpenTsFile file = OpenTsFile.open(store, path, cache)) {
            return count(file);
        }
    }

    private IDeviceID firstDevice(String path) throws IOException {
        try (OpenTsFile file = OpenTsFile.open(store, path, cache)) {
            IDeviceID first = file.devices(null).current();
            return first == null ? Devices.ofPath("none") : first;
        }
    }

    private static int count(OpenTsFile file) throws IOException {
        int devices = 0;
        for (DeviceCursor cursor = file.devices(null); cursor.current() != null; cursor.advance()) {
            devices++;
        }
        return devices;
    }

    private void write(String path, int devices, Instant modified) throws IOException {
        Files.write(folder.resolve(path), bytes(devices, "d"));
        touch(path, modified);
    }

    private byte[] bytes(int devices, String prefix) throws IOException {
        ChunkGroups groups = new ChunkGroups(1);
        for (int i = 0; i < devices; i++) {
            groups.series(Devices.ofPath("root.a." + prefix + i), TREE.fields());
        }
        groups.writeOurs(store, "scratch", TREE);
        byte[] bytes = Files.readAllBytes(folder.resolve("scratch"));
        store.delete("scratch");
        return bytes;
    }

    private void touch(String path, Instant modified) throws IOException {
        Files.setLastModifiedTime(folder.resolve(path), FileTime.from(modified));
    }
}
