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
package io.tsfile.flink.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.tsfile.core.flush.EncodedSeries;
import io.tsfile.core.flush.FlushOptions;
import io.tsfile.core.flush.SortedSeries;
import io.tsfile.core.flush.memtable.RowValues;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.Deletion;
import io.tsfile.core.model.DeviceScope;
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimePartitioning;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.table.Table;
import io.tsfile.core.table.TableMetadata;
import io.tsfile.core.testing.ObjectRow;
import io.tsfile.core.testing.Oracle;
import io.tsfile.flink.BadRows;
import io.tsfile.flink.Deletes;
import io.tsfile.flink.Nulls;
import io.tsfile.flink.RowConverter;
import io.tsfile.flink.commit.CommitAggregator;
import io.tsfile.flink.commit.TableCommittable;
import io.tsfile.flink.commit.TableCommitter;
import io.tsfile.flink.commit.TargetTable;
import io.tsfile.flink.commit.WriteResult;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.mocks.MockCommitRequest;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.flink.streaming.api.connector.sink2.CommittableMessage;
import org.apache.flink.streaming.api.connector.sink2.CommittableWithLineage;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.types.RowKind;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.apache.tsfile.file.metadata.enums.CompressionType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Rows and deletes through all operators, with drains, checkpoints that complete or are aborted half way, and restarts with another
 * parallelism, against a map that does the same at once.
 */
class ChangesOracleTest {
    private static final TableSchema SCHEMA = TableSchema.ofTable(
            "t", List.of(Column.tag("d"), Column.field("a", TSDataType.INT32), Column.field("b", TSDataType.DOUBLE)));
    private static final TimePartitioning PARTITIONING = new TimePartitioning(20);
    private static final FlushOptions OPTIONS = new FlushOptions(10, 50, 3000, 3, CompressionType.UNCOMPRESSED);
    private static final int CHANGES = 500;
    private static final SinkWriter.Context CONTEXT = new SinkWriter.Context() {
        @Override
        public long currentWatermark() {
            return Long.MIN_VALUE;
        }

        @Override
        public @Nullable Long timestamp() {
            return null;
        }
    };

    private final Path folder;

    ChangesOracleTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private record Change(RowKind kind, IDeviceID device, long time, ObjectRow row) {}

    private static final class Changes implements RowConverter<Change> {
        @Override
        public RowKind kind(Change row) {
            return row.kind;
        }

        @Override
        public IDeviceID device(Change row) {
            return row.device;
        }

        @Override
        public long time(Change row) {
            return row.time;
        }

        @Override
        public RowValues values(Change row) {
            return row.row;
        }
    }

    @ParameterizedTest
    @EnumSource(Nulls.class)
    void answersAsAMapDoes(Nulls nulls) throws Exception {
        for (long seed = 1; seed <= 2; seed++) {
            Random random = new Random(seed);
            List<Change> changes = changes(random);
            StoreLocation location = StoreLocation.of(folder.resolve("s" + seed).toString());
            try (FileStore store = location.open()) {
                TableMetadata metadata = TableMetadata.of(SCHEMA, PARTITIONING, Map.of());
                Table table = Table.create(store, metadata);
                StageSettings settings = new StageSettings(
                        location,
                        table.snapshot().metadata(),
                        true,
                        // A drain for every fifty changes or so.
                        StageLimits.DEFAULT.withMemoryBytes(20_000),
                        OPTIONS,
                        new RowRules(Deletes.APPLY, nulls, BadRows.fail()));
                new Runs(settings, changes, random).run();

                assertThat(Oracle.scan(store, table.snapshot()))
                        .as("seed %d", seed)
                        .isEqualTo(expected(changes, nulls).lines());
                assertThat(table.snapshot().tombstones()).as("seed %d", seed).isNotEmpty();
            }
        }
    }

    private static List<Change> changes(Random random) {
        List<Change> changes = new ArrayList<>();
        for (int i = 0; i < CHANGES; i++) {
            RowKind kind = RowKind.fromByteValue((byte) random.nextInt(4));
            IDeviceID device = Devices.ofTable("t", "d" + random.nextInt(4));
            long time = random.nextInt(60) - 5L;
            ObjectRow row = ObjectRow.of(
                    random.nextInt(4) == 0 ? null : random.nextInt(100),
                    random.nextInt(4) == 0 ? null : random.nextDouble());
            changes.add(new Change(kind, device, time, row));
        }
        return changes;
    }

    private static Oracle expected(List<Change> changes, Nulls nulls) {
        Oracle oracle = new Oracle(SCHEMA);
        for (Change change : changes) {
            boolean deletes = change.kind == RowKind.DELETE || change.kind == RowKind.UPDATE_BEFORE;
            if (deletes || nulls == Nulls.ERASE) {
                oracle.delete(Deletion.ofRows(
                        DeviceScope.of(List.of(change.device)), new TimeRange(change.time, change.time)));
            }
            if (!deletes) {
                oracle.put(change.device, change.time, change.row);
            }
        }
        return oracle;
    }

    /** A job from its first start to the end of its input. */
    private static final class Runs {
        private final StageSettings settings;
        private final List<Change> changes;
        private final Random random;
        private int position;
        private int restored;
        private long checkpoint;
        /** In the state of the last checkpoint, and perhaps committed already. */
        private final List<TableCommittable> pending = new ArrayList<>();

        Runs(StageSettings settings, List<Change> changes, Random random) {
            this.settings = settings;
            this.changes = changes;
            this.random = random;
        }

        void run() throws Exception {
            int restarts = 0;
            while (restored < changes.size()) {
                position = restored;
                commit(pending);
                try (Job job = new Job(settings, 1 + random.nextInt(3))) {
                    boolean fails = false;
                    while (!fails && restored < changes.size()) {
                        job.send(changes.get(position++));
                        boolean isEnd = position == changes.size();
                        int turn = random.nextInt(100);
                        if (isEnd || turn < 3) {
                            checkpoint++;
                            pending.addAll(job.checkpoint(checkpoint));
                            restored = position;
                            int committed = random.nextInt(4);
                            if (committed > 0) {
                                commit(pending);
                            }
                            // Else a restart offers them again.
                            if (committed > 1) {
                                pending.clear();
                            }
                        } else if (turn < 5) {
                            checkpoint++;
                            job.abortedCheckpoint(checkpoint);
                        }
                        fails = !isEnd && restarts < 4 && random.nextInt(200) == 0;
                    }
                    restarts += fails ? 1 : 0;
                }
            }
            commit(pending);
        }

        private void commit(List<TableCommittable> committables) throws IOException, InterruptedException {
            try (TableCommitter committer = new TableCommitter(
                    settings.location(), Duration.ofSeconds(10), 0, new UnregisteredMetricsGroup())) {
                for (TableCommittable committable : committables) {
                    committer.commit(List.of(new MockCommitRequest<>(committable)));
                }
            }
        }
    }

    /** The operators of one start. */
    private static final class Job implements Closeable {
        private final OneInputStreamOperatorTestHarness<Change, PackedRows> pack;
        private final List<Subtask> subtasks = new ArrayList<>();
        private final OneInputStreamOperatorTestHarness<
                        CommittableMessage<WriteResult>, CommittableMessage<TableCommittable>>
                aggregator;
        /** Not handed to a checkpoint that completed. */
        private final List<TableCommittable> sealed = new ArrayList<>();

        Job(StageSettings settings, int parallelism) throws Exception {
            pack = new OneInputStreamOperatorTestHarness<>(new PackOperator<>(settings, new Changes()));
            pack.setup(PackedRowsSerializer.INSTANCE);
            pack.open();
            for (int i = 0; i < parallelism; i++) {
                subtasks.add(new Subtask(settings));
            }
            aggregator = new OneInputStreamOperatorTestHarness<>(
                    new CommitAggregator(new TargetTable(settings.location(), settings.table(), true), false));
            aggregator.open();
        }

        void send(Change change) throws Exception {
            pack.processElement(change, 0);
            distribute();
        }

        private void distribute() throws Exception {
            for (PackedRows packed : pack.extractOutputValues()) {
                subtasks.get(packed.bucket() % subtasks.size()).send(packed);
            }
            pack.getOutput().clear();
        }

        private void packBarrier(long checkpoint) throws Exception {
            pack.prepareSnapshotPreBarrier(checkpoint);
            distribute();
        }

        List<TableCommittable> checkpoint(long checkpoint) throws Exception {
            packBarrier(checkpoint);
            for (int i = 0; i < subtasks.size(); i++) {
                subtasks.get(i).barrier(checkpoint);
                results(i, checkpoint);
            }
            aggregator.prepareSnapshotPreBarrier(checkpoint);
            seal();
            List<TableCommittable> handedOut = List.copyOf(sealed);
            sealed.clear();
            return handedOut;
        }

        /** The barrier passes the buffers; of what comes behind them, each may have taken part or not. */
        void abortedCheckpoint(long checkpoint) throws Exception {
            packBarrier(checkpoint);
            for (int i = 0; i < subtasks.size(); i++) {
                subtasks.get(i).barrier(checkpoint);
                if (checkpoint % 2 == 0) {
                    results(i, checkpoint);
                }
            }
            if (checkpoint % 4 == 0) {
                aggregator.prepareSnapshotPreBarrier(checkpoint);
                seal();
            }
        }

        private void results(int subtask, long checkpoint) throws Exception {
            for (WriteResult result : subtasks.get(subtask).writer.prepareCommit()) {
                aggregator.processElement(new CommittableWithLineage<>(result, checkpoint, subtask), 0);
            }
        }

        private void seal() {
            for (CommittableMessage<TableCommittable> message : aggregator.extractOutputValues()) {
                if (message instanceof CommittableWithLineage<TableCommittable> committable) {
                    sealed.add(committable.getCommittable());
                }
            }
            aggregator.getOutput().clear();
        }

        @Override
        public void close() throws IOException {
            try {
                pack.close();
                for (Subtask subtask : subtasks) {
                    subtask.close();
                }
                aggregator.close();
            } catch (Exception e) {
                throw new IOException(e);
            }
        }
    }

    /** One subtask of each stage. */
    private static final class Subtask {
        final SeriesWriter writer;
        private final OneInputStreamOperatorTestHarness<PackedRows, Staged<SortedSeries>> buffer;
        private final OneInputStreamOperatorTestHarness<Staged<SortedSeries>, Staged<EncodedSeries>> encode;

        Subtask(StageSettings settings) throws Exception {
            buffer = new OneInputStreamOperatorTestHarness<>(new BufferSortOperator(settings));
            buffer.setup(MessageTypeInfo.SORTED.createSerializer(new SerializerConfigImpl()));
            buffer.open();
            encode = new OneInputStreamOperatorTestHarness<>(new EncodeOperator(settings));
            encode.setup(MessageTypeInfo.ENCODED.createSerializer(new SerializerConfigImpl()));
            encode.open();
            writer = new SeriesWriter(settings, UnregisteredMetricsGroup.createSinkWriterMetricGroup());
        }

        void send(PackedRows packed) throws Exception {
            buffer.processElement(packed, 0);
            pass();
        }

        void barrier(long checkpoint) throws Exception {
            buffer.prepareSnapshotPreBarrier(checkpoint);
            pass();
        }

        private void pass() throws Exception {
            for (Staged<SortedSeries> sorted : buffer.extractOutputValues()) {
                encode.processElement(sorted, 0);
            }
            buffer.getOutput().clear();
            for (Staged<EncodedSeries> encoded : encode.extractOutputValues()) {
                writer.write(encoded, CONTEXT);
            }
            encode.getOutput().clear();
        }

        void close() throws Exception {
            buffer.close();
            encode.close();
            writer.close();
        }
    }
}
