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

import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.Deletion;
import io.tsfile.core.model.DeviceScope;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.model.Tombstone;
import io.tsfile.core.table.CommitId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.streaming.api.connector.sink2.CommittableMessage;
import org.apache.flink.streaming.api.connector.sink2.CommittableSummary;
import org.apache.flink.streaming.api.connector.sink2.CommittableWithLineage;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;

/**
 * Makes one committable of all that the writers closed before a barrier. Runs as a single subtask.
 *
 * <ul>
 *   <li>What counts is what came before the barrier, not the checkpoint that a message names: the barrier of an aborted
 *       checkpoint may be skipped here and not there, and a writer that ended names a checkpoint that never comes.
 *   <li>Each start is a new writer to the table (L3): after a restore from an older savepoint the numbers of checkpoints
 *       repeat with other data.
 *   <li>Empty checkpoints make no committable; an overwrite makes one, at the end of input.
 * </ul>
 */
public final class CommitAggregator extends AbstractStreamOperator<CommittableMessage<TableCommittable>>
        implements OneInputStreamOperator<CommittableMessage<WriteResult>, CommittableMessage<TableCommittable>>,
                BoundedOneInput {
    /** What an overwrite hides: all that was committed before it. Its own files come above. */
    private static final Tombstone ALL_BEFORE = Tombstone.open(0, Deletion.ofRows(DeviceScope.ALL, TimeRange.ALL));

    private final TargetTable target;
    private final @Nullable UUID overwrite;
    private transient UUID table;
    private transient Pending pending;
    private transient UUID writer;
    private transient long lastCheckpoint;
    private transient boolean ended;

    /**
     * An aggregator for a table.
     *
     * @param overwrite an id of its own for a batch job whose only commit replaces all that the table holds; null for one that
     *     adds to it
     */
    @SuppressWarnings({"NullAway.Init", "initialization"}) // initializeState sets what is transient
    public CommitAggregator(TargetTable target, @Nullable UUID overwrite) {
        this.target = target;
        this.overwrite = overwrite;
    }

    /** What was closed since the last barrier. */
    private static final class Pending {
        private final List<UUID> results = new ArrayList<>();
        private final List<DataFile> files = new ArrayList<>();
        private final List<Tombstone> tombstones = new ArrayList<>();
        private final Map<Integer, Integer> nextOrders = new HashMap<>();

        /**
         * Two results of one writer both count from 0, and may be of the same keys: the later one moves up as a whole (L5), so
         * that its tombstones hide what is in the files of the earlier one, and the other way round they do not.
         */
        void add(int subtask, WriteResult result) {
            int offset = nextOrders.getOrDefault(subtask, 0);
            int next = offset;
            for (DataFile file : result.files()) {
                DataFile moved = file.withOrder(offset + file.version().order());
                next = Math.max(next, moved.version().order() + 1);
                files.add(moved);
            }
            for (Tombstone tombstone : result.tombstones()) {
                Tombstone moved = Tombstone.open(offset + tombstone.version().order(), tombstone.deletion());
                next = Math.max(next, moved.version().order() + 1);
                tombstones.add(moved);
            }
            nextOrders.put(subtask, next);
            results.add(result.id());
        }

        /** Puts a tombstone of everything below all that came; also where nothing came. */
        void overwrite(UUID id) {
            files.replaceAll(file -> file.withOrder(file.version().order() + 1));
            tombstones.replaceAll(
                    tombstone -> Tombstone.open(tombstone.version().order() + 1, tombstone.deletion()));
            tombstones.add(ALL_BEFORE);
            results.add(id);
        }
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        table = target.ready();
        pending = new Pending();
        writer = UUID.randomUUID();
        lastCheckpoint = context.getRestoredCheckpointId().orElse(0);
    }

    @Override
    public void processElement(StreamRecord<CommittableMessage<WriteResult>> element) {
        if (element.getValue() instanceof CommittableWithLineage<WriteResult> result) {
            pending.add(result.getSubtaskId(), result.getCommittable());
        }
    }

    @Override
    public void prepareSnapshotPreBarrier(long checkpoint) throws Exception {
        super.prepareSnapshotPreBarrier(checkpoint);
        // After the end of input there is nothing left, and the committer refuses a second summary of a checkpoint.
        if (!ended) {
            emit(checkpoint, writer);
            lastCheckpoint = checkpoint;
        }
    }

    @Override
    public void endInput() {
        ended = true;
        if (overwrite != null) {
            pending.overwrite(overwrite);
        }
        emit(lastCheckpoint + 1, lastCheckpoint == 0 ? writerOf(pending.results) : writer);
    }

    /**
     * A writer's id for what is committed without a checkpoint, as in batch mode: a restarted task reads the same results
     * again and must find that they are committed.
     */
    private static UUID writerOf(List<UUID> results) {
        String ids = results.stream().sorted().map(UUID::toString).collect(Collectors.joining("\n"));
        return UUID.nameUUIDFromBytes(ids.getBytes(StandardCharsets.UTF_8));
    }

    private void emit(long checkpoint, UUID writerId) {
        if (pending.results.isEmpty()) {
            return;
        }
        LOG.info(
                "Checkpoint {}: {} files, {} rows, {} bytes, {} tombstones to commit",
                checkpoint,
                pending.files.size(),
                pending.files.stream().mapToLong(DataFile::rows).sum(),
                pending.files.stream().mapToLong(DataFile::length).sum(),
                pending.tombstones.size());
        TableCommittable committable = new TableCommittable(
                table,
                new CommitId(writerId, checkpoint),
                System.currentTimeMillis(),
                List.copyOf(pending.files),
                List.copyOf(pending.tombstones));
        pending = new Pending();
        output.collect(new StreamRecord<>(new CommittableSummary<>(0, 1, checkpoint, 1, 0)));
        output.collect(new StreamRecord<>(new CommittableWithLineage<>(committable, checkpoint, 0)));
    }
}
