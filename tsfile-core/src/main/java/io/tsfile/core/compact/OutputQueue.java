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

import io.tsfile.core.flush.EncodedSeries;
import io.tsfile.core.flush.MemoryBudget;
import io.tsfile.core.flush.work.Crew;
import io.tsfile.core.flush.work.CrewLimits;
import io.tsfile.core.flush.work.Desk;
import io.tsfile.core.flush.work.Share;
import io.tsfile.core.flush.work.StageMeter;
import io.tsfile.core.flush.work.Task;
import io.tsfile.core.flush.work.Workers;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * What one compaction task writes, in order: its caller adds outputs, and workers make and write them. Used by the caller; only one
 * thread writes at a time.
 *
 * <ul>
 *   <li>Without workers, an output is made and written when it is added.
 *   <li>Memory is admitted in the order of writing, and what is written next is admitted whatever the budget says. So nobody waits
 *       for memory that only a later output would free.
 *   <li>Who has made an output writes it, and those behind it that are made, if it is next and nobody else is writing.
 *   <li>A caller who adds an output for which there is no room yet makes what no worker has claimed, and waits only for what one
 *       has. So a task ends with however few workers.
 *   <li>Once it is closed, no worker knows anything of it.
 * </ul>
 */
/*
 *   add ─► gathered ─seal─► [task][task][task][task] ─► write
 *                             made   at work  unclaimed
 */
final class OutputQueue implements Closeable {
    /** What is usual of outputs that are handed over together: less makes that expensive, more leaves workers without any. */
    static final long TASK_BYTES = 512 << 10;
    /** Tasks that are admitted and not written, at most. */
    private static final int MOST_UNWRITTEN = 256;

    private final long taskBytes;
    private final boolean alone;
    private final Desk desk = new Desk();
    private final SharedFailure failure = new SharedFailure();
    private final MemoryBudget.Lease lease;
    private final Crew crew;
    /** Guarded by itself, as is the next. */
    private final Deque<OutputTask> unwritten = new ArrayDeque<>();
    /** Somebody writes, or failed to: then nothing may follow. */
    private boolean writing;

    private List<Output> gathered = new ArrayList<>();
    private long gatheredBytes;

    /**
     * An empty queue.
     *
     * @param workers where they are hired
     * @param limits how many
     * @param budget what outputs take that are not written yet
     * @param taskBytes small outputs are handed over together until they take so many
     */
    OutputQueue(Workers workers, CrewLimits limits, MemoryBudget budget, long taskBytes) {
        this.taskBytes = taskBytes;
        this.alone = Math.min(workers.cap(), limits.workers()) == 0;
        this.lease = budget.lease();
        this.crew = new Crew(desk, workers, failure, new StageMeter(), limits);
    }

    /**
     * Adds what is written next.
     *
     * @throws IOException what kept any output from being made or written; then there is nothing more to do than to close
     * @throws InterruptedIOException if the thread is interrupted, which it then still is
     */
    void add(Output output) throws IOException {
        if (alone) {
            for (EncodedSeries series : output.maker().make()) {
                output.writer().write(series);
            }
            return;
        }
        gathered.add(output);
        gatheredBytes += output.bytes();
        if (gatheredBytes >= taskBytes) {
            seal();
        }
    }

    /** Writes until there is room for so many bytes, which the caller is about to take, or nothing is left to write. */
    void awaitRoom(long bytes) throws IOException {
        Share room = new Share(lease);
        for (long seen = desk.changes(); unwritten() > 0 && !room.take(bytes, false); seen = desk.changes()) {
            advance(seen);
        }
        room.release();
    }

    /** Writes all that was added. */
    void drain() throws IOException {
        seal();
        for (long seen = desk.changes(); unwritten() > 0; seen = desk.changes()) {
            advance(seen);
        }
        checkFailure();
    }

    private void seal() throws IOException {
        if (gathered.isEmpty()) {
            return;
        }
        OutputTask task = new OutputTask(this, new Share(lease), gathered, gatheredBytes);
        gathered = new ArrayList<>();
        gatheredBytes = 0;
        checkFailure();
        for (long seen = desk.changes(); !isAdmitted(task); seen = desk.changes()) {
            advance(seen);
        }
        synchronized (unwritten) {
            unwritten.add(task);
        }
        crew.add(task);
        crew.hire();
    }

    private boolean isAdmitted(OutputTask task) {
        int before = unwritten();
        return !crew.hasEnough() && before < MOST_UNWRITTEN && task.share().take(task.estimate(), before == 0);
    }

    /** How many tasks are admitted and not written. */
    private int unwritten() {
        synchronized (unwritten) {
            return unwritten.size();
        }
    }

    /**
     * Does what brings the next output nearer to its file, or waits until somebody else has.
     *
     * @param seen changes before the caller looked whether there is anything to wait for
     */
    private void advance(long seen) throws IOException {
        checkInterrupted();
        checkFailure();
        crew.hire();
        if (help()) {
            return;
        }
        try {
            desk.await(seen);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            checkInterrupted();
        }
    }

    /** Writes what is made and next, unless somebody does already; he then writes what is made meanwhile, too. */
    void writeMade() throws IOException {
        boolean begun = false;
        while (true) {
            OutputTask head;
            synchronized (unwritten) {
                if (begun) {
                    unwritten.poll();
                } else if (writing) {
                    return;
                }
                head = unwritten.peek();
                writing = head != null && head.isDone() && !failure.happened();
                if (!writing) {
                    break;
                }
            }
            if (begun) {
                desk.changed();
            }
            begun = true;
            head.write();
        }
        if (begun) {
            desk.changed();
        }
    }

    private boolean help() {
        Task task = crew.claim();
        if (task == null) {
            return false;
        }
        crew.run(task);
        return true;
    }

    private void checkFailure() throws IOException {
        if (failure.happened()) {
            failure.rethrow();
        }
    }

    private static void checkInterrupted() throws InterruptedIOException {
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException("Cannot go on with what a compaction writes: the thread was interrupted");
        }
    }

    @Override
    public void close() {
        synchronized (unwritten) {
            // Who writes has nothing to write next.
            unwritten.clear();
        }
        crew.end();
        lease.close();
    }
}
