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
import io.tsfile.core.flush.FlushOptions;
import io.tsfile.core.flush.FusedFlush;
import io.tsfile.core.flush.memtable.MemTable;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.TableModel;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimePartitioning;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.table.Commit;
import io.tsfile.core.table.CommitId;
import io.tsfile.core.table.Snapshot;
import io.tsfile.core.table.Table;
import io.tsfile.core.table.TableMetadata;
import io.tsfile.core.testing.ObjectRow;
import io.tsfile.core.testing.Oracle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Late rows of few devices, at all times of files with many devices. */
class FewDevicesTest {
    private static final FlushOptions FLUSH = CompactionFixture.OPTIONS.withTargetFileBytes(Long.MAX_VALUE);
    private static final int DEVICES = 40;
    private static final long LAST_TIME = 300;
    /** The long file is as long as one should be. */
    private static final CompactionOptions OPTIONS = CompactionOptions.of(CompactionFixture.OPTIONS)
            .withTargetFileBytes(20_000)
            .withSmallChunkPoints(0);

    static Stream<TableSchema> schemas() {
        return Stream.of(
                CompactionFixture.SMALL, TableSchema.ofTree("small", List.of(Column.field("a", TSDataType.INT64))));
    }

    @ParameterizedTest
    @MethodSource("schemas")
    void onlyTheseDevicesAreWrittenAgain(TableSchema schema, @TempDir Path folder) throws IOException {
        FileStore store = StoreLocation.of(folder.toString()).open();
        Table table = Table.create(store, TableMetadata.of(schema, TimePartitioning.NONE, Map.of()));
        Oracle oracle = new Oracle(schema);
        append(table, oracle, IntStream.range(0, DEVICES).toArray());
        append(table, oracle, 3, 31);
        append(table, oracle, 17);
        Snapshot before = table.snapshot();
        DataFile all = before.files().get(0);
        assertThat(all.length()).isGreaterThan(OPTIONS.output().targetFileBytes());

        // 1. A patch for each of them, committed together, and nothing but an empty file left in between.
        CompactionReport report = Compaction.run(table, OPTIONS, CompactionListener.NONE);
        assertThat(report.tasks())
                .isEqualTo(Map.of(
                        new CompactionReport.Kind(CompactionReason.OVERLAP, CompactionStrategy.PATCH), 3,
                        new CompactionReport.Kind(CompactionReason.EXPIRED, CompactionStrategy.DROP), 1));
        assertThat(report.done().rowsWritten()).isEqualTo(3 * (LAST_TIME + 1));
        assertThat(report.finished()).isTrue();
        assertThat(table.snapshot().number()).isEqualTo(before.number() + 2);

        // 2. Who opens the table anew finds the same, and nothing to do.
        Table again = Table.open(store);
        assertThat(CompactionFixture.livePaths(again)).hasSize(4).contains(all.path());
        assertThat(CompactionFixture.read(again)).isEqualTo(oracle.lines());
        assertThat(CompactionFixture.read(again, before)).isEqualTo(oracle.lines());
        assertThat(Compaction.plan(store, again.snapshot(), OPTIONS, TimeRange.ALL))
                .isEmpty();

        // 3. More of the same devices goes into their patches, more of others into patches of their own.
        append(again, oracle, 17, 18);
        Compaction.run(again, OPTIONS, CompactionListener.NONE);
        assertThat(CompactionFixture.livePaths(again)).hasSize(5).contains(all.path());
        assertThat(CompactionFixture.read(again)).isEqualTo(oracle.lines());

        // 4. All at once.
        CompactionReport forced = Compaction.run(again, OPTIONS.withForce(true), CompactionListener.NONE);
        assertThat(forced.done().rowsWritten()).as("rows that were not copied").isZero();
        assertThat(forced.rounds()).isEqualTo(1);
        assertThat(CompactionFixture.livePaths(again)).doesNotContain(all.path());
        assertThat(again.snapshot().hides()).isEmpty();
        assertThat(CompactionFixture.read(again)).isEqualTo(oracle.lines());
    }

    /** Whoever merges the file fails with it, and only that task. */
    @Test
    void aFileThatCannotBeReadIsPlannedAsTheLogHasIt(@TempDir Path folder) throws IOException {
        FileStore store = StoreLocation.of(folder.toString()).open();
        Table table = Table.create(store, TableMetadata.of(CompactionFixture.SMALL, TimePartitioning.NONE, Map.of()));
        Oracle oracle = new Oracle(CompactionFixture.SMALL);
        append(table, oracle, IntStream.range(0, DEVICES).toArray());
        append(table, oracle, 3, 31);
        DataFile late = table.snapshot().files().get(1);
        Files.write(folder.resolve(late.path()), new byte[(int) late.length()]);

        assertThat(Compaction.plan(store, table.snapshot(), OPTIONS, TimeRange.ALL))
                .extracting(CompactionTask::strategy)
                .containsExactly(CompactionStrategy.REWRITE);
        assertThatThrownBy(() -> Compaction.run(table, OPTIONS, CompactionListener.NONE))
                .isInstanceOf(CorruptTsFileException.class)
                .hasMessageContaining(late.path());
    }

    /** A row at each time of each of these machines. */
    private static void append(Table table, Oracle oracle, int... machines) throws IOException {
        Snapshot snapshot = table.snapshot();
        TableSchema schema = snapshot.metadata().schema();
        try (FusedFlush flush = new FusedFlush(table.store(), schema, TimePartitioning.NONE, FLUSH)) {
            MemTable memTable = new MemTable(schema, true);
            for (int machine : machines) {
                IDeviceID device = schema.model() == TableModel.TABLE
                        ? Devices.ofTable("small", String.format("m%02d", machine))
                        : Devices.ofPath(String.format("root.small.m%02d", machine));
                for (long time = 0; time <= LAST_TIME; time++) {
                    ObjectRow row = ObjectRow.of(snapshot.number() * 100_000 + time * time * machine);
                    memTable.append(device, time, row);
                    oracle.put(device, time, row);
                }
            }
            flush.drain(memTable);
            List<DataFile> files = flush.finish();
            table.commit(Commit.append(snapshot.metadata().id(), CommitId.unique(), "test append", files));
        }
    }
}
