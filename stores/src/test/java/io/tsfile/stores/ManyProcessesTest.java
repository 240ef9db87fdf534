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
package io.tsfile.stores;

import static org.assertj.core.api.Assertions.assertThat;

import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimePartitioning;
import io.tsfile.core.table.Snapshot;
import io.tsfile.core.table.Table;
import io.tsfile.core.table.TableMetadata;
import io.tsfile.core.testing.KilledProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.LongStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.tsfile.enums.TSDataType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes commit to one table at once: all commits are there, none is lost, none is double, and they follow each other. */
class ManyProcessesTest {
    private static final int PROCESSES = Integer.getInteger("stores.processes", 3);
    private static final int COMMITS = Integer.getInteger("stores.commits", 8);
    /** The first commit makes the table. */
    private static final long LAST = 1 + (long) PROCESSES * COMMITS;

    @Test
    void onALocalDisk(@TempDir Path folder) throws Exception {
        race(StoreLocation.of(folder.toString()));
    }

    @Test
    void onHdfs(@TempDir Path folder) throws Exception {
        Configuration configuration = new Configuration();
        configuration.set(
                MiniDFSCluster.HDFS_MINIDFS_BASEDIR, folder.resolve("dfs").toString());
        try (MiniDFSCluster cluster =
                new MiniDFSCluster.Builder(configuration).numDataNodes(1).build()) {
            cluster.waitActive();
            race(StoreLocation.of(cluster.getURI() + "/table"));
        }
    }

    @Test
    void onS3() throws Exception {
        try (S3Server server = new S3Server(S3Server.Promise.KEPT)) {
            race(server.location("table"));
        }
    }

    private static void race(StoreLocation location) throws IOException, InterruptedException {
        try (FileStore store = location.open()) {
            Table.create(
                    store,
                    TableMetadata.of(
                            TableSchema.ofTable("t", List.of(Column.field("x", TSDataType.INT32))),
                            TimePartitioning.NONE,
                            Map.of()));
            List<String> expected = new ArrayList<>();
            List<KilledProcess> processes = new ArrayList<>();
            try {
                for (int i = 0; i < PROCESSES; i++) {
                    UUID writer = UUID.randomUUID();
                    for (int sequence = 0; sequence < COMMITS; sequence++) {
                        expected.add(CommitProgram.path(writer, sequence));
                    }
                    processes.add(KilledProcess.start(CommitProgram.class, arguments(location, writer)));
                }
                List<Long> numbers = new ArrayList<>();
                for (KilledProcess process : processes) {
                    List<String> lines = process.end();
                    assertThat(lines).hasSize(COMMITS);
                    List<Long> own = lines.stream().map(Long::valueOf).toList();
                    assertThat(own).isSorted();
                    numbers.addAll(own);
                }
                assertThat(numbers)
                        .containsExactlyInAnyOrderElementsOf(
                                LongStream.rangeClosed(2, LAST).boxed().toList());
            } finally {
                processes.forEach(KilledProcess::close);
            }
            Snapshot snapshot = Table.open(store).snapshot();
            assertThat(snapshot.number()).isEqualTo(LAST);
            assertThat(snapshot.files().stream().map(DataFile::path)).containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    private static String[] arguments(StoreLocation location, UUID writer) {
        List<String> arguments = new ArrayList<>(List.of(location.uri(), writer.toString(), Integer.toString(COMMITS)));
        location.configuration().forEach((key, value) -> {
            arguments.add(key);
            arguments.add(value);
        });
        return arguments.toArray(new String[0]);
    }
}
