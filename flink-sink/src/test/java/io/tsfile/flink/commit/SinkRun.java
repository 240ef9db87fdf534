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

import io.tsfile.core.flush.FlushOptions;
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
import io.tsfile.flink.RowConverter;
import io.tsfile.flink.TsFileSink;
import io.tsfile.flink.stage.Packed;
import io.tsfile.flink.stage.PackedRows;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.api.connector.sink2.CommitterInitContext;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SupportsCommitter;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.connector.sink2.CommittableMessage;
import org.apache.flink.streaming.runtime.operators.sink.CommitterOperatorFactory;
import org.apache.flink.streaming.runtime.operators.sink.SinkWriterOperatorFactory;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.types.RowKind;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.apache.tsfile.file.metadata.enums.CompressionType;
import org.jspecify.annotations.Nullable;

/**
 * One start of a job: the writers, the aggregator and the committer as Flink runs them, fed with changes and barriers by hand. A run
 * that is given up without {@link #close} has crashed.
 */
final class SinkRun implements Closeable {
    static final TableSchema SCHEMA = TableSchema.ofTable(
            "t", List.of(Column.tag("d"), Column.field("a", TSDataType.INT32), Column.field("b", TSDataType.DOUBLE)));
    static final TimePartitioning PARTITIONING = new TimePartitioning(20);
    private static final FlushOptions FLUSH = new FlushOptions(10, 50, 10_000, 3, CompressionType.UNCOMPRESSED);
    /** Room for all changes between two barriers. */
    private static final long BUFFER_BYTES = 1_000_000;
    /** Room for a few dozen changes. */
    static final long SMALL_BUFFER_BYTES = 20_000;

    /** What a source gives out. */
    record Change(RowKind kind, IDeviceID device, long time, ObjectRow row) {
        /** Random inserts and deletes of few keys. */
        static List<Change> random(long seed, int count) {
            return random(seed, count, 4);
        }

        /** Likewise, of so many devices. */
        static List<Change> random(long seed, int count, int devices) {
            Random random = new Random(seed);
            List<Change> changes = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                changes.add(new Change(
                        random.nextInt(4) == 0 ? RowKind.DELETE : RowKind.INSERT,
                        Devices.ofTable("t", "d" + random.nextInt(devices)),
                        random.nextInt(60) - 5L,
                        ObjectRow.of(random.nextInt(4) == 0 ? null : i, random.nextInt(4) == 0 ? null : i / 2.0)));
            }
            return changes;
        }

        /** The same with the devices of another job. */
        Change ofJob(String job) {
            return new Change(
                    kind, Devices.ofTable("t", job + Devices.segments(device).get(1)), time, row);
        }

        void applyTo(Oracle oracle) {
            if (kind == RowKind.DELETE) {
                oracle.delete(Deletion.ofRows(DeviceScope.of(List.of(device)), new TimeRange(time, time)));
            } else {
                oracle.put(device, time, row);
            }
        }
    }

    /** The answer of a table after these changes. */
    static Oracle oracle(List<Change> changes) {
        Oracle oracle = new Oracle(SCHEMA);
        changes.forEach(change -> change.applyTo(oracle));
        return oracle;
    }

    /**
     * What a checkpoint or savepoint holds.
     *
     * @param checkpoint its number
     * @param position of the source: how many changes it gave out
     * @param committer of the only committer that has state
     */
    record Checkpoint(long checkpoint, int position, OperatorSubtaskState committer) {}

    /** How the committer works. */
    record Commits(
            StoreLocation location,
            OpenTable.Opener store,
            Duration timeout,
            SimpleVersionedSerializer<TableCommittable> state)
            implements SupportsCommitter<TableCommittable> {
        Commits(StoreLocation location, OpenTable.Opener store, Duration timeout) {
            this(location, store, timeout, new TableCommittableSerializer());
        }

        @Override
        public Committer<TableCommittable> createCommitter(CommitterInitContext context) {
            return new TableCommitter(
                    location, store, timeout, context.getTaskInfo().getIndexOfThisSubtask(), context.metricGroup());
        }

        @Override
        public SimpleVersionedSerializer<TableCommittable> getCommittableSerializer() {
            return state;
        }
    }

    private static final class Converter implements RowConverter<Change> {
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

    private final List<Change> source;
    private final List<OneInputStreamOperatorTestHarness<PackedRows, CommittableMessage<WriteResult>>> writers =
            new ArrayList<>();
    private final OneInputStreamOperatorTestHarness<
                    CommittableMessage<WriteResult>, CommittableMessage<TableCommittable>>
            aggregator;
    private final OneInputStreamOperatorTestHarness<
                    CommittableMessage<TableCommittable>, CommittableMessage<TableCommittable>>
            committer;
    private int position;

    /**
     * Starts, and commits what {@code from} holds.
     *
     * @param source all changes, of which the run takes those behind the checkpoint
     * @param from null for a first start
     */
    SinkRun(List<Change> source, int parallelism, @Nullable Checkpoint from, Commits commits) throws Exception {
        this(source, parallelism, from, commits, BUFFER_BYTES);
    }

    /** Likewise, with a buffer of so many bytes in each writer. */
    SinkRun(List<Change> source, int parallelism, @Nullable Checkpoint from, Commits commits, long bufferBytes)
            throws Exception {
        this.source = source;
        Sink<Change> sink = TsFileSink.forType(new Converter(), SCHEMA)
                .location(commits.location())
                .partitioning(PARTITIONING)
                .flushOptions(FLUSH)
                .bufferBytes(bufferBytes)
                .build();
        @SuppressWarnings("unchecked") // behind its own topology a sink writes packed rows
        Sink<PackedRows> writing = (Sink<PackedRows>) (Sink<?>) sink;
        for (int i = 0; i < parallelism; i++) {
            OneInputStreamOperatorTestHarness<PackedRows, CommittableMessage<WriteResult>> writer =
                    new OneInputStreamOperatorTestHarness<>(
                            new SinkWriterOperatorFactory<PackedRows, WriteResult>(writing),
                            parallelism,
                            parallelism,
                            i);
            restoreAt(writer, from);
            writer.open();
            writers.add(writer);
        }
        aggregator = new OneInputStreamOperatorTestHarness<>(
                new CommitAggregator(new TargetTable(commits.location(), metadata(commits.location()), true), false));
        restoreAt(aggregator, from);
        aggregator.open();
        committer = new OneInputStreamOperatorTestHarness<>(
                new CommitterOperatorFactory<>(commits, false, true), parallelism, parallelism, 0);
        if (from != null) {
            position = from.position;
            committer.setRestoredCheckpointId(from.checkpoint);
            committer.initializeState(from.committer);
        }
        committer.open();
    }

    private static TableMetadata metadata(StoreLocation location) throws IOException {
        try (FileStore store = location.open()) {
            return Table.open(store).snapshot().metadata();
        }
    }

    /** The operators in front of the committer keep nothing, but know that they are restored. */
    private static void restoreAt(OneInputStreamOperatorTestHarness<?, ?> operator, @Nullable Checkpoint from)
            throws Exception {
        if (from != null) {
            operator.setRestoredCheckpointId(from.checkpoint);
            operator.initializeState(OperatorSubtaskState.builder().build());
        }
    }

    /** Sends the changes up to that position. */
    void sendUpTo(int end) throws Exception {
        for (; position < end; position++) {
            PackedRows packed = Packed.record(SCHEMA, new Converter(), source.get(position));
            writers.get(packed.bucket() % writers.size()).processElement(packed, 0);
        }
    }

    /** Sends a barrier through all operators, which close their files and snapshot their state. */
    Checkpoint barrier(long checkpoint) throws Exception {
        for (OneInputStreamOperatorTestHarness<PackedRows, CommittableMessage<WriteResult>> writer : writers) {
            writer.prepareSnapshotPreBarrier(checkpoint);
            writer.snapshot(checkpoint, checkpoint);
            pass(writer, aggregator);
        }
        aggregator.prepareSnapshotPreBarrier(checkpoint);
        aggregator.snapshot(checkpoint, checkpoint);
        pass(aggregator, committer);
        committer.prepareSnapshotPreBarrier(checkpoint);
        return new Checkpoint(checkpoint, position, committer.snapshot(checkpoint, checkpoint));
    }

    /** Tells the committer that the checkpoint is complete. */
    void complete(long checkpoint) throws Exception {
        committer.notifyOfCompletedCheckpoint(checkpoint);
    }

    /** A checkpoint behind the changes up to that position, with its commit. */
    Checkpoint commitUpTo(int end, long checkpoint) throws Exception {
        sendUpTo(end);
        Checkpoint made = barrier(checkpoint);
        complete(checkpoint);
        return made;
    }

    private static <T> void pass(
            OneInputStreamOperatorTestHarness<?, T> from, OneInputStreamOperatorTestHarness<T, ?> to) throws Exception {
        for (T message : from.extractOutputValues()) {
            to.processElement(message, 0);
        }
        from.getOutput().clear();
    }

    @Override
    public void close() throws IOException {
        try {
            for (OneInputStreamOperatorTestHarness<?, ?> writer : writers) {
                writer.close();
            }
            aggregator.close();
            committer.close();
        } catch (Exception e) {
            throw new IOException(e);
        }
    }
}
