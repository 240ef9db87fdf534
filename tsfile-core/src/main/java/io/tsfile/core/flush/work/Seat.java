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
package io.tsfile.core.flush.work;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One worker's place among the {@link Workers}, from before the executor has a thread for it. It is given back once:
 * when the worker is done, or when the job takes it back because the executor never came to it. Thread-safe.
 */
final class Seat implements Runnable {
    private final Workers workers;
    private final Thread owner = Thread.currentThread();
    private final AtomicReference<State> state = new AtomicReference<>(State.RESERVED);
    /** Forgotten as soon as possible: executors may keep what they were given for ever. */
    private volatile @Nullable Worker worker;

    private enum State {
        RESERVED,
        TAKEN,
        LEFT,
        CANCELLED
    }

    Seat(Workers workers, Worker worker) {
        this.workers = workers;
        this.worker = worker;
    }

    @Override
    public void run() {
        // An executor that runs what it is given in the thread that gives it would keep the job from its own work.
        if (Thread.currentThread() == owner) {
            cancel();
            return;
        }
        if (!state.compareAndSet(State.RESERVED, State.TAKEN)) {
            return;
        }
        Worker mine = Objects.requireNonNull(worker);
        worker = null;
        try {
            mine.work();
        } finally {
            state.set(State.LEFT);
            workers.free();
            mine.left();
        }
    }

    /** Gives the seat back unless a thread has taken it; whether this did so. */
    boolean cancel() {
        if (!state.compareAndSet(State.RESERVED, State.CANCELLED)) {
            return false;
        }
        worker = null;
        workers.free();
        return true;
    }

    /** Whether no thread has ever taken it, nor will. */
    boolean isCancelled() {
        return state.get() == State.CANCELLED;
    }

    /** Whether it was given back, in whichever way. */
    boolean isFree() {
        return state.get() == State.LEFT || isCancelled();
    }
}
