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
package io.tsfile.core.wal;

import io.tsfile.core.io.Cleanup;
import io.tsfile.core.io.OutputFile;
import java.io.IOException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Brings records of many threads into one file, many with one write and one sync. Thread-safe.
 *
 * <p>Records are written into a buffer under a lock. One of the threads that wait for theirs becomes the leader: it takes the
 * whole buffer, lets go of the lock, writes, and wakes the others. What arrives meanwhile goes into a second buffer, which the
 * next leader takes. Whoever finds the buffer full leads, or waits for the leader, so that its size is bounded.
 *
 * <pre>
 *   enter -> record -> leave      enter -> record -> leave      enter -> ...
 *                 \________________ buffer ________________/
 *   await:              leader: write, sync          await: wait for the leader, or lead
 * </pre>
 *
 * <p>A failure is final. The system may forget what it could not bring to the disk, and report success the next time; so
 * everything fails from then on.
 */
final class GroupCommit {
    private final SyncPolicy policy;
    private final String place;
    private final RecordEncoder encoder;
    private final ReentrantLock lock = new ReentrantLock();
    /** Somebody has led, something failed, or it was closed. */
    private final Condition changed = lock.newCondition();
    /** There is something to sync, or nothing will be any more. */
    private final Condition due = lock.newCondition();

    // All that follows is guarded by the lock, except that the file belongs to the leader.
    private final RecordBuffers buffers = new RecordBuffers();
    private OutputFile file;
    private boolean leading;
    /** The file is coming to its end: appends wait. */
    private boolean ending;

    private boolean closed;
    /** Nothing was appended to the file. */
    private boolean empty = true;

    private @Nullable Throwable failure;
    /** Bytes of records so far, over all files. */
    private long appended;
    /** How many of them are durable. */
    private long durable;
    /** Up to where the file is durable, and what its records say of that. */
    private long safe;

    private long noted;
    /** Since when there is something to sync. */
    private long dueNanos;
    /** Up to where awaits return. */
    private volatile long acknowledged;

    /**
     * Starts with a file that is durable so far.
     *
     * @param encoder of the records, which nobody uses without the lock
     * @param place where the log is, for messages
     */
    GroupCommit(SyncPolicy policy, OutputFile file, RecordEncoder encoder, String place) {
        this.policy = policy;
        this.file = file;
        this.encoder = encoder;
        this.place = place;
        this.safe = file.position();
        this.noted = safe;
    }

    /** What the leader does once the buffer is written. */
    private interface Then {
        void run() throws IOException;
    }

    /** Ends a file that is complete and durable, and gives the next one. */
    interface Next {
        OutputFile open() throws IOException;
    }

    /**
     * Takes the lock and gives the buffer to append one or more records to; {@link #leave} must follow.
     *
     * @throws IOException if an earlier write failed; then the lock is not taken
     */
    LogBytes enter() throws IOException {
        lock.lock();
        boolean entered = false;
        try {
            check();
            while (ending || buffers.areFull()) {
                if (leading || ending) {
                    changed.awaitUninterruptibly();
                } else {
                    write();
                }
                check();
            }
            entered = true;
            return buffers.filling();
        } finally {
            if (!entered) {
                lock.unlock();
            }
        }
    }

    /** Takes in what was written into the buffer since {@link #enter}, and gives its ticket. */
    long ticket() {
        int bytes = buffers.take();
        if (bytes > 0) {
            if (appended == durable) {
                dueNanos = System.nanoTime();
                due.signal();
            }
            appended += bytes;
            empty = false;
        }
        return appended;
    }

    /** Drops what got no ticket, and gives the lock back. */
    void leave() {
        buffers.dropRest();
        lock.unlock();
    }

    /** Returns once everything up to a ticket is acknowledged. */
    void await(long ticket) throws IOException {
        if (acknowledged >= ticket) {
            return;
        }
        lock.lock();
        try {
            while (acknowledged < ticket) {
                check();
                if (leading) {
                    // An interrupt stays for the caller to see: what is under way cannot be called back.
                    changed.awaitUninterruptibly();
                } else {
                    write();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** Ends the file with a last record, durably, and goes on in the next one. */
    void roll(Next next) throws IOException {
        lock.lock();
        try {
            while (leading) {
                changed.awaitUninterruptibly();
            }
            check();
            ending = true;
            endFile(() -> {
                file.close();
                file = next.open();
            });
            empty = true;
            noted = safe;
        } finally {
            ending = false;
            changed.signalAll();
            lock.unlock();
        }
    }

    /**
     * Ends the file with a last record, durably; after a failure it is left as it is.
     *
     * @throws IOException also for a failure before
     */
    void close() throws IOException {
        lock.lock();
        try {
            while (leading) {
                changed.awaitUninterruptibly();
            }
            if (closed) {
                return;
            }
            check();
            ending = true;
            endFile(() -> file.close());
        } catch (IOException | RuntimeException | Error e) {
            Cleanup.closeAfter(e, file::abandon);
            throw e;
        } finally {
            closed = true;
            changed.signalAll();
            due.signal();
            lock.unlock();
        }
    }

    /** Whether the file has no record, or only that of its end. */
    boolean isEmpty() {
        lock.lock();
        try {
            return empty;
        } finally {
            lock.unlock();
        }
    }

    /** Syncs, whenever something is due for {@code nanos}, until it is closed or fails. */
    void syncEvery(long nanos) {
        lock.lock();
        try {
            while (!closed && failure == null) {
                long left = appended == durable ? Long.MAX_VALUE : nanos - (System.nanoTime() - dueNanos);
                if (left > 0) {
                    due.awaitNanos(left);
                } else if (leading || ending) {
                    changed.awaitUninterruptibly();
                } else {
                    note();
                    lead(file::sync, true);
                }
            }
        } catch (InterruptedException | IOException | RuntimeException | Error e) {
            // Whatever ends this thread, nothing would be synced any more: everybody who appends learns of it.
            fail(e);
        } finally {
            lock.unlock();
        }
    }

    private void endFile(Then then) throws IOException {
        note();
        encoder.end(buffers.filling());
        boolean before = empty;
        ticket();
        empty = before;
        lead(then, true);
    }

    private void write() throws IOException {
        note();
        if (policy == SyncPolicy.SYNC) {
            lead(file::sync, true);
        } else {
            lead(file::flush, false);
        }
    }

    /**
     * Notes in the buffer, which is about to be written, what is durable already: if that is damaged one day, nobody takes it for
     * the torn end of the file.
     */
    private void note() {
        if (safe > noted) {
            encoder.durable(safe, buffers.filling());
            noted = safe;
        }
    }

    /** Writes the buffer, with the lock only before and after. */
    private void lead(Then then, boolean durably) throws IOException {
        assert lock.getHoldCount() == 1 && !leading;
        leading = true;
        LogBytes records = buffers.swap();
        long upTo = appended;
        long began = durably ? System.nanoTime() : 0;
        lock.unlock();
        @Nullable Throwable broken = null;
        try {
            file.write(records.array(), 0, records.size());
            then.run();
        } catch (IOException | RuntimeException | Error e) {
            broken = e;
        }
        lock.lock();
        leading = false;
        if (broken != null) {
            fail(broken);
            if (broken instanceof Error error) {
                throw error;
            }
            throw failed();
        }
        if (durably) {
            durable = upTo;
            safe = file.position();
            // What arrived meanwhile may have done so at once.
            dueNanos = began;
        }
        acknowledged = upTo;
        changed.signalAll();
        // At the end: should there be no memory for another buffer, all others go on.
        buffers.giveBack(records);
    }

    private void fail(Throwable broken) {
        if (failure == null) {
            failure = broken;
        }
        changed.signalAll();
        due.signal();
    }

    private void check() throws IOException {
        if (failure != null) {
            throw failed();
        }
        if (closed) {
            throw new IOException("Cannot append to the write-ahead log in " + place + ": it is closed");
        }
    }

    private IOException failed() {
        return new IOException(
                "Cannot append to the write-ahead log in " + place
                        + ": writing to it failed, and nobody can tell which of the last rows it has. See to the disk"
                        + " and open it again, which replays what it has",
                failure);
    }
}
