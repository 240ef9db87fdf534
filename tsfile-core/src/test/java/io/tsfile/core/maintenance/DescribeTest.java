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
package io.tsfile.core.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import io.tsfile.core.compact.Compaction;
import io.tsfile.core.compact.CompactionListener;
import io.tsfile.core.compact.CompactionOptions;
import io.tsfile.core.flush.FlushOptions;
import io.tsfile.core.flush.FusedFlush;
import io.tsfile.core.flush.memtable.MemTable;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimePartitioning;
import io.tsfile.core.table.Commit;
import io.tsfile.core.table.CommitId;
import io.tsfile.core.table.CommitSummary;
import io.tsfile.core.table.Table;
import io.tsfile.core.table.TableMetadata;
import io.tsfile.core.testing.RandomRows;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DescribeTest {
    private static final TableSchema SCHEMA = RandomRows.tableOfAllTypes();

    @Test
    void tellsOfFilesLevelsChunksAndHistory(@TempDir Path folder) throws IOException {
        try (FileStore store = StoreLocation.of(folder.toString()).open()) {
            Table table = Table.create(store, TableMetadata.of(SCHEMA, TimePartitioning.NONE, Map.of()));
            TableDescription empty = Describe.of(table, 1000, 5);
            assertThat(empty.shape().files()).isZero();
            assertThat(empty.levels()).isEmpty();
            assertThat(empty.smallChunkShare()).isZero();
            assertThat(empty.history()).hasSize(1);

            append(table, 3);
            TableDescription three = Describe.of(table, 1000, 2);
            List<DataFile> files = table.snapshot().files();
            assertThat(three.snapshot()).isEqualTo(4);
            assertThat(three.shape().files()).isEqualTo(files.size());
            assertThat(three.shape().overlap()).isGreaterThan(1);
            assertThat(three.partitions()).isEqualTo(1);
            assertThat(three.points())
                    .isEqualTo(files.stream().mapToLong(DataFile::points).sum());
            assertThat(three.chunks())
                    .isEqualTo(files.stream().mapToLong(DataFile::chunks).sum())
                    .isPositive();
            assertThat(three.smallChunkShare()).isEqualTo(1);
            assertThat(Describe.of(table, 0, 0).smallChunkShare()).isZero();
            assertThat(three.levels()).containsOnlyKeys(0);
            assertThat(three.history()).extracting(CommitSummary::number).containsExactly(4L, 3L);
            assertThat(three.history()).extracting(CommitSummary::operation).containsOnly("test append");

            Compaction.run(table, CompactionOptions.DEFAULT, CompactionListener.NONE);
            TableDescription compacted = Describe.of(table, 1000, 1);
            assertThat(compacted.shape().overlap()).isEqualTo(1);
            assertThat(compacted.levels()).containsOnlyKeys(1);
            assertThat(compacted.levels())
                    .containsEntry(
                            1,
                            new LevelShape(
                                    table.snapshot().files().size(),
                                    table.snapshot().files().stream()
                                            .mapToLong(DataFile::length)
                                            .sum()));
        }
    }

    private static void append(Table table, int commits) throws IOException {
        RandomRows rows = new RandomRows(SCHEMA, 3, 4);
        for (int commit = 0; commit < commits; commit++) {
            try (FusedFlush flush =
                    new FusedFlush(table.store(), SCHEMA, TimePartitioning.NONE, FlushOptions.DEFAULT)) {
                MemTable memTable = new MemTable(SCHEMA, true);
                for (int i = 0; i < 100; i++) {
                    RandomRows.KeyedRow row = rows.next();
                    memTable.append(row.device(), row.time(), row.row());
                }
                flush.drain(memTable);
                table.commit(Commit.append(
                        table.snapshot().metadata().id(), CommitId.unique(), "test append", flush.finish()));
            }
        }
    }
}
