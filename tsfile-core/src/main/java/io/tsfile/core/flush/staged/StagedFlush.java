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

import io.tsfile.core.flush.EncodeStage;
import io.tsfile.core.flush.FlushEngine;
import io.tsfile.core.flush.FlushException;
import io.tsfile.core.flush.FlushOptions;
import io.tsfile.core.flush.FlushStage;
import io.tsfile.core.flush.FlushStats;
import io.tsfile.core.flush.IoStage;
import io.tsfile.core.flush.MemoryBudget;
import io.tsfile.core.flush.SortStage;
import io.tsfile.core.flush.StageStats;
import io.tsfile.core.flush.memtable.Arrivals;
import io.tsfile.core.flush.memtable.MemTable;
import io.tsfile.core.flush.work.Workers;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimePartitioning;
import java.io.IOException;
import java.util.List;

/**
 * The stages on the caller's thread and on workers.
 *
 * <ul>
 *   <li>The caller of {@link #flush} decides which file each row goes to, and writes; it alone does. Workers sort and encode. A
 *       caller that has nothing to write does what they would do next, so a flush ends with however few workers.
 *   <li>When {@link #flush} returns or throws, no worker knows anything of it any more. Workers are never interrupted.
 *   <li>The budget holds workers back, never the caller: what is to be written next is worked on whatever it says. So memory in
 *       use may be above the budget by what one task takes, and what is known of open files.
 * </ul>
 */
public final class StagedFlush implements FlushEngine {
    private final Stages stages;
    private final MemoryBudget budget;
    /** What is known of the chunks in open files. */
    private final MemoryBudget.Lease metadata;

    private FlushStats stats = FlushStats.NONE;
    private boolean unusable;

    /** What the flushes of one engine share. */
    record Stages(SortStage sort, EncodeStage encode, IoStage io, Workers workers, Tuning tuning, StepHook hook) {}

    /**
     * An engine for one writer of a table.
     *
     * @param workers who helps; shared with other flushes
     * @param budget what sorted copies, chunks that are not written yet and what is known of written ones are counted in. The
     *     memtables are counted by their owners
     */
    public StagedFlush(
            FileStore store,
            TableSchema schema,
            TimePartitioning partitioning,
            FlushOptions options,
            Workers workers,
            MemoryBudget budget) {
        this(
                new Stages(
                        new SortStage(schema, partitioning, options),
                        new EncodeStage(options),
                        new IoStage(store, schema, partitioning, options),
                        workers,
                        Tuning.DEFAULT,
                        StepHook.NONE),
                budget);
    }

    /** An engine of these stages, which it owns. */
    StagedFlush(Stages stages, MemoryBudget budget) {
        this.stages = stages;
        this.budget = budget;
        this.metadata = budget.lease();
    }

    @Override
    public void flush(List<MemTable> tables) throws FlushException {
        begin();
        MemoryBudget.Lease lease = budget.lease();
        try {
            Arrivals arrivals = arrivals(tables);
            lease.add(arrivals.bytes());
            if (arrivals.size() > 0) {
                run(new FlushRun(stages, arrivals, lease, metadata));
            }
        } finally {
            lease.close();
        }
        unusable = false;
    }

    @Override
    public List<DataFile> finish() throws IOException {
        begin();
        long start = System.nanoTime();
        List<DataFile> files = stages.io().finish();
        stages.sort().filesClosed();
        metadata.close();
        long nanos = System.nanoTime() - start;
        stats = stats.plus(
                new FlushStats(StageStats.NONE, StageStats.NONE, new StageStats(1, nanos, nanos, 0, 1, 0), 0, 0, 0));
        unusable = false;
        return files;
    }

    @Override
    public FlushStats stats() {
        return new FlushStats(
                stats.sort(),
                stats.encode(),
                stats.io(),
                stats.rows(),
                stats.points(),
                stages.encode().fallbacks());
    }

    @Override
    public void close() throws IOException {
        unusable = true;
        metadata.close();
        stages.io().close();
    }

    private void run(FlushRun run) throws FlushException {
        try {
            run.run();
        } finally {
            stats = stats.plus(run.stats());
        }
    }

    private static Arrivals arrivals(List<MemTable> tables) throws FlushException {
        try {
            Arrivals arrivals = Arrivals.of(tables);
            if (arrivals.deletions() > 0) {
                throw new IllegalArgumentException("Cannot flush " + arrivals.deletions()
                        + " deletions with workers, which hand out files alone; flush such memtables with FusedFlush");
            }
            return arrivals;
        } catch (RuntimeException | Error e) {
            throw FlushException.of(FlushStage.SORT, null, e);
        }
    }

    /** Holds as failed whatever does not reach its end: what a failed flush left out must never be committed without it. */
    private void begin() {
        if (unusable) {
            throw new IllegalStateException(
                    "Cannot go on with this flush engine: it is closed, or an earlier flush failed. Close it, and flush"
                            + " again with another one: the rows of a failed flush are still in their memtables");
        }
        unusable = true;
    }
}
