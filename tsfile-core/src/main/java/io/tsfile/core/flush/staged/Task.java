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
package io.tsfile.core.flush.staged;

import java.io.IOException;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.jspecify.annotations.Nullable;

/**
 * A piece of work of one flush. The caller of the flush makes it; one thread, the caller or a worker, claims and runs it; then
 * it is the caller's again.
 */
abstract sealed class Task permits SortTask, EncodeTask {
    private final Share share;
    private @Nullable IDeviceID device;
    private boolean stalled;
    /** Hands the outcome from the thread that ran the task to the caller. */
    private volatile boolean done;

    Task(Share share) {
        this.share = share;
    }

    /** Does the work. */
    final void run() throws IOException {
        work();
        device = null;
        done = true;
    }

    abstract void work() throws IOException;

    /** Devices, or parts of them. */
    abstract int steps();

    /** Bytes of heap that the work may take, before it is known. */
    abstract long estimate();

    /** What it holds of the budget. */
    final Share share() {
        return share;
    }

    final boolean isDone() {
        return done;
    }

    /** Whose rows it is working on. For the thread that runs it. */
    final @Nullable IDeviceID device() {
        return device;
    }

    final void at(IDeviceID now) {
        device = now;
    }

    /** Takes note that the budget had no room for it; true for the first time. */
    final boolean stall() {
        boolean first = !stalled;
        stalled = true;
        return first;
    }
}
