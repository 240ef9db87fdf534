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
package io.tsfile.flink.source;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.util.FlinkRuntimeException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands splits out to readers that ask, one at a time.
 *
 * <p>Splits of a commit are handed out only when no reader holds one of an earlier commit. A reader asks when it holds none, so
 * that is when all readers wait; which splits are finished need not be known, nor kept. All methods run in the coordinator's
 * thread, and only the feed reads the store.
 */
final class TsFileEnumerator implements SplitEnumerator<TsFileSplit, ReadProgress> {
    /** The next look is made when no more splits than that are left. */
    private static final int FEW_PENDING = 16;

    /** Looks that may fail, one after the other, before the job does. */
    private static final int MOST_FAILURES = 5;

    private static final Logger LOG = LoggerFactory.getLogger(TsFileEnumerator.class);

    private final SplitEnumeratorContext<TsFileSplit> context;
    private final SplitFeed feed;
    private final long discoveryMillis;
    /** Readers that hold no split. */
    private final TreeSet<Integer> waiting = new TreeSet<>();

    private final Deque<TsFileSplit> pending = new ArrayDeque<>();
    private ReadProgress.Phase phase;
    private @Nullable UUID table;
    private long next;
    private long current;
    private boolean looking;
    /** Whether another look may find something. */
    private boolean more;
    /** The newest commit of which readers were told that it is done. */
    private long announced;
    /** How many looks failed, one after the other. */
    private int failures;

    private long newest;
    /** For metrics, which other threads read. */
    private volatile long pendingSplits;

    private volatile long commitsBehind;

    TsFileEnumerator(
            SplitEnumeratorContext<TsFileSplit> context,
            SplitFeed feed,
            long discoveryMillis,
            ReadProgress restored) {
        this.context = context;
        this.feed = feed;
        this.discoveryMillis = discoveryMillis;
        this.phase = restored.phase();
        this.table = restored.table();
        this.next = restored.next();
        this.current = restored.current();
        this.more = phase != ReadProgress.Phase.DONE;
        pending.addAll(restored.pending());
    }

    @Override
    public void start() {
        context.metricGroup().setUnassignedSplitsGauge(() -> pendingSplits);
        context.metricGroup().gauge("commitsBehind", () -> commitsBehind);
        lookIfFew();
        if (discoveryMillis > 0) {
            context.callAsync(() -> true, (time, failure) -> timeToLook(), discoveryMillis, discoveryMillis);
        }
    }

    private void timeToLook() {
        more = phase != ReadProgress.Phase.DONE;
        lookIfFew();
    }

    private void lookIfFew() {
        if (more && !looking && pending.size() <= FEW_PENDING) {
            looking = true;
            ReadProgress reached = new ReadProgress(phase, table, next, current, List.of());
            context.callAsync(() -> feed.look(reached), this::found);
        }
    }

    private void found(SplitFeed.@Nullable Look look, @Nullable Throwable failure) {
        looking = false;
        if (look == null) {
            failed(failure);
            return;
        }
        failures = 0;
        if (phase == ReadProgress.Phase.START && !look.splits().isEmpty()) {
            // No reader can hold anything yet.
            current = look.splits().get(0).commit();
        }
        phase = look.phase();
        table = look.table();
        next = look.next();
        more = look.more();
        newest = Math.max(newest, look.newest());
        pending.addAll(look.splits());
        handOut();
    }

    /** A store that fails now and then does not stop a job that follows a table. */
    private void failed(@Nullable Throwable failure) {
        if (failure instanceof IOException && phase == ReadProgress.Phase.FOLLOW && ++failures < MOST_FAILURES) {
            LOG.warn("Could not look for new commits; the next look is in {} ms", discoveryMillis, failure);
            more = false;
            return;
        }
        throw failure instanceof RuntimeException known
                ? known
                : new FlinkRuntimeException("Cannot find splits to read", failure);
    }

    private void handOut() {
        while (!pending.isEmpty() && !waiting.isEmpty()) {
            long commit = pending.element().commit();
            if (commit > current) {
                if (waiting.size() < context.currentParallelism()) {
                    break;
                }
                announce();
                current = commit;
            }
            int reader = waiting.first();
            waiting.remove(reader);
            if (context.registeredReaders().containsKey(reader)) {
                context.assignSplit(pending.remove(), reader);
            }
        }
        boolean done = pending.isEmpty() && waiting.size() >= context.currentParallelism();
        if (done) {
            announce();
        }
        if (pending.isEmpty() && phase == ReadProgress.Phase.DONE) {
            waiting.forEach(context::signalNoMoreSplits);
            waiting.clear();
        }
        pendingSplits = pending.size();
        commitsBehind = Math.max(0, newest - (done ? next : current) + 1);
        lookIfFew();
    }

    /** No reader holds a split of the current commit, and none is left. */
    private void announce() {
        if (phase == ReadProgress.Phase.FOLLOW && announced < current) {
            announced = current;
            waiting.stream()
                    .filter(context.registeredReaders()::containsKey)
                    .forEach(reader -> context.sendEventToSourceReader(reader, new CommitDone(current)));
        }
    }

    @Override
    public void handleSplitRequest(int subtask, @Nullable String host) {
        waiting.add(subtask);
        handOut();
    }

    @Override
    public void addSplitsBack(List<TsFileSplit> splits, int subtask) {
        // It will ask again when it has finished what its state gives back to it.
        waiting.remove(subtask);
        List<TsFileSplit> all = new ArrayList<>(splits);
        all.addAll(pending);
        all.sort(Comparator.comparingLong(TsFileSplit::commit));
        pending.clear();
        pending.addAll(all);
        handOut();
    }

    @Override
    public void addReader(int subtask) {
        // Readers ask.
    }

    @Override
    public ReadProgress snapshotState(long checkpoint) {
        return new ReadProgress(phase, table, next, current, List.copyOf(pending));
    }

    @Override
    public void close() {
        feed.close();
    }
}
