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
package io.tsfile.core.io;

import java.io.FileDescriptor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Sends what was written of a long file to its disk while more is written, so that the sync at its end finds little left. It promises
 * nothing: what must be durable is synced by its owner. Not thread-safe.
 *
 * <p>A failure is told once by the system, to whichever sync comes first; so it is kept here for the owner.
 */
final class EarlySync {
    /** Less is not worth a thread, and a sync may take some time however little there is. */
    private static final long STEP_BYTES = 16 << 20;
    /** Of all files; where more are written at once, the disk has enough to do. */
    private static final int MOST_THREADS = 4;

    private static final long IDLE_MILLIS = 1000;
    private static final Executor THREADS = threads();

    private final FileDescriptor file;
    private long unsynced;
    private @Nullable CompletableFuture<Void> running;

    EarlySync(FileDescriptor file) {
        this.file = file;
    }

    /**
     * So many more bytes were written.
     *
     * @throws IOException if an earlier sync failed
     */
    void wrote(long bytes) throws IOException {
        unsynced += bytes;
        CompletableFuture<Void> before = running;
        if (unsynced < STEP_BYTES || (before != null && !before.isDone())) {
            return;
        }
        await();
        try {
            running = CompletableFuture.runAsync(this::sync, THREADS);
        } catch (RejectedExecutionException | OutOfMemoryError e) {
            // The threads are busy with other files, or there can be none. Later, or by the owner at the end.
            running = null;
        }
    }

    /**
     * Waits until nobody uses the file any more, for an owner who syncs it now; an interrupt waits, too.
     *
     * @throws IOException if an earlier sync failed, now and ever after
     */
    void await() throws IOException {
        unsynced = 0;
        CompletableFuture<Void> last = running;
        if (last == null) {
            return;
        }
        try {
            last.join();
        } catch (CompletionException e) {
            throw new IOException(String.valueOf(e.getMessage()), e);
        }
        running = null;
    }

    /** Waits until nobody uses the file any more, whose durability nobody cares for; an interrupt waits, too. */
    void end() {
        CompletableFuture<Void> last = running;
        if (last != null) {
            last.handle((done, failed) -> true).join();
        }
    }

    private void sync() {
        try {
            file.sync();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Executor threads() {
        AtomicLong number = new AtomicLong();
        return new ThreadPoolExecutor(
                0, MOST_THREADS, IDLE_MILLIS, TimeUnit.MILLISECONDS, new SynchronousQueue<>(), work -> {
                    Thread thread = new Thread(null, work, "tsfile-sync-" + number.incrementAndGet(), 0, false);
                    thread.setDaemon(true);
                    // The first job of a process may be unloaded long before its last one.
                    thread.setContextClassLoader(EarlySync.class.getClassLoader());
                    return thread;
                });
    }
}
