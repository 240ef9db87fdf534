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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tsfile.core.CorruptTsFileException;
import io.tsfile.core.flush.FusedFlush;
import io.tsfile.core.flush.memtable.MemTable;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.model.BucketRange;
import io.tsfile.core.model.Cut;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.DeviceRange;
import io.tsfile.core.model.LiveFile;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimePartitioning;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.model.Version;
import io.tsfile.core.table.TableMetadata;
import io.tsfile.core.testing.RandomRows;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Outputs that are not what was written are found before anybody sees them, and nothing is left of them. */
class OutputCheckTest {
    private static final TableSchema SCHEMA = RandomRows.tableOfAllTypes();

    @TempDir
    Path folder;

    private FileStore store;
    private final List<LiveFile> inputs = new ArrayList<>();

    @BeforeEach
    void write() throws IOException {
        store = StoreLocation.of(folder.toString()).open();
        RandomRows rows = new RandomRows(SCHEMA, 5, 3);
        for (int version = 1; version <= 2; version++) {
            try (FusedFlush flush = new FusedFlush(store, SCHEMA, TimePartitioning.NONE, CompactionFixture.OPTIONS)) {
                MemTable table = new MemTable(SCHEMA, true);
                for (int i = 0; i < 200; i++) {
                    RandomRows.KeyedRow row = rows.next();
                    table.append(row.device(), row.time(), row.row());
                }
                flush.drain(table);
                for (DataFile file : flush.finish()) {
                    inputs.add(LiveFile.of(file.compacted(new Version(version, 0), 0, version)));
                }
            }
        }
    }

    static Stream<Arguments> lies() {
        return Stream.of("rows", "points", "chunks", "bytes", "times", "first device", "last device", "bucket")
                .map(Arguments::of);
    }

    @ParameterizedTest
    @MethodSource("lies")
    void aFileIsWhatTheLogWillSayOfIt(String lie) throws IOException {
        DataFile file = inputs.get(0).file();
        OutputCheck.check(store, file);
        assertThatThrownBy(() -> OutputCheck.check(store, lie(file, lie)))
                .isInstanceOf(CorruptTsFileException.class)
                .hasMessageContaining(file.path())
                .hasMessageContaining(lie);
    }

    @Test
    void aDamagedHeadOfAChunkIsFound() throws IOException {
        // Behind the mark of the file and the device of the first group stands the first chunk.
        assertFound(200, false, "damaged");
    }

    @Test
    void aDamagedValueIsFoundOnRequest() throws IOException {
        assertFound(2_000, true, "Cannot");
    }

    private void assertFound(int position, boolean values, String message) throws IOException {
        Set<String> before = paths();
        CompactionTask task = new CompactionTask(
                0, CompactionReason.FORCED, CompactionStrategy.REWRITE, 2, 1, Cut.ALL, new ArrayList<>(inputs));
        CompactionOptions options = new CompactionOptions(CompactionFixture.OPTIONS, 10, 1 << 30, 100, values);
        TableMetadata metadata = TableMetadata.of(SCHEMA, TimePartitioning.NONE, Map.of());
        assertThatThrownBy(() ->
                        CompactionRunner.run(damaging(position), metadata, options, task, CompactionListener.NONE))
                .isInstanceOf(CorruptTsFileException.class)
                .hasMessageContaining(message);
        assertThat(paths()).isEqualTo(before);
    }

    /** A store whose new files are damaged by the time they are read: all bytes from a position on, a hundred of them. */
    private FileStore damaging(int position) {
        Set<String> created = new HashSet<>();
        return (FileStore) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {FileStore.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("create")) {
                        created.add((String) arguments[0]);
                    } else if (method.getName().equals("open") && created.remove((String) arguments[0])) {
                        Path file = folder.resolve((String) arguments[0]);
                        byte[] bytes = Files.readAllBytes(file);
                        for (int i = position; i < position + 100; i++) {
                            bytes[i] ^= 0x55;
                        }
                        Files.write(file, bytes);
                    }
                    try {
                        return method.invoke(store, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private Set<String> paths() throws IOException {
        Set<String> paths = new HashSet<>();
        store.list("data", true).forEach(file -> paths.add(file.path()));
        return paths;
    }

    private static DataFile lie(DataFile file, String lie) {
        IDeviceID first = file.devices().first();
        IDeviceID last = file.devices().last();
        int bucket = BucketRange.bucket(first);
        return new DataFile(
                file.path(),
                file.length() + (lie.equals("bytes") ? 1 : 0),
                file.crc32c(),
                file.version(),
                file.level(),
                file.cleanThrough(),
                file.ordered(),
                lie.equals("first device")
                        ? new DeviceRange(last, last)
                        : lie.equals("last device") ? new DeviceRange(first, first) : file.devices(),
                lie.equals("bucket") ? new BucketRange(bucket, bucket) : file.buckets(),
                lie.equals("times") ? new TimeRange(0, Long.MAX_VALUE) : file.times(),
                file.rows() + (lie.equals("rows") ? 1 : 0),
                file.points() + (lie.equals("points") ? 1 : 0),
                file.chunks() + (lie.equals("chunks") ? 1 : 0),
                file.splits());
    }
}
