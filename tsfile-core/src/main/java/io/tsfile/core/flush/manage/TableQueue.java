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

import io.tsfile.core.flush.MemoryBudget;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one queue: what waits, what is being flushed, why it failed. Guarded by the manager's lock, but for the
 * bytes and for what writers look at before they take the lock.
 */
final class TableQueue {
    private static final long ASKED_NANOS = Duration.ofSeconds(5).toNanos();
    private static final long SHORTEST_PAUSE = Duration.ofMillis(1).toNanos();

    private final String table;
    private final FlushTarget target;
    private final FlushManagerOptions options;
    private final MemoryBudget.Lease lease;

    private final Deque<HandOver> waiting = new ArrayDeque<>();
    private final TicketList tickets = new TicketList();
    /** Not installed yet. */
    private int handOvers;

    private long handedOverBytes;
    private long lastSequence = Long.MIN_VALUE;
    private @Nullable FlushFailedException failure;
    private boolean asked;
    private long askedNanos;
    private long owedNanos;
    private boolean closing;
    private @Nullable FlushFailedException lossAtClose;
    /** Events that are being told. */
    private int telling;

    /** Whether only memory may make a writer wait. */
    private volatile boolean free = true;

    /** Set before its bytes are given back, so that who adds some afterwards sees it. */
    private volatile boolean closed;

    TableQueue(String table, FlushTarget target, FlushManagerOptions options, MemoryBudget budget) {
        this.table = table;
        this.target = target;
        this.options = options;
        this.lease = budget.lease();
    }

    String table() {
        return table;
    }

    FlushTarget target() {
        return target;
    }

    /** Bytes of all its memtables, counted in the budget. */
    MemoryBudget.Lease lease() {
        return lease;
    }

    TicketList tickets() {
        return tickets;
    }

    /** Bytes of what was handed over and is not installed. */
    long handedOverBytes() {
        return handedOverBytes;
    }

    boolean isFree() {
        return free;
    }

    /** Whether no more hand-overs should come for now. */
    boolean isFull() {
        return handOvers >= options.queuedPerTable();
    }

    @Nullable
    FlushFailedException failure() {
        return failure;
    }

    boolean isClosed() {
        return closed;
    }

    /** Bytes that are being flushed, or will be soon. */
    long leavingBytes() {
        return failure != null ? 0 : asked ? Math.max(handedOverBytes, lease.bytes()) : handedOverBytes;
    }

    /** Bytes of memtables that take in rows and were not asked for. */
    long activeBytes() {
        return mayBeAsked() ? lease.bytes() - handedOverBytes : 0;
    }

    /**
     * Whether it may be asked for a hand-over; not twice for one. It may again after a while, in case that the target had no row
     * yet when it was asked.
     */
    boolean mayBeAsked() {
        return (!asked || System.nanoTime() - askedNanos > ASKED_NANOS) && !closing && failure == null && !isFull();
    }

    /** As {@link #mayBeAsked()}, and what its target has said since a hand-over is not out of date. */
    boolean mayBeAsked(long handOver) {
        return handOver == lastSequence && mayBeAsked();
    }

    /** The number of the last hand-over. */
    long lastSequence() {
        return lastSequence;
    }

    /** It is about to be asked. */
    void asked() {
        asked = true;
        askedNanos = System.nanoTime();
    }

    /** Adds to the pauses that its writers owe; how long to pause now, because shorter pauses would only cost. */
    long pauseNanos(long more) {
        owedNanos += more;
        long due = owedNanos < SHORTEST_PAUSE ? 0 : owedNanos;
        owedNanos -= due;
        return due;
    }

    void add(HandOver handOver) {
        if (closing) {
            throw new IllegalStateException("Cannot hand over memtables of '" + table + "': its queue is closed");
        }
        if (handOver.sequence() <= lastSequence) {
            throw new IllegalArgumentException("Cannot hand over memtables of '" + table + "' as number "
                    + handOver.sequence() + ": the last hand-over was " + lastSequence + "; numbers must ascend");
        }
        lastSequence = handOver.sequence();
        waiting.addLast(handOver);
        handOvers++;
        handedOverBytes += handOver.bytes();
        asked = false;
        update();
    }

    /** The next flush that may begin, if there is one: a try again, or a new one of what has waited longest. */
    @Nullable
    FlushTicket flushable(PickPolicy policy, boolean memoryIsShort) {
        FlushTicket again = tickets.flushable(options.flushesPerTable());
        if (again != null || failure != null || tickets.incomplete() >= options.flushesPerTable()) {
            return again;
        }
        int count = policy.pick(waiting, memoryIsShort || closing || isOld(waiting.peekFirst()));
        if (count == 0) {
            return null;
        }
        List<HandOver> picked = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            picked.add(waiting.removeFirst());
        }
        FlushTicket ticket = new FlushTicket(this, picked);
        tickets.add(ticket);
        return ticket;
    }

    private boolean isOld(@Nullable HandOver handOver) {
        long age = options.maxAge().toNanos();
        return handOver != null && age > 0 && System.nanoTime() - handOver.nanos() >= age;
    }

    /** Gives back the memory of what is installed. */
    void installed(FlushTicket ticket) {
        handOvers -= ticket.handOvers().size();
        handedOverBytes -= ticket.bytes();
        lease.add(-ticket.bytes());
        update();
    }

    /** Stops, and gives out the futures that fail for it: those of a flush, and of all that came after it. */
    List<CompletableFuture<FlushEvent>> fail(FlushFailedException cause, List<FlushTicket> lost) {
        if (failure == null) {
            failure = cause;
        }
        update();
        return Stream.concat(lost.stream().flatMap(ticket -> ticket.handOvers().stream()), waiting.stream())
                .map(HandOver::failing)
                .toList();
    }

    /** Goes on after a failure, if there was one, and gives out the future of the last hand-over. */
    CompletableFuture<?> resume() {
        failure = null;
        tickets.resume();
        CompletableFuture<?> last = CompletableFuture.completedFuture(null);
        for (HandOver handOver : notInstalled()) {
            last = handOver.installed();
        }
        update();
        return last;
    }

    void told(int events) {
        telling += events;
    }

    /** Fails if something is left, because its manager ends. */
    void stop() {
        if (!isEmpty() && failure == null) {
            failure = new FlushFailedException(
                    "Cannot flush '" + table + "' any more: the flush manager was closed while " + handOvers
                            + " hand-overs waited. Close the queue, which waits for them, before the manager",
                    null);
        }
    }

    void beginClose() {
        closing = true;
    }

    /** Whether nothing runs, and nothing will unless it is resumed. */
    boolean isQuiet() {
        boolean ended = tickets.isEmpty() && (waiting.isEmpty() || failure != null);
        return telling == 0 && !tickets.anyRuns() && (ended || tickets.isStuck());
    }

    boolean isEmpty() {
        return handOvers == 0;
    }

    /** Drops everything; gives out the flushes that were not installed. */
    List<FlushTicket> leave() {
        if (!isEmpty()) {
            lossAtClose = new FlushFailedException(
                    "Cannot install " + handOvers + " hand-overs of '" + table + "' before its queue is closed ("
                            + failure + "). Their rows are in memory, and in the write-ahead log if there is one",
                    failure);
        }
        closing = true;
        closed = true;
        waiting.clear();
        handOvers = 0;
        handedOverBytes = 0;
        lease.close();
        update();
        return tickets.clear();
    }

    /** What was not installed when it was closed; told once. */
    @Nullable
    FlushFailedException takeLoss() {
        FlushFailedException loss = lossAtClose;
        lossAtClose = null;
        return loss;
    }

    private List<HandOver> notInstalled() {
        return Stream.concat(
                        tickets.stream()
                                .filter(ticket -> !ticket.isInstalled())
                                .flatMap(ticket -> ticket.handOvers().stream()),
                        waiting.stream())
                .toList();
    }

    private void update() {
        free = !closed && failure == null && !isFull();
    }
}
