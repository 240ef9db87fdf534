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
package io.tsfile.core.flush.manage;

import io.tsfile.core.flush.FlushReason;
import io.tsfile.core.flush.FlushStats;
import io.tsfile.core.flush.memtable.MemTable;
import io.tsfile.core.model.DataFile;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * One flush, from the moment that its hand-overs are picked until they are installed. It keeps its hand-overs over all tries, until it is resumed.
 * Guarded by the manager's lock; while it runs, the thread that runs it reads it without.
 *
 * <pre>
 *            +--- PAUSED <--+                  +--- PAUSED <--+
 *            v              |                  v              |
 *  FLUSH:   DUE ------> RUNNING --> INSTALL:  DUE ------> RUNNING --> INSTALLED
 *            ^              |                  ^              |
 *            +--- FAILED <--+                  +--- FAILED <--+          (from FAILED by resume alone)
 * </pre>
 */
final class FlushTicket {
    private static final int MOST_FAILURES = 8;

    private enum State {
        DUE,
        RUNNING,
        PAUSED,
        FAILED,
        INSTALLED
    }

    private final TableQueue queue;
    private final List<HandOver> handOvers;
    private State state = State.DUE;
    private int flushTries;
    private int installTries;
    private boolean complete;
    private boolean offered;
    private boolean again;
    private List<DataFile> files = List.of();
    private FlushStats stats = FlushStats.NONE;
    private long begin;
    private long completed;
    /** The oldest first. */
    private final Deque<Throwable> failures = new ArrayDeque<>();

    FlushTicket(TableQueue queue, List<HandOver> handOvers) {
        this.queue = queue;
        this.handOvers = List.copyOf(handOvers);
    }

    TableQueue queue() {
        return queue;
    }

    List<HandOver> handOvers() {
        return handOvers;
    }

    HandOver last() {
        return handOvers.get(handOvers.size() - 1);
    }

    List<MemTable> memTables() {
        return handOvers.stream()
                .flatMap(handOver -> handOver.tables().stream())
                .toList();
    }

    long bytes() {
        return handOvers.stream().mapToLong(HandOver::bytes).sum();
    }

    /** Whether its files are there, so that only the installation is missing. */
    boolean isComplete() {
        return complete;
    }

    boolean isDue() {
        return state == State.DUE;
    }

    boolean isRunning() {
        return state == State.RUNNING;
    }

    boolean isPaused() {
        return state == State.PAUSED;
    }

    boolean hasFailed() {
        return state == State.FAILED;
    }

    boolean isInstalled() {
        return state == State.INSTALLED;
    }

    List<DataFile> files() {
        return files;
    }

    FlushStats stats() {
        return stats;
    }

    /** Tries of what it does now, the flush or the installation. */
    int tries() {
        return complete ? installTries : flushTries;
    }

    /** A thread takes it. */
    void start() {
        assert isDue();
        state = State.RUNNING;
        if (complete) {
            installTries++;
            offered = true;
        } else if (flushTries++ == 0) {
            begin = System.nanoTime();
        }
    }

    /** A try went well. */
    void succeeded(FlushTry result) {
        assert isRunning();
        failures.clear();
        if (complete) {
            state = State.INSTALLED;
            return;
        }
        complete = true;
        completed = System.nanoTime();
        files = result.files();
        stats = result.stats();
        state = State.DUE;
    }

    /** A try went wrong, and there will be another one. */
    void paused(FlushTry result) {
        record(result);
        state = State.PAUSED;
    }

    /** The pause is over. */
    void unpause() {
        if (isPaused()) {
            state = State.DUE;
        }
    }

    /** There will be no other try. */
    void failed(FlushTry result) {
        record(result);
        state = State.FAILED;
    }

    /**
     * All tries are there again. A merged flush without files goes on in parts, so that rows that cannot be flushed, or are too
     * many at once, hold up those behind them alone.
     */
    List<FlushTicket> resume() {
        assert hasFailed();
        if (!complete && handOvers.size() > 1) {
            return handOvers.stream().map(this::part).toList();
        }
        state = State.DUE;
        again = true;
        flushTries = complete ? flushTries : 0;
        installTries = 0;
        failures.clear();
        return List.of(this);
    }

    private FlushTicket part(HandOver handOver) {
        FlushTicket part = new FlushTicket(queue, List.of(handOver));
        part.again = true;
        return part;
    }

    /** Files that were never offered for installation, so that nobody can have seen them. */
    List<DataFile> unseenFiles() {
        return offered ? List.of() : files;
    }

    /** Why it failed, with all tries' failures. */
    FlushFailedException failure() {
        Throwable lastFailure = failures.isEmpty() ? new IllegalStateException("no try failed") : failures.getLast();
        FlushFailedException failure = new FlushFailedException(
                "Cannot " + (complete ? "install" : "make") + " the files of a flush of '" + queue.table() + "', up to"
                        + " hand-over " + last().sequence() + ", after " + tries() + " tries (" + lastFailure
                        + "). The rows of this hand-over and of all later ones are still in memory; remove the cause"
                        + " and resume the queue",
                lastFailure);
        failures.stream().filter(e -> e != lastFailure).forEach(failure::addSuppressed);
        return failure;
    }

    /** What to tell of it, now that it has ended. */
    FlushEvent event(Optional<Throwable> failure) {
        long now = System.nanoTime();
        long flushed = complete ? completed : now;
        List<FlushReason> reasons =
                new ArrayList<>(handOvers.stream().map(HandOver::reason).toList());
        if (again || flushTries > 1 || installTries > 1) {
            reasons.add(FlushReason.ERROR_RETRY);
        }
        return new FlushEvent(
                queue.table(),
                List.copyOf(reasons),
                last().sequence(),
                handOvers.stream()
                        .mapToInt(handOver -> handOver.tables().size())
                        .sum(),
                bytes(),
                failure.isPresent() ? List.of() : files,
                stats,
                flushTries,
                installTries,
                begin - handOvers.get(0).nanos(),
                flushed - begin,
                now - flushed,
                failure);
    }

    private void record(FlushTry result) {
        stats = result.stats();
        result.failure().ifPresent(failure -> {
            if (failures.size() == MOST_FAILURES) {
                failures.removeFirst();
            }
            failures.add(failure);
        });
    }
}
