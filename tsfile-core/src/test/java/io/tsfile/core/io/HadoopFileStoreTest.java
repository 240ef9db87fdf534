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
package io.tsfile.core.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.model.BucketRange;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.DeviceRange;
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimePartitioning;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.model.Version;
import io.tsfile.core.table.Commit;
import io.tsfile.core.table.CommitId;
import io.tsfile.core.table.CommitResult;
import io.tsfile.core.table.Snapshot;
import io.tsfile.core.table.Table;
import io.tsfile.core.table.TableMetadata;
import io.tsfile.core.testing.Threads;
import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.tsfile.enums.TSDataType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The contract on an HDFS of one node. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HadoopFileStoreTest extends FileStoreContract {
    private final AtomicInteger folders = new AtomicInteger();
    private MiniDFSCluster cluster;
    private FileStore store;

    @BeforeAll
    void start(@TempDir Path temporary) throws IOException {
        Configuration configuration = new Configuration();
        configuration.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, new File(temporary.toFile(), "dfs").getPath());
        cluster = new MiniDFSCluster.Builder(configuration).numDataNodes(1).build();
        cluster.waitActive();
    }

    @AfterAll
    void stop() throws IOException {
        FileSystem.closeAll();
        cluster.shutdown(true);
    }

    @BeforeEach
    void open() throws IOException {
        store = location("t" + folders.incrementAndGet()).open();
    }

    @AfterEach
    void close() throws IOException {
        store.close();
    }

    @Override
    FileStore store() {
        return store;
    }

    @Test
    void storesWithAConfigurationCloseTheirClientAfterTheLastOfThem() throws IOException {
        StoreLocation location =
                StoreLocation.of(location("own").uri(), Map.of("dfs.client.use.datanode.hostname", "false"));
        FileStore first = location.open();
        FileStore child = first.child("sub");
        child.createIfAbsent("x", new byte[1]);
        first.close();
        first.close();
        assertThat(child.read("x")).hasSize(1);
        child.close();

        assertThatThrownBy(() -> child.read("x"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("closed");
        assertThat(store.list("", true)).isEmpty();
    }

    @Test
    void saysWhichHostsHaveAFile() throws IOException {
        store.createIfAbsent("a/file", new byte[1000]);

        assertThat(store.hosts("a/file").values()).containsExactly(1000L);
        assertThatThrownBy(() -> store.hosts("a/none")).isInstanceOf(FileNotFoundException.class);
    }

    /** File systems that know no time say 0: metadata must not be kept under it. */
    @Test
    void theStartOfTheEpochIsNoTimeOfAChange() throws IOException {
        String uri = location("times").uri();
        try (FileStore times = StoreLocation.of(uri).open()) {
            times.createIfAbsent("x", new byte[1]);
            try (InputFile file = times.open("x")) {
                assertThat(file.modifiedMillis()).isGreaterThan(0);
            }
            cluster.getFileSystem().setTimes(new org.apache.hadoop.fs.Path(uri + "/x"), 0, -1);
            try (InputFile file = times.open("x")) {
                assertThat(file.modifiedMillis()).isEqualTo(InputFile.UNKNOWN_TIME);
            }
        }
    }

    @Test
    void hasNoLocksAndSaysSo() {
        assertThatThrownBy(() -> store.lock("lock"))
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageContaining("Cannot lock lock in hdfs://")
                .hasMessageContaining("local disk");
    }

    @Test
    void saysThatAFileSystemIsMissing() {
        assertThatThrownBy(() -> StoreLocation.of("s3a://bucket/table").open())
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageContaining("Cannot open s3a://bucket/table")
                .hasMessageContaining("hadoop-aws");
        assertThatThrownBy(() -> StoreLocation.of("nosuch://host/table").open())
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageContaining("'nosuch'");
    }

    @Test
    void holdsATableForSeveralWriters() throws Exception {
        TableMetadata metadata = TableMetadata.of(
                TableSchema.ofTable("t", List.of(Column.field("x", TSDataType.INT32))),
                TimePartitioning.NONE,
                Map.of());

        List<UUID> ids = Threads.together(4, thread -> {
            Table table = Table.openOrCreate(store, metadata);
            UUID id = table.snapshot().metadata().id();
            UUID writer = UUID.randomUUID();
            for (int i = 0; i < 3; i++) {
                String path = "data/" + thread + "-" + i + ".tsfile";
                try (OutputFile out = store.create(path)) {
                    out.write(thread);
                }
                DataFile file = new DataFile(
                        path,
                        1,
                        DataFile.UNKNOWN_CRC,
                        new Version(DataFile.UNCOMMITTED, 0),
                        0,
                        DataFile.UNCOMMITTED,
                        true,
                        new DeviceRange(Devices.ofTable("t"), Devices.ofTable("t")),
                        BucketRange.ALL,
                        new TimeRange(0, 0),
                        1,
                        1,
                        DataFile.UNKNOWN_CHUNKS,
                        List.of());
                Commit commit = Commit.append(id, new CommitId(writer, i), "append", List.of(file));
                long number = table.commit(commit).number();
                assertThat(table.commit(commit)).isEqualTo(new CommitResult(number, true));
            }
            return id;
        });

        assertThat(ids).containsOnly(metadata.id());
        Snapshot snapshot = Table.open(store).snapshot();
        assertThat(snapshot.number()).isEqualTo(13);
        assertThat(snapshot.files())
                .extracting(file -> file.version().commit())
                .containsExactly(2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L, 11L, 12L, 13L);
        assertThat(store.list("_tsfile", true)).hasSize(13);
    }

    private StoreLocation location(String folder) throws IOException {
        return StoreLocation.of(cluster.getFileSystem().getUri() + "/" + folder);
    }
}
