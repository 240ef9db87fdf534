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

import java.io.IOException;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.jspecify.annotations.Nullable;

/**
 * A piece of work of one job. The caller of the job makes it; one thread, the caller or a worker, claims and runs it; then
 * it is the caller's again.
 */
public abstract class Task {
    private final Share share;
    private @Nullable IDeviceID device;
    private boolean stalled;
    /** Hands the outcome from the thread that ran the task to the caller. */
    private volatile boolean done;

    /** A task that holds nothing yet. */
    protected Task(Share share) {
        this.share = share;
    }

    /** Does the work. */
    public final void run() throws IOException {
        work();
        device = null;
        done = true;
        completed();
    }

    /** Is called by the thread that ran the task, once it {@link #isDone}. */
    protected void completed() throws IOException {}

    /** What {@link #run} does. */
    protected abstract void work() throws IOException;

    /** How many things are worked on, for the figures. */
    public abstract int steps();

    /** Bytes of heap that the work may take, before it is known. */
    public abstract long estimate();

    /** What it holds of the budget. */
    public final Share share() {
        return share;
    }

    /** Whether it was run, and did not fail. */
    public final boolean isDone() {
        return done;
    }

    /** Whose rows it is working on. For the thread that runs it. */
    public final @Nullable IDeviceID device() {
        return device;
    }

    /** Says whose rows come next. */
    protected final void at(IDeviceID now) {
        device = now;
    }

    /** Takes note that the budget had no room for it; true for the first time. */
    public final boolean stall() {
        boolean first = !stalled;
        stalled = true;
        return first;
    }
}
