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

import io.tsfile.core.flush.manage.ManagerMemory.Waiter;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Lets writers go on, or makes them wait: for their own queue, then for memory. Writers that wait for memory form a line, so
 * that each gets its turn.
 */
final class Admission {
    /** Others may share the budget, and say nothing when they give memory back. */
    private static final long LOOK_AGAIN = Duration.ofMillis(100).toNanos();

    private final long timeout;
    private final ManagerLock lock;
    private final FlushScheduler scheduler;
    private final ManagerMemory memory;
    private final HandOverRequests requests;

    Admission(
            Duration timeout,
            ManagerLock lock,
            FlushScheduler scheduler,
            ManagerMemory memory,
            HandOverRequests requests) {
        this.timeout = timeout.toNanos();
        this.lock = lock;
        this.scheduler = scheduler;
        this.memory = memory;
        this.requests = requests;
    }

    WriterState state(TableQueue queue) {
        return queue.isFree() && !memory.lineForms() ? memory.state(1) : WriterState.BLOCKED;
    }

    void admit(TableQueue queue, long bytes) throws IOException {
        if (bytes < 0) {
            settle(queue, bytes);
        } else if (!queue.isFree()
                || memory.lineForms()
                || memory.state(bytes) != WriterState.OPEN
                || !queue.lease().tryAdd(bytes)) {
            admitSlowly(queue, bytes);
        } else if (queue.isClosed()) {
            // It closed before it got these bytes, perhaps: nobody else would give them back.
            queue.lease().close();
            throw closed(queue);
        }
    }

    void settle(TableQueue queue, long bytes) {
        lock.lock();
        try {
            // A queue that is closed has given back everything.
            if (!queue.isClosed()) {
                queue.lease().add(bytes);
                lock.changed();
            }
        } finally {
            lock.unlock();
        }
    }

    private void admitSlowly(TableQueue queue, long bytes) throws IOException {
        boolean counted = false;
        lock.lock();
        try {
            long end = System.nanoTime() + timeout;
            waitForQueue(queue, bytes, end);
            waitForMemory(queue, bytes, end);
            counted = true;
            requests.lookIfNeeded();
            scheduler.dispatch();
            pause(queue, bytes);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            if (!counted) {
                throw (IOException) new InterruptedIOException("Cannot append " + bytes + " bytes to '" + queue.table()
                                + "': the thread was interrupted while it waited for memory")
                        .initCause(e);
            }
        } finally {
            lock.unlock();
        }
    }

    private void waitForQueue(TableQueue queue, long bytes, long end) throws IOException, InterruptedException {
        check(queue);
        while (queue.isFull()) {
            awaitUntil(end, queue, bytes);
        }
    }

    private void waitForMemory(TableQueue queue, long bytes, long end) throws IOException, InterruptedException {
        Waiter waiter = new Waiter(bytes);
        memory.enter(waiter);
        try {
            while (!memory.isFirst(waiter) || !memory.tryTake(queue, bytes, scheduler.queues())) {
                requests.look();
                scheduler.dispatch();
                awaitUntil(end, queue, bytes);
            }
        } finally {
            memory.leave(waiter);
            lock.changed();
        }
    }

    /** Slows the writer down while memory is nearly used up. Its bytes are counted already. */
    private void pause(TableQueue queue, long bytes) throws InterruptedException {
        long pause = queue.pauseNanos(memory.policy().pauseNanos(memory.budget().used(), bytes));
        long end = System.nanoTime() + pause;
        for (long left = pause; left > 0 && memory.state(1) != WriterState.OPEN; left = end - System.nanoTime()) {
            lock.await(left);
        }
    }

    private void awaitUntil(long end, TableQueue queue, long bytes) throws IOException, InterruptedException {
        long left = end - System.nanoTime();
        if (left <= 0) {
            throw new WriteBlockedException(blocked(queue, bytes));
        }
        lock.await(Math.min(left, LOOK_AGAIN));
        check(queue);
    }

    private static void check(TableQueue queue) throws FlushFailedException {
        @Nullable FlushFailedException failure = queue.failure();
        if (failure != null) {
            throw new FlushFailedException(
                    "Cannot append to '" + queue.table() + "': an earlier flush failed (" + failure.getMessage() + ")",
                    failure);
        }
        if (queue.isClosed()) {
            throw closed(queue);
        }
    }

    private static IllegalStateException closed(TableQueue queue) {
        return new IllegalStateException("Cannot append to '" + queue.table() + "': its queue is closed");
    }

    private String blocked(TableQueue queue, long bytes) {
        String what = "Cannot append " + bytes + " bytes to '" + queue.table() + "' within " + Duration.ofNanos(timeout)
                + ": ";
        if (queue.isFull()) {
            return what + "all places of its queue are taken by hand-overs of " + queue.handedOverBytes()
                    + " bytes that are not flushed yet; the storage is slower than the writers. Append again later";
        }
        return what + "of " + memory.budget().limit() + " bytes "
                + memory.budget().used() + " are in use, by "
                + scheduler.queues().stream().map(Admission::holding).collect(Collectors.joining(", "))
                + ". Append again later, or raise the memory budget";
    }

    private static String holding(TableQueue queue) {
        return "'" + queue.table() + "' " + queue.lease().bytes() + " (" + queue.handedOverBytes() + " being flushed"
                + (queue.failure() == null ? "" : ", failed") + ")";
    }
}
