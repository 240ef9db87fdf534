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
package io.tsfile.core.flush.staged;

import io.tsfile.core.flush.FlushException;
import io.tsfile.core.flush.FlushStage;
import io.tsfile.core.flush.FlushStats;
import io.tsfile.core.flush.MemoryBudget;
import io.tsfile.core.flush.SeriesPart;
import io.tsfile.core.flush.SortStage;
import io.tsfile.core.flush.SortedDevice;
import io.tsfile.core.flush.memtable.Arrivals;
import io.tsfile.core.flush.work.Crew;
import io.tsfile.core.flush.work.Desk;
import io.tsfile.core.flush.work.StageMeter;
import io.tsfile.core.flush.work.Task;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.jspecify.annotations.Nullable;

/**
 * One flush, as its caller's thread conducts it. All of this belongs to that thread.
 *
 * <pre>
 *              admit                    cut                       admit                     write
 *  SortTasks ────────► sorting (crew) ────────► planned (waiting) ────────► encoding (crew) ────────► files
 * </pre>
 *
 * <p>Every queue is in the order of the file, which is that of the devices, and tasks leave it at the head alone; so the order of
 * what is written does not depend on who is done first. The caller does, again and again, the first of these that it can: write
 * what is encoded next; cut what is sorted next; sort where workers would soon have nothing to encode; do a task that nobody has
 * claimed; wait for one that somebody has.
 *
 * <p>Memory: a task is admitted once the budget has room for it and for all before it. The task that must be written next is
 * admitted whatever the budget says, so there is always one that somebody works on, and waiting for it never is for ever.
 */
final class FlushRun {
    private final Tuning tuning;
    private final SortStage sort;
    private final EncodeTask.Context encodeContext;
    private final Desk desk = new Desk();
    private final FirstFailure failure = new FirstFailure();
    private final StageMeter sortMeter = new StageMeter();
    private final StageMeter encodeMeter = new StageMeter();
    private final StageMeter ioMeter = new StageMeter();
    private final Crew sorters;
    private final Crew encoders;
    private final PieceWriter writer;
    private final SortTasks unsorted;
    private final Deque<SortTask> sorting = new ArrayDeque<>();
    private final Deque<EncodeTask> planned = new ArrayDeque<>();
    private final Deque<EncodeTask> encoding = new ArrayDeque<>();
    private FlushStage stage = FlushStage.SORT;
    private @Nullable IDeviceID device;

    /** @param lease of the flush; the run takes from it, and its caller gives all back when the run has ended */
    FlushRun(StagedFlush.Stages stages, Arrivals arrivals, MemoryBudget.Lease lease, MemoryBudget.Lease metadata) {
        this.tuning = stages.tuning();
        this.sort = stages.sort();
        this.encodeContext = new EncodeTask.Context(stages.encode(), lease, ioMeter, tuning.taskBytes(), stages.hook());
        this.sorters = new Crew(desk, stages.workers(), failure.at(FlushStage.SORT), sortMeter, tuning.crew());
        this.encoders = new Crew(desk, stages.workers(), failure.at(FlushStage.ENCODE), encodeMeter, tuning.crew());
        this.writer = new PieceWriter(sort, stages.io(), metadata, ioMeter, stages.hook());
        this.unsorted = new SortTasks(arrivals, lease, tuning, stages.hook());
    }

    /** Writes all. When this returns or throws, no worker has anything of the flush any more. */
    void run() throws FlushException {
        try {
            while (!isDone() && !failure.happened()) {
                step();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            failure.report(FlushStage.IO, writer.device(), e);
        } catch (Throwable e) {
            failure.report(stage, stage == FlushStage.IO ? writer.device() : device, e);
        } finally {
            sorters.end();
            encoders.end();
        }
        failure.rethrow();
    }

    /** What was done, once it has ended. */
    FlushStats stats() {
        return new FlushStats(
                sortMeter.stats(), encodeMeter.stats(), ioMeter.stats(), writer.rows(), writer.points(), 0);
    }

    private boolean isDone() {
        return unsorted.isEmpty() && sorting.isEmpty() && planned.isEmpty() && encoding.isEmpty();
    }

    private void step() throws IOException, InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("the thread that flushes was interrupted");
        }
        stage = FlushStage.SORT;
        device = null;
        long seen = desk.changes();
        admit();
        encoders.hire();
        sorters.hire();
        if (!writeNext() && !cutNext() && !sortAhead() && !help(encoders) && !help(sorters)) {
            desk.await(seen);
        }
    }

    private void admit() {
        while (!planned.isEmpty()
                && encoding.size() < tuning.unwritten()
                && !encoders.hasEnough()
                && admit(planned.element(), encoding.isEmpty(), encodeMeter)) {
            EncodeTask task = planned.remove();
            encoding.add(task);
            encoders.add(task);
        }
        while (planned.isEmpty()
                && !unsorted.isEmpty()
                && encoding.size() < tuning.unwritten()
                && sorting.size() < sorters.ahead()
                && admit(unsorted.peek(), sorting.isEmpty() && encoding.isEmpty(), sortMeter)) {
            SortTask task = unsorted.poll();
            sorting.add(task);
            if (task.isTrivial()) {
                // Workers have better things to do than to find that rows are in order.
                sorters.runAtOnce(task);
            } else {
                sorters.add(task);
            }
        }
    }

    private static boolean admit(Task task, boolean isNext, StageMeter meter) {
        if (task.share().take(task.estimate(), isNext)) {
            return true;
        }
        if (task.stall()) {
            meter.stall();
        }
        return false;
    }

    private boolean writeNext() throws IOException {
        EncodeTask head = encoding.peek();
        if (head == null || !head.isDone()) {
            return false;
        }
        stage = FlushStage.IO;
        writer.write(encoding.remove());
        return true;
    }

    /** Decides on the files of the devices that were sorted next, and plans their chunks. */
    private boolean cutNext() {
        SortTask head = sorting.peek();
        if (head == null || !head.isDone() || !planned.isEmpty()) {
            return false;
        }
        stage = FlushStage.SORT;
        sorting.remove();
        long start = System.nanoTime();
        sortMeter.begin();
        List<SeriesPart> parts = new ArrayList<>();
        for (SortedDevice sorted : head.takeSorted()) {
            device = sorted.device();
            parts.addAll(sort.cut(sorted));
        }
        List<EncodeTask> tasks = EncodeTask.of(encodeContext, head, parts);
        head.expect(tasks.size());
        planned.addAll(tasks);
        sortMeter.end(0, start, System.nanoTime());
        return true;
    }

    /** Else workers would wait for a caller who encodes, and then sorts, while there is no worker who sorts. */
    private boolean sortAhead() {
        return encoders.isLow() && help(sorters);
    }

    private static boolean help(Crew crew) {
        Task task = crew.claim();
        if (task == null) {
            return false;
        }
        crew.run(task);
        return true;
    }
}
