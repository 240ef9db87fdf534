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
package io.tsfile.flink.compact;

import static org.assertj.core.api.Assertions.assertThat;

import io.tsfile.core.compact.CompactionResult;
import io.tsfile.core.compact.CompactionTask;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.RateLimiter;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.table.CommitId;
import io.tsfile.core.testing.FaultPlan;
import io.tsfile.core.testing.FaultyFileStore;
import io.tsfile.flink.commit.TableCommittable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.apache.flink.streaming.api.connector.sink2.CommittableMessage;
import org.apache.flink.streaming.api.connector.sink2.CommittableSummary;
import org.apache.flink.streaming.api.connector.sink2.CommittableWithLineage;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.tasks.mailbox.TaskMailbox;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("try") // Flink's close() may throw any exception.
class CompactOperatorsTest {
    /** A byte in a third of a second: nothing comes to an end at that rate. */
    private static final long ALMOST_NOTHING = 3;

    /** What the operators find between themselves and the store; not in a lambda that travels. */
    private static volatile UnaryOperator<FileStore> between = store -> store;

    private final Path folder;
    private CompactFixture fixture;

    CompactOperatorsTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @BeforeEach
    void makeTable() throws IOException {
        between = store -> store;
        fixture = new CompactFixture(folder);
        fixture.append(6);
    }

    @AfterEach
    void leavesNoThreads() throws Exception {
        fixture.close();
        CompactFixture.await(() -> CompactFixture.threads().isEmpty());
    }

    @Test
    void neitherTasksNorBarriersWaitForARewrite() throws Exception {
        List<String> before = fixture.stored();
        RateLimiter limiter = RateLimiter.ofProcess(ALMOST_NOTHING);
        try (Harness<byte[], byte[]> rewrite = rewrite(JobCompaction.DEFAULT.withMaxBytesPerSecond(ALMOST_NOTHING))) {
            for (CompactionTask task : fixture.plan()) {
                rewrite.process(MessageBytes.of(task));
            }
            CompactFixture.await(() -> limiter.total() > 0);
            // It is under way, and will be for hours.
            rewrite.snapshot(1, 1);
            rewrite.notifyOfCompletedCheckpoint(1);
            rewrite.process(MessageBytes.of(fixture.plan().get(0)));

            rewrite.endInput();

            assertThat(rewrite.extractOutputValues()).isEmpty();
        }
        assertThat(fixture.stored()).containsExactlyInAnyOrderElementsOf(before);
    }

    @Test
    void aStoreThatFailsFailsNoJob() throws Exception {
        List<String> before = fixture.stored();
        CompactionTask task = fixture.plan().get(0);
        FaultPlan faults = FaultPlan.none();
        between = store -> new FaultyFileStore(store, faults);
        try (Harness<byte[], byte[]> rewrite = rewrite(JobCompaction.DEFAULT)) {
            faults.outage(true);
            rewrite.process(MessageBytes.of(task));
            rewrite.runMail();
            assertThat(rewrite.extractOutputValues()).isEmpty();
            assertThat(fixture.stored()).containsExactlyInAnyOrderElementsOf(before);

            faults.outage(false);
            rewrite.process(MessageBytes.of(task));
            rewrite.runMail();
            CompactionResult result =
                    MessageBytes.result(rewrite.extractOutputValues().get(0));
            assertThat(result.task()).isEqualTo(task);
            assertThat(fixture.stored())
                    .hasSize(before.size() + result.outputs().size());
        }
    }

    @Test
    void deletesWhatItWroteAndNobodyTook() throws Exception {
        List<String> before = fixture.stored();
        try (Harness<byte[], byte[]> rewrite = rewrite(JobCompaction.DEFAULT)) {
            rewrite.process(MessageBytes.of(fixture.plan().get(0)));
            CompactFixture.await(() -> rewrite.getTaskMailbox().hasMail());
            assertThat(fixture.stored()).hasSizeGreaterThan(before.size());
        }
        assertThat(fixture.stored()).containsExactlyInAnyOrderElementsOf(before);
    }

    @Test
    void dropsATaskWhoseFilesAreGone() throws Exception {
        CompactionTask task = fixture.plan().get(0);
        try (Harness<byte[], Void> publish = publish();
                Harness<byte[], byte[]> rewrite = rewrite(JobCompaction.DEFAULT)) {
            publish.process(MessageBytes.of(fixture.run(task)));
            publish.runMail();

            rewrite.process(MessageBytes.of(task));
            rewrite.runMail();

            assertThat(rewrite.extractOutputValues()).isEmpty();
        }
    }

    @Test
    void commitsAResultOnceAndDeletesTheFilesOfAnotherOneForTheSameTask() throws Exception {
        CompactionTask task = fixture.plan().get(0);
        byte[] first = MessageBytes.of(fixture.run(task));
        CompactionResult loser = fixture.run(task);
        try (Harness<byte[], Void> publish = publish()) {
            publish.process(first);
            publish.process(first);
            publish.process(MessageBytes.of(loser));

            publish.endInput();
        }
        assertThat(fixture.table.snapshot().number()).isEqualTo(task.snapshot() + 1);
        assertThat(fixture.rows()).isEqualTo(fixture.oracle.lines());
        assertThat(fixture.live())
                .containsAll(paths(MessageBytes.result(first).outputs()))
                .doesNotContainAnyElementsOf(paths(loser.outputs()));
        assertThat(fixture.stored()).doesNotContainAnyElementsOf(paths(loser.outputs()));
    }

    @Test
    void plansAfterCommitsAndOnceForAllTasksUnderWay() throws Exception {
        fixture.append(12);
        long minute = Duration.ofMinutes(1).toMillis();
        try (Harness<CommittableMessage<TableCommittable>, byte[]> plan =
                plan(JobCompaction.DEFAULT.withMinCommits(2))) {
            // What an earlier run of the job has left.
            plan.setProcessingTime(minute);
            plan.runMail();
            int tasks = plan.extractOutputValues().size();
            assertThat(tasks).isEqualTo(LiveWork.of(fixture.plan()).size()).isPositive();
            plan.setProcessingTime(2 * minute);
            plan.runMail();
            assertThat(plan.extractOutputValues()).as("they are under way").hasSize(tasks);

            try (Harness<byte[], Void> publish = publish()) {
                for (byte[] task : plan.extractOutputValues()) {
                    publish.process(MessageBytes.of(fixture.run(MessageBytes.task(task))));
                }
                publish.endInput();
            }
            plan.setProcessingTime(3 * minute);
            plan.runMail();
            plan.setProcessingTime(4 * minute);
            assertThat(isPlanning(plan)).as("all is done").isFalse();

            fixture.append(12);
            plan.process(new CommittableSummary<>(0, 1, 1, 1, 0));
            plan.process(committed(1));
            plan.setProcessingTime(5 * minute);
            assertThat(isPlanning(plan)).as("one commit is not enough").isFalse();
            plan.process(committed(2));
            plan.setProcessingTime(6 * minute);
            plan.runMail();
            int all = plan.extractOutputValues().size();
            assertThat(all).isGreaterThan(tasks);

            // Nobody has done them.
            for (int look = 7; look <= 15; look++) {
                plan.setProcessingTime(look * minute);
                plan.runMail();
                assertThat(plan.extractOutputValues()).hasSize(all);
            }
            plan.setProcessingTime(16 * minute);
            plan.runMail();
            assertThat(plan.extractOutputValues()).hasSize(2 * all - tasks);

            plan.endInput();
            plan.process(committed(3));
            plan.setProcessingTime(30 * minute);
            assertThat(isPlanning(plan)).isFalse();
        }
    }

    private static CommittableMessage<TableCommittable> committed(long checkpoint) {
        TableCommittable committable =
                new TableCommittable(new UUID(1, 2), new CommitId(new UUID(3, 4), checkpoint), 6, List.of(), List.of());
        return new CommittableWithLineage<>(committable, checkpoint, 0);
    }

    private static boolean isPlanning(Harness<?, ?> plan) {
        return ((PlanOperator) plan.getOneInputOperator()).isPlanning();
    }

    private static List<String> paths(List<DataFile> files) {
        return files.stream().map(DataFile::path).toList();
    }

    private static FileStore open(StoreLocation location) throws IOException {
        return between.apply(location.open());
    }

    private Harness<CommittableMessage<TableCommittable>, byte[]> plan(JobCompaction job) throws Exception {
        CompactSettings settings = fixture.settings(job);
        return new Harness<>(new CompactOperatorFactory<>(
                PlanOperator.class, parameters -> new PlanOperator(parameters, settings, CompactOperatorsTest::open)));
    }

    private Harness<byte[], byte[]> rewrite(JobCompaction job) throws Exception {
        CompactSettings settings = fixture.settings(job);
        return new Harness<>(new CompactOperatorFactory<>(
                RewriteOperator.class,
                parameters -> new RewriteOperator(parameters, settings, CompactOperatorsTest::open)));
    }

    private Harness<byte[], Void> publish() throws Exception {
        CompactSettings settings = fixture.settings(JobCompaction.DEFAULT);
        return new Harness<>(new CompactOperatorFactory<>(
                PublishOperator.class,
                parameters -> new PublishOperator(parameters, settings, CompactOperatorsTest::open)));
    }

    private static final class Harness<I, O> extends OneInputStreamOperatorTestHarness<I, O> {
        Harness(CompactOperatorFactory<I, O> factory) throws Exception {
            super(factory);
            open();
        }

        void process(I value) throws Exception {
            processElement(new StreamRecord<>(value));
        }

        /** Waits for what the side thread sends, and does it. */
        void runMail() throws Exception {
            CompactFixture.await(() -> getTaskMailbox().hasMail());
            getTaskMailbox().take(TaskMailbox.MIN_PRIORITY).run();
        }
    }
}
