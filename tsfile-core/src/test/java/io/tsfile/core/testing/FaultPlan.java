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
package io.tsfile.core.testing;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts the changes that are made to stores, and breaks one of them. Several stores may share a plan. Thread-safe.
 *
 * <p>An exhaustive test runs its story once with {@link #none()} to learn how many steps there are, and then once for
 * every step and {@link Fault}.
 */
public final class FaultPlan {
    private final int step;
    private final Fault fault;
    private final AtomicInteger steps = new AtomicInteger();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicLong requestedBytes = new AtomicLong();
    /** Bytes that may still be written. */
    private final AtomicLong room = new AtomicLong(Long.MAX_VALUE);

    private volatile boolean crashed;
    /** Changes that fail from now on. */
    private final AtomicInteger down = new AtomicInteger();

    private FaultPlan(int step, Fault fault) {
        this.step = step;
        this.fault = fault;
    }

    /** Counts only. */
    public static FaultPlan none() {
        return new FaultPlan(Integer.MAX_VALUE, Fault.FAILED);
    }

    /** Breaks the step with that number; the first one is 1. */
    public static FaultPlan at(int step, Fault fault) {
        return new FaultPlan(step, fault);
    }

    /** Begins or ends an outage, during which every change fails and none is made. */
    public void outage(boolean now) {
        outage(now ? Integer.MAX_VALUE : 0);
    }

    /** Begins an outage that ends when so many changes have failed. */
    public void outage(int changes) {
        down.set(changes);
    }

    /** Lets so many more bytes be written; the write that has no room for all of its own leaves a part of them, and fails. */
    public void room(long bytes) {
        room.set(bytes);
    }

    /** The number of the step that breaks. */
    public int step() {
        return step;
    }

    /** How many steps were begun. */
    public int steps() {
        return steps.get();
    }

    /** Whether the step of the plan was reached. */
    public boolean fired() {
        return steps.get() >= step;
    }

    /** How many files are open for reading or writing. */
    public int openFiles() {
        return open.get();
    }

    /** How often a part of an open file was read. */
    public int requests() {
        return requests.get();
    }

    /** How many bytes of open files were read. */
    public long requestedBytes() {
        return requestedBytes.get();
    }

    /** A change to a store. */
    @FunctionalInterface
    interface Change<T> {
        T make() throws IOException;
    }

    <T> T change(String name, Change<T> change) throws IOException {
        checkAlive();
        if (down.get() > 0 && down.getAndDecrement() > 0) {
            throw new IOException("the store is down (" + name + ")");
        }
        int now = steps.incrementAndGet();
        if (now != step) {
            return change.make();
        }
        String message = "step " + now + " (" + name + ") breaks by plan: " + fault;
        switch (fault) {
            case CRASH -> {
                crashed = true;
                throw new SimulatedCrash(message);
            }
            case DONE_BUT_FAILED -> {
                change.make();
                throw new IOException(message);
            }
            case FAILED -> throw new IOException(message);
        }
        throw new AssertionError(fault);
    }

    void checkAlive() {
        if (crashed) {
            throw new SimulatedCrash("the process has ended at step " + step);
        }
    }

    /** How many of some bytes may be written. */
    int take(int bytes) {
        return (int) Math.min(bytes, room.getAndUpdate(left -> left - Math.min(left, bytes)));
    }

    void requested(int bytes) {
        requests.incrementAndGet();
        requestedBytes.addAndGet(bytes);
    }

    void opened() {
        open.incrementAndGet();
    }

    void closed() {
        open.decrementAndGet();
    }
}
