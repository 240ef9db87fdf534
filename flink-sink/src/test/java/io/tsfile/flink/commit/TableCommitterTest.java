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
package io.tsfile.flink.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.compact.Compaction;
import io.tsfile.core.compact.CompactionListener;
import io.tsfile.core.compact.CompactionOptions;
import io.tsfile.core.flush.FlushOptions;
import io.tsfile.core.flush.FusedFlush;
import io.tsfile.core.flush.memtable.MemTable;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimePartitioning;
import io.tsfile.core.table.CommitId;
import io.tsfile.core.table.Snapshot;
import io.tsfile.core.table.Table;
import io.tsfile.core.table.TableMetadata;
import io.tsfile.core.testing.Fault;
import io.tsfile.core.testing.FaultPlan;
import io.tsfile.core.testing.FaultyFileStore;
import io.tsfile.core.testing.ObjectRow;
import io.tsfile.flink.stage.SinkMetrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.api.connector.sink2.mocks.MockCommitRequest;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.SimpleCounter;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.tsfile.enums.TSDataType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableCommitterTest {
    private static final TableSchema SCHEMA = TableSchema.ofTable("t", List.of(Column.field("v", TSDataType.INT32)));
    private static final Duration TIMEOUT = Duration.ofMillis(250);

    private final Path folder;

    TableCommitterTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void commitsOldestFirstAndOnce() throws Exception {
        TableMetadata table = create();
        UUID writer = UUID.randomUUID();
        TableCommittable first =
                new TableCommittable(table.id(), new CommitId(writer, 4), 0, List.of(write(table)), List.of());
        TableCommittable second =
                new TableCommittable(table.id(), new CommitId(writer, 5), 0, List.of(write(table)), List.of());
        try (TableCommitter committer = committer(0)) {
            committer.commit(List.of(new MockCommitRequest<>(second), new MockCommitRequest<>(first)));
            long number = Table.open(store()).snapshot().number();

            committer.commit(List.of(new MockCommitRequest<>(first), new MockCommitRequest<>(second)));

            assertThat(Table.open(store()).snapshot().number()).isEqualTo(number);
            assertThat(Table.open(store()).snapshot().files())
                    .extracting(DataFile::path)
                    .containsExactly(
                            first.files().get(0).path(), second.files().get(0).path());
        }
    }

    @Test
    void refusesWhatWasMadeForAnotherTable() throws Exception {
        TableMetadata table = create();
        TableCommittable stray = new TableCommittable(
                UUID.randomUUID(), new CommitId(UUID.randomUUID(), 1), 0, List.of(write(table)), List.of());
        try (TableCommitter committer = committer(0)) {
            assertThatThrownBy(() -> committer.commit(List.of(new MockCommitRequest<>(stray))))
                    .isInstanceOf(TsFileConnectorException.class);
        }
        assertThat(Table.open(store()).snapshot().files()).isEmpty();
    }

    @Test
    void failsInEverySubtaskButTheFirst() throws IOException {
        TableCommittable committable =
                new TableCommittable(UUID.randomUUID(), new CommitId(UUID.randomUUID(), 1), 0, List.of(), List.of());
        try (TableCommitter committer = committer(1)) {
            List<Committer.CommitRequest<TableCommittable>> requests = List.of(new MockCommitRequest<>(committable));
            assertThatThrownBy(() -> committer.commit(requests))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith("Cannot commit 1 checkpoints in committer subtask 1");
        }
    }

    @Test
    void givesUpOnAFailingStoreAfterTheTimeout() throws Exception {
        TableMetadata table = create();
        TableCommittable committable = new TableCommittable(
                table.id(), new CommitId(UUID.randomUUID(), 1), 0, List.of(write(table)), List.of());
        FaultPlan plan = FaultPlan.none();
        plan.outage(true);
        try (FileStore faulty = new FaultyFileStore(store(), plan);
                TableCommitter committer = committer(location -> faulty)) {
            assertThatThrownBy(() -> committer.commit(List.of(new MockCommitRequest<>(committable))))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("Cannot commit checkpoint 1 to ");
            plan.outage(false);

            committer.commit(List.of(new MockCommitRequest<>(committable)));
        }
        assertThat(Table.open(store()).snapshot().files()).hasSize(1);
    }

    @Test
    void commitsOnceWhenTheOutcomeIsUnknown() throws Exception {
        TableMetadata table = create();
        for (Fault fault : List.of(Fault.FAILED, Fault.DONE_BUT_FAILED)) {
            TableCommittable committable = new TableCommittable(
                    table.id(), new CommitId(UUID.randomUUID(), 1), 0, List.of(write(table)), List.of());
            long before = Table.open(store()).snapshot().number();
            FaultPlan plan = FaultPlan.at(1, fault);
            try (FileStore faulty = new FaultyFileStore(store(), plan);
                    TableCommitter committer = committer(location -> faulty)) {
                committer.commit(List.of(new MockCommitRequest<>(committable)));
            }

            assertThat(plan.fired()).isTrue();
            assertThat(Table.open(store()).snapshot().number()).as(fault.name()).isEqualTo(before + 1);
        }
        assertThat(Table.open(store()).snapshot().files()).hasSize(2);
    }

    @Test
    void triesAgainHoweverLongTheTimeoutIs() throws Exception {
        TableMetadata table = create();
        TableCommittable committable = new TableCommittable(
                table.id(), new CommitId(UUID.randomUUID(), 1), 0, List.of(write(table)), List.of());
        AtomicInteger opened = new AtomicInteger();
        OpenTable.Opener opener = location -> {
            if (opened.getAndIncrement() == 0) {
                throw new IOException("The store is down");
            }
            return store();
        };
        Map<String, Counter> counters = new HashMap<>();
        MetricGroup metrics = new UnregisteredMetricsGroup() {
            @Override
            public MetricGroup addGroup(String name) {
                return this;
            }

            @Override
            public Counter counter(String name) {
                return counters.computeIfAbsent(name, n -> new SimpleCounter());
            }
        };
        try (TableCommitter committer =
                new TableCommitter(location(), opener, Duration.ofSeconds(Long.MAX_VALUE), 0, metrics)) {
            committer.commit(List.of(new MockCommitRequest<>(committable)));
        }
        assertThat(counters)
                .hasEntrySatisfying(
                        SinkMetrics.COMMIT_RETRIES,
                        count -> assertThat(count.getCount()).isEqualTo(1))
                .hasEntrySatisfying(
                        SinkMetrics.COMMITS,
                        count -> assertThat(count.getCount()).isEqualTo(1));
        assertThat(Table.open(store()).snapshot().files()).hasSize(1);
    }

    @Test
    void findsACommitWhoseFilesWereCompactedAwaySince() throws Exception {
        TableMetadata table = create();
        UUID writer = UUID.randomUUID();
        List<TableCommittable> committables = new ArrayList<>();
        try (TableCommitter committer = committer(0)) {
            for (int sequence = 1; sequence <= 2; sequence++) {
                TableCommittable committable = new TableCommittable(
                        table.id(), new CommitId(writer, sequence), 0, List.of(write(table)), List.of());
                committables.add(committable);
                committer.commit(List.of(new MockCommitRequest<>(committable)));
            }
        }
        Snapshot compacted = compact();
        for (TableCommittable committable : committables) {
            Files.delete(folder.resolve(committable.files().get(0).path()));
        }

        try (TableCommitter restored = committer(0)) {
            restored.commit(List.of(
                    new MockCommitRequest<>(committables.get(0)), new MockCommitRequest<>(committables.get(1))));
        }

        assertThat(Table.open(store()).snapshot().number()).isEqualTo(compacted.number());
        assertThat(Table.open(store()).snapshot().files()).isEqualTo(compacted.files());
    }

    @Test
    void findsTheCommitOfABatchJobWhoseWritersRanAgain() throws Exception {
        TableMetadata table = create();
        CommitId wholeJob = new CommitId(UUID.randomUUID(), 1);
        TableCommittable first = new TableCommittable(table.id(), wholeJob, 0, List.of(write(table)), List.of());
        TableCommittable again = new TableCommittable(table.id(), wholeJob, 0, List.of(write(table)), List.of());
        try (TableCommitter committer = committer(0)) {
            committer.commit(List.of(new MockCommitRequest<>(first)));
            committer.commit(List.of(new MockCommitRequest<>(again)));
        }
        assertThat(Table.open(store()).snapshot().files())
                .extracting(DataFile::path)
                .containsExactly(first.files().get(0).path());
    }

    @Test
    void opensTheStoreOnceWhileTheTableCannotBeRead() throws Exception {
        TableCommittable committable =
                new TableCommittable(UUID.randomUUID(), new CommitId(UUID.randomUUID(), 1), 0, List.of(), List.of());
        // A link that leads to itself can be neither listed nor missed.
        Path log = Files.createDirectories(folder.resolve("_tsfile")).resolve("log");
        Files.createSymbolicLink(log, log);
        AtomicInteger opened = new AtomicInteger();
        OpenTable.Opener opener = location -> {
            opened.incrementAndGet();
            return store();
        };
        try (TableCommitter committer = committer(opener)) {
            assertThatThrownBy(() -> committer.commit(List.of(new MockCommitRequest<>(committable))))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("the store failed");
        }
        assertThat(opened).hasValue(1);
    }

    private Snapshot compact() throws IOException {
        try (FileStore store = store()) {
            Table table = Table.open(store);
            assertThat(Compaction.run(
                                    table,
                                    CompactionOptions.DEFAULT.withTargetFileBytes(1 << 20),
                                    CompactionListener.NONE)
                            .taskCount())
                    .isEqualTo(1);
            return table.snapshot();
        }
    }

    private StoreLocation location() {
        return StoreLocation.of(folder.toString());
    }

    private TableMetadata create() throws IOException {
        TableMetadata metadata = TableMetadata.of(SCHEMA, TimePartitioning.NONE, Map.of());
        Table.create(store(), metadata);
        return metadata;
    }

    private DataFile write(TableMetadata table) throws IOException {
        try (FusedFlush flush = new FusedFlush(store(), table.schema(), table.partitioning(), FlushOptions.DEFAULT)) {
            MemTable rows = new MemTable(table.schema(), true);
            rows.append(Devices.ofTable("t"), 1, ObjectRow.of(1));
            flush.drain(rows);
            return flush.finish().get(0);
        }
    }

    private FileStore store() throws IOException {
        return StoreLocation.of(folder.toString()).open();
    }

    private TableCommitter committer(int subtask) {
        return new TableCommitter(location(), TIMEOUT, subtask, new UnregisteredMetricsGroup());
    }

    private TableCommitter committer(OpenTable.Opener opener) {
        return new TableCommitter(location(), opener, TIMEOUT, 0, new UnregisteredMetricsGroup());
    }
}
