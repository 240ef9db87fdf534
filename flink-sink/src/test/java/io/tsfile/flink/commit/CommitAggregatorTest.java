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

import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.Deletion;
import io.tsfile.core.model.DeviceScope;
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimePartitioning;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.model.Tombstone;
import io.tsfile.core.model.Version;
import io.tsfile.core.table.TableMetadata;
import io.tsfile.flink.TestFiles;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.flink.streaming.api.connector.sink2.CommittableMessage;
import org.apache.flink.streaming.api.connector.sink2.CommittableSummary;
import org.apache.flink.streaming.api.connector.sink2.CommittableWithLineage;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CommitAggregatorTest {
    private static final UUID TABLE = new UUID(1, 2);
    private static final TargetTable TARGET = new TargetTable(
            StoreLocation.of("nowhere"),
            new TableMetadata(
                    TABLE, TableSchema.ofTable("t", List.of()), TimePartitioning.NONE, new TreeMap<>()),
            true);

    @Test
    void makesOneCommittableOfAllWriters() throws Exception {
        try (Harness harness = new Harness()) {
            harness.send(3, 0, TestFiles.file("a", 0));
            harness.send(3, 1, TestFiles.file("b", 0));
            harness.barrier(3);

            TableCommittable committable = harness.only();
            assertThat(committable.table()).isEqualTo(TABLE);
            assertThat(committable.id().sequence()).isEqualTo(3);
            assertThat(committable.files())
                    .extracting(DataFile::path)
                    .containsExactly("data/0/a.tsfile", "data/0/b.tsfile");
            assertThat(committable.files()).extracting(f -> f.version().order()).containsExactly(0, 0);
        }
    }

    @Test
    void putsLaterFilesOfAWriterAboveItsEarlierOnes() throws Exception {
        try (Harness harness = new Harness()) {
            // The barrier of checkpoint 3 never came here.
            harness.send(3, 0, TestFiles.file("a0", 0), TestFiles.file("a1", 1));
            harness.send(3, 1, TestFiles.file("b0", 0));
            harness.send(4, 1, TestFiles.file("b1", 0));
            harness.send(4, 0, TestFiles.file("a2", 0), TestFiles.file("a3", 2));
            harness.barrier(4);

            assertThat(harness.only().files())
                    .extracting(f -> f.version().order())
                    .containsExactly(0, 1, 0, 1, 2, 4);
        }
    }

    @Test
    void raisesTombstonesWithTheFilesOfTheirWriter() throws Exception {
        try (Harness harness = new Harness()) {
            harness.send(
                    3, 0, WriteResult.of(List.of(TestFiles.file("a0", 0), TestFiles.file("a1", 1)), tombstones(1)));
            harness.send(3, 1, WriteResult.of(List.of(), tombstones(0)));
            // Counts from 0 again, and deletes what is in a0 and a1, but nothing of its own.
            harness.send(4, 0, WriteResult.of(List.of(TestFiles.file("a2", 0)), tombstones(0)));
            // Must not be hidden by the tombstone of order 4.
            harness.send(4, 0, WriteResult.of(List.of(), tombstones(2)));
            harness.send(4, 0, WriteResult.of(List.of(TestFiles.file("a3", 0)), List.of()));
            harness.barrier(4);

            TableCommittable committable = harness.only();
            assertThat(committable.files()).extracting(f -> f.version().order()).containsExactly(0, 1, 2, 6);
            assertThat(committable.tombstones())
                    .extracting(Tombstone::version)
                    .containsExactly(
                            new Version(DataFile.UNCOMMITTED, 1),
                            new Version(DataFile.UNCOMMITTED, 0),
                            new Version(DataFile.UNCOMMITTED, 2),
                            new Version(DataFile.UNCOMMITTED, 5));
        }
    }

    @Test
    void tellsApartJobsThatOnlyDelete() throws Exception {
        List<Object> ids = new ArrayList<>();
        WriteResult first = WriteResult.of(List.of(), tombstones(0));
        for (WriteResult result : List.of(first, first, WriteResult.of(List.of(), tombstones(0)))) {
            try (Harness harness = new Harness()) {
                harness.send(1, 0, result);
                harness.endInput();
                ids.add(harness.only().id());
            }
        }
        // The second one is the first, read again by a restarted task.
        assertThat(ids.get(1)).isEqualTo(ids.get(0));
        assertThat(ids.get(2)).isNotEqualTo(ids.get(0));
    }

    private static List<Tombstone> tombstones(int order) {
        return List.of(Tombstone.open(
                order, Deletion.ofRows(DeviceScope.of(List.of(Devices.ofTable("t", "a"))), new TimeRange(1, 1))));
    }

    @Test
    void commitsNothingForAnEmptyCheckpoint() throws Exception {
        try (Harness harness = new Harness()) {
            harness.barrier(1);
            harness.endInput();

            assertThat(harness.sent()).isEmpty();
        }
    }

    @Test
    void namesTheCheckpointAfterTheLastOneAtTheEndOfInput() throws Exception {
        try (Harness harness = new Harness()) {
            harness.barrier(7);
            harness.send(8, 0, TestFiles.file("a", 0));
            harness.endInput();
            harness.barrier(8);

            assertThat(harness.only().id().sequence()).isEqualTo(8);
        }
    }

    @Test
    void isANewWriterAtEachStart() throws Exception {
        List<UUID> writers = new ArrayList<>();
        for (int start = 0; start < 2; start++) {
            try (Harness harness = new Harness()) {
                harness.send(1, 0, TestFiles.file("a", 0));
                harness.barrier(1);
                writers.add(harness.only().id().writer());
            }
        }
        assertThat(writers).doesNotHaveDuplicates();
    }

    @Test
    void isTheSameWriterWhenABatchTaskReadsTheSameFilesAgain() throws Exception {
        List<Object> ids = new ArrayList<>();
        for (int attempt = 0; attempt < 2; attempt++) {
            try (Harness harness = new Harness()) {
                harness.send(1, attempt, TestFiles.file(attempt == 0 ? "a" : "b", 0));
                harness.send(1, 1 - attempt, TestFiles.file(attempt == 0 ? "b" : "a", 0));
                harness.endInput();
                ids.add(harness.only().id());
            }
        }
        assertThat(ids.get(1)).isEqualTo(ids.get(0));
    }

    @Test
    void putsATombstoneOfEverythingBelowTheFilesOfAnOverwrite() throws Exception {
        try (Harness harness = new Harness(new UUID(3, 4))) {
            harness.send(1, 0, WriteResult.of(List.of(TestFiles.file("a0", 0), TestFiles.file("a1", 2)), tombstones(1)));
            harness.send(1, 1, TestFiles.file("b0", 0));
            harness.endInput();

            TableCommittable committable = harness.only();
            assertThat(committable.files()).extracting(f -> f.version().order()).containsExactly(1, 3, 1);
            assertThat(committable.tombstones())
                    .extracting(Tombstone::version)
                    .containsExactly(new Version(DataFile.UNCOMMITTED, 2), new Version(DataFile.UNCOMMITTED, 0));
            assertThat(committable.tombstones().get(1).deletion())
                    .isEqualTo(Deletion.ofRows(DeviceScope.ALL, TimeRange.ALL));
        }
    }

    @Test
    void tellsEmptyOverwritesApart() throws Exception {
        List<Object> ids = new ArrayList<>();
        for (long job : new long[] {5, 5, 6}) {
            try (Harness harness = new Harness(new UUID(job, 0))) {
                harness.endInput();
                assertThat(harness.only().tombstones()).hasSize(1);
                ids.add(harness.only().id());
            }
        }
        // The second one is the first, by a restarted task.
        assertThat(ids.get(1)).isEqualTo(ids.get(0));
        assertThat(ids.get(2)).isNotEqualTo(ids.get(0));
    }

    /** The operator with messages of two writers. */
    private static final class Harness implements Closeable {
        private final OneInputStreamOperatorTestHarness<
                        CommittableMessage<WriteResult>, CommittableMessage<TableCommittable>>
                operator;

        Harness() throws Exception {
            this(null);
        }

        Harness(@Nullable UUID overwrite) throws Exception {
            operator = new OneInputStreamOperatorTestHarness<>(new CommitAggregator(TARGET, overwrite));
            operator.open();
        }

        void send(long checkpoint, int subtask, DataFile... files) throws Exception {
            send(checkpoint, subtask, WriteResult.of(List.of(files), List.of()));
        }

        void send(long checkpoint, int subtask, WriteResult result) throws Exception {
            operator.processElement(new CommittableSummary<>(subtask, 2, checkpoint, 1, 0), 0);
            operator.processElement(new CommittableWithLineage<>(result, checkpoint, subtask), 0);
        }

        void barrier(long checkpoint) throws Exception {
            operator.prepareSnapshotPreBarrier(checkpoint);
        }

        void endInput() throws Exception {
            operator.endInput();
        }

        List<CommittableMessage<TableCommittable>> sent() {
            return operator.extractOutputValues();
        }

        TableCommittable only() {
            assertThat(sent()).hasSize(2);
            assertThat(sent().get(0)).isInstanceOf(CommittableSummary.class);
            return ((CommittableWithLineage<TableCommittable>) sent().get(1)).getCommittable();
        }

        @Override
        public void close() throws IOException {
            try {
                operator.close();
            } catch (Exception e) {
                throw new IOException(e);
            }
        }
    }
}
