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
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A bounded queue from the thread that reads files to the task's, which must not wait. Guarded by its own monitor.
 */
final class Handover<E> {
    private static final CompletableFuture<Void> NOW = CompletableFuture.completedFuture(null);

    private final int capacity;
    private final Queue<E> elements = new ArrayDeque<>();
    private CompletableFuture<Void> available = new CompletableFuture<>();
    private @Nullable Throwable failure;
    private boolean woken;
    private boolean closed;

    Handover(int capacity) {
        this.capacity = capacity;
    }

    /** Waits for room and adds an element; false if nobody will take it any more. */
    boolean put(E element) throws InterruptedException {
        CompletableFuture<Void> complete;
        synchronized (this) {
            while (elements.size() >= capacity && !closed) {
                wait();
            }
            if (closed) {
                return false;
            }
            elements.add(element);
            complete = available;
        }
        complete.complete(null);
        return true;
    }

    /** Lets the next {@link #poll} that finds nothing fail. */
    void fail(Throwable cause) {
        CompletableFuture<Void> complete;
        synchronized (this) {
            failure = cause;
            complete = available;
        }
        complete.complete(null);
    }

    /** Makes {@link #available} complete once, although nothing may be there. */
    void wake() {
        CompletableFuture<Void> complete;
        synchronized (this) {
            woken = true;
            complete = available;
        }
        complete.complete(null);
    }

    /**
     * The next element, or null if there is none now.
     *
     * @throws IOException if the other thread failed, and all that it did before was taken
     */
    synchronized @Nullable E poll() throws IOException {
        woken = false;
        E element = elements.poll();
        if (element != null) {
            notifyAll();
        } else if (failure instanceof RuntimeException known) {
            throw known;
        } else if (failure instanceof Error error) {
            throw error;
        } else if (failure != null) {
            throw new IOException("Cannot read the next rows: " + failure.getMessage(), failure);
        }
        return element;
    }

    /** Completes when a {@link #poll} is worth while. */
    synchronized CompletableFuture<Void> available() {
        if (!elements.isEmpty() || failure != null || woken) {
            return NOW;
        }
        if (available.isDone()) {
            available = new CompletableFuture<>();
        }
        return available;
    }

    /** Lets the other thread wait no longer. */
    synchronized void close() {
        closed = true;
        notifyAll();
    }
}
