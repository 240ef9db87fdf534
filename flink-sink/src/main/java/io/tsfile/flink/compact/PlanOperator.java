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

import io.tsfile.core.compact.Compaction;
import io.tsfile.core.compact.CompactionTask;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.table.Snapshot;
import io.tsfile.core.table.Table;
import io.tsfile.flink.commit.OpenTable;
import io.tsfile.flink.commit.TableCommittable;
import io.tsfile.flink.stage.SinkMetrics;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import org.apache.flink.streaming.api.connector.sink2.CommittableMessage;
import org.apache.flink.streaming.api.connector.sink2.CommittableWithLineage;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plans tasks now and then, if the job has committed something or an earlier plan is not done. The plan is made of the table's newest
 * snapshot, so commits that are told twice, or not at all, do no harm.
 *
 * <p>It ends with its input: the last commits of a job are left to the next compaction.
 */
final class PlanOperator extends SideOperator<byte[]>
        implements OneInputStreamOperator<CommittableMessage<TableCommittable>, byte[]>, BoundedOneInput {
    private static final Logger LOGGER = LoggerFactory.getLogger(PlanOperator.class);

    private final transient TasksUnderWay underWay;
    private transient volatile Plan last = new Plan(List.of(), 0, 0, true);
    private transient long commits;
    private transient boolean planning;
    private transient boolean ended;

    /**
     * What came of a look at the table.
     *
     * @param messages tasks to send now
     * @param waitingTasks tasks that must wait
     * @param waitingBytes of their inputs
     * @param unfinished whether there is something to come back to without another commit
     */
    private record Plan(List<byte[]> messages, long waitingTasks, long waitingBytes, boolean unfinished) {}

    PlanOperator(StreamOperatorParameters<byte[]> parameters, CompactSettings settings, OpenTable.Opener opener) {
        super("plan", parameters, settings, opener);
        this.underWay = new TasksUnderWay(settings.patience().toMillis(), settings.mostBytesUnderWay());
        compactMetrics.gauge(SinkMetrics.WAITING_COMPACTIONS, () -> last.waitingTasks);
        compactMetrics.gauge(SinkMetrics.WAITING_COMPACTION_BYTES, () -> last.waitingBytes);
    }

    @Override
    public void open() throws Exception {
        super.open();
        startTimer();
    }

    @Override
    public void processElement(StreamRecord<CommittableMessage<TableCommittable>> element) {
        if (element.getValue() instanceof CommittableWithLineage) {
            commits++;
        }
    }

    @Override
    public void endInput() {
        ended = true;
        side.stop();
    }

    /** Whether it looks at the table just now. */
    boolean isPlanning() {
        return planning;
    }

    private void startTimer() {
        long now = getProcessingTimeService().getCurrentProcessingTime();
        // An interval without end must not come round to a time in the past.
        long wait = Math.min(settings.job().interval().toMillis(), Long.MAX_VALUE - now);
        ScheduledFuture<?> unused = getProcessingTimeService().registerTimer(now + wait, this::look);
    }

    private void look(long nowMillis) {
        if (ended) {
            return;
        }
        startTimer();
        if (!planning && (last.unfinished || commits >= settings.job().minCommits())) {
            planning = true;
            commits = 0;
            side.run(() -> plan(nowMillis), new SideThread.Outcome<>() {
                @Override
                public void done(Plan plan) {
                    planned(plan);
                }

                @Override
                public void failed(Exception failure) {
                    planning = false;
                    // The commits were not looked at, so the next look must not wait for others.
                    last = new Plan(List.of(), last.waitingTasks, last.waitingBytes, true);
                    failures.inc();
                    LOGGER.warn("Compaction of {} could not be planned; it is tried again", uri(), failure);
                }

                @Override
                public void dropped(@Nullable Plan plan) {
                    planning = false;
                }
            });
        }
    }

    private void planned(Plan plan) {
        planning = false;
        last = new Plan(List.of(), plan.waitingTasks, plan.waitingBytes, plan.unfinished);
        plan.messages.forEach(message -> output.collect(new StreamRecord<>(message)));
        if (!plan.messages.isEmpty()) {
            LOGGER.info(
                    "Compaction of {}: {} tasks begin, {} of {} bytes wait",
                    uri(),
                    plan.messages.size(),
                    plan.waitingTasks,
                    plan.waitingBytes);
        }
    }

    /** For the side thread. */
    private Plan plan(long nowMillis) throws Exception {
        if (!table.isThere()) {
            return new Plan(List.of(), 0, 0, true);
        }
        Table opened = table.get();
        Snapshot snapshot = opened.snapshot();
        List<CompactionTask> worth =
                LiveWork.of(Compaction.plan(opened.store(), snapshot, settings.options(), TimeRange.ALL));
        List<CompactionTask> admitted = underWay.admit(snapshot, worth, nowMillis);
        List<byte[]> messages = new ArrayList<>(admitted.size());
        for (CompactionTask task : admitted) {
            messages.add(MessageBytes.of(task));
        }
        return new Plan(
                messages,
                worth.size() - admitted.size(),
                bytes(worth) - bytes(admitted),
                !underWay.isEmpty() || worth.size() > admitted.size());
    }

    private static long bytes(List<CompactionTask> tasks) {
        return tasks.stream().mapToLong(CompactionTask::bytes).sum();
    }
}
