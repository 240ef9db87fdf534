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
package io.tsfile.flink.stage;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executors;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Messages that are being encoded, in their order. Owned by the task's thread; workers only run tickets.
 *
 * <p>The task's thread is one of those that encode: where it has to wait for the first ticket, and no worker has that yet, it
 * does the work itself. So tickets come to an end with however few workers, and without any nothing ever waits.
 */
final class EncodeTickets implements AutoCloseable {
    private static final long LAST_TICKETS_SECONDS = 10;

    private final long mostBytes;
    private final @Nullable ExecutorService workers;
    private final Deque<EncodeTicket> tickets = new ArrayDeque<>();
    private volatile int count;
    private volatile long bytes;

    /**
     * No tickets.
     *
     * @param limits how many threads encode
     * @param mostBytes of messages that may be encoded at once; one is, whatever it takes
     * @param task whose workers they are
     */
    EncodeTickets(StageLimits limits, long mostBytes, String task) {
        boolean alone = limits.encodeThreads() == 1;
        this.mostBytes = alone ? 0 : mostBytes;
        this.workers = alone ? null : workers(limits.encodeThreads() - 1, task);
    }

    /** Has a message encoded, behind those before it. */
    void add(EncodeTicket ticket) {
        tickets.add(ticket);
        count = tickets.size();
        bytes += ticket.bytes();
        if (workers != null) {
            workers.execute(ticket);
        }
    }

    /** Whether messages must be taken before more are added. */
    boolean isFull() {
        return bytes > mostBytes;
    }

    boolean isEmpty() {
        return tickets.isEmpty();
    }

    /** Whether the first message can be taken without waiting. */
    boolean isFirstDone() {
        EncodeTicket first = tickets.peek();
        return first != null && first.isDone();
    }

    /** Takes the first message, of which there must be one; waits until it is encoded. */
    EncodeTicket take() {
        EncodeTicket first = tickets.remove();
        count = tickets.size();
        bytes -= first.bytes();
        first.run();
        return first;
    }

    /** How many there are. For any thread. */
    int count() {
        return count;
    }

    /** Bytes of all. For any thread. */
    long bytes() {
        return bytes;
    }

    /** Drops all. When this returns no worker runs any more, unless one message takes very long. */
    @Override
    public void close() throws InterruptedException {
        tickets.clear();
        count = 0;
        bytes = 0;
        if (workers != null) {
            workers.shutdownNow();
            workers.awaitTermination(LAST_TICKETS_SECONDS, TimeUnit.SECONDS);
        }
    }

    private static ExecutorService workers(int threads, String task) {
        AtomicInteger number = new AtomicInteger();
        return Executors.newFixedThreadPool(threads, work -> {
            Thread thread = new Thread(work, "tsfile-encode-" + number.incrementAndGet() + " of " + task);
            thread.setDaemon(true);
            return thread;
        });
    }
}
