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

import io.tsfile.core.io.FileStore;
import io.tsfile.core.model.LiveFile;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.table.CommitConflictException;
import io.tsfile.core.table.Snapshot;
import io.tsfile.core.table.Table;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Executor;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compacts a table until there is nothing left to gain: plans, runs the tasks, commits each soon after it is done, plans again.
 *
 * <ul>
 *   <li>Readers and writers of the table go on meanwhile; an append never conflicts with it. Of two compactions at once, one wins for each
 *       task, and the other plans again.
 *   <li>It can be killed at any moment: what was committed is done, and the next one goes on from there. Files that were not yet
 *       committed have no name in the log and stay for the vacuum.
 *   <li>Used by one thread, and once; {@link #cancel} by any.
 * </ul>
 */
public final class Compaction {
    /** Plans in vain at most: each one lost against another compaction, which did the work instead. */
    private static final int MAX_ROUNDS_IN_VAIN = 4;

    private static final Logger LOG = LoggerFactory.getLogger(Compaction.class);

    private final Table table;
    private final Tally tally = new Tally();
    private CompactionOptions options;
    private CompactionListener listener = CompactionListener.NONE;
    private CompactionWatcher watcher = CompactionWatcher.NONE;
    private CompactionLimits limits = CompactionLimits.NONE;
    private TimeRange times = TimeRange.ALL;
    private Executor executor = Runnable::run;
    private int parallelism = 1;
    private TaskRunner runner;
    private volatile boolean cancelled;

    private Compaction(Table table, CompactionOptions options) {
        this.table = table;
        this.options = options;
        this.runner = (metadata, task, heard) -> CompactionRunner.run(table.store(), metadata, options, task, heard);
    }

    /** Compacts on the caller's thread. */
    public static CompactionReport run(Table table, CompactionOptions options, CompactionListener listener)
            throws IOException {
        return of(table, options).listener(listener).run();
    }

    /** A compaction to be started. */
    public static Compaction of(Table table, CompactionOptions options) {
        return new Compaction(table, options);
    }

    /** Who hears how the tasks get on: from the threads that run them, so from several at once if there are. */
    public Compaction listener(CompactionListener heard) {
        listener = heard;
        return this;
    }

    /** Who is told what is planned and what is committed, by the thread that runs this. */
    public Compaction watcher(CompactionWatcher told) {
        watcher = told;
        return this;
    }

    /** Which rows it is for: tasks without files that have rows at these times are left to another compaction. */
    public Compaction times(TimeRange range) {
        times = range;
        return this;
    }

    /** When to stop before the end. */
    public Compaction limits(CompactionLimits bounds) {
        limits = bounds;
        return this;
    }

    /**
     * Where tasks run; on the caller's thread unless it is set.
     *
     * @param threads stays the caller's
     * @param tasks how many of them are under way at once
     */
    public Compaction executor(Executor threads, int tasks) {
        if (tasks < 1) {
            throw new IllegalArgumentException("Cannot run " + tasks + " tasks at once");
        }
        executor = threads;
        parallelism = tasks;
        return this;
    }

    /** What carries out a task; in this process unless it is set. */
    public Compaction runner(TaskRunner other) {
        runner = other;
        return this;
    }

    /** Ends it soon: no task is begun any more, and those under way end when they next say how they get on. */
    public void cancel() {
        cancelled = true;
    }

    /**
     * The tasks that a compaction for these times begins with. Looks into short files that overlap long ones, because the log does not say which
     * devices they have.
     *
     * @param store the table's folder
     */
    public static List<CompactionTask> plan(
            FileStore store, Snapshot snapshot, CompactionOptions options, TimeRange times) throws IOException {
        List<LiveFile> live = snapshot.liveFiles(store, TimeRange.ALL);
        List<CompactionTask> all = CompactionPolicy.plan(snapshot, live, options);
        Map<String, List<IDeviceID>> late = FewDevices.of(store, all);
        if (!late.isEmpty()) {
            all = CompactionPolicy.plan(snapshot, live, options, late);
        }
        return all.stream().filter(task -> concerns(task, times)).toList();
    }

    private static boolean concerns(CompactionTask task, TimeRange times) {
        return task.cut().times().overlaps(times)
                && task.inputs().stream().anyMatch(input -> input.file().times().overlaps(times));
    }

    /**
     * Compacts.
     *
     * @throws CommitConflictException if others compacted the same files again and again
     */
    public CompactionReport run() throws IOException {
        int inVain = 0;
        boolean finished = false;
        while (!cancelled && tally.isWithin(limits)) {
            Snapshot snapshot = table.snapshot();
            List<CompactionTask> plan = plan(table.store(), snapshot, options, times);
            watcher.planned(plan);
            if (plan.isEmpty() && !options.force()) {
                finished = true;
                break;
            }
            int before = tally.committed();
            CommitConflictException conflict = round(snapshot, plan);
            tally.roundEnded();
            if (conflict == null) {
                // What is forced is done once; what follows from it is done if it is worth it.
                options = options.withForce(false);
            }
            inVain = conflict == null || tally.committed() > before ? 0 : inVain + 1;
            if (conflict != null && inVain == MAX_ROUNDS_IN_VAIN) {
                throw conflict;
            }
        }
        CompactionReport report = tally.report(finished);
        LOG.info("Compacted {}: {}", table.store().location().uri(), report);
        return report;
    }

    /**
     * Carries out a plan, as far as the limits let it.
     *
     * @return the last conflict, if there was one
     */
    private @Nullable CommitConflictException round(Snapshot snapshot, List<CompactionTask> plan) throws IOException {
        Queue<CompactionTask> waiting = new ArrayDeque<>(plan);
        TaskQueue queue = new TaskQueue(executor, runner, snapshot.metadata(), listener, () -> cancelled);
        Failure failure = new Failure();
        GroupCommit commits = new GroupCommit(table, tally, watcher, failure);
        while (true) {
            while (queue.running() < parallelism
                    && !waiting.isEmpty()
                    && !failure.isSet()
                    && !cancelled
                    && tally.isWithin(limits)) {
                CompactionTask task = waiting.remove();
                tally.began(task);
                try {
                    queue.start(task);
                } catch (RuntimeException e) {
                    // What is under way is waited for and committed all the same.
                    failure.add(e);
                }
            }
            if (queue.running() == 0) {
                commits.commitWaiting();
                failure.rethrow();
                return commits.conflict();
            }
            TaskQueue.Outcome outcome = failure.take(queue);
            if (outcome.failure() != null) {
                failure.add(outcome.failure());
            } else if (outcome.result() != null) {
                commits.add(outcome.result(), outcome.progress());
            }
        }
    }
}
