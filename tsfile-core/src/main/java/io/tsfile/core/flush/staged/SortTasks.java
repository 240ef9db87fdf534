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

import io.tsfile.core.flush.MemoryBudget;
import io.tsfile.core.flush.memtable.Arrivals;
import io.tsfile.core.flush.work.Share;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * Cuts the devices of a flush into sort tasks, one at a time: many small devices are one task. Owned by the caller of the
 * flush.
 */
final class SortTasks {
    /** A device costs something even if it has hardly a row. */
    static final long DEVICE_BYTES = 256;

    private final Arrivals arrivals;
    private final MemoryBudget.Lease lease;
    private final Tuning tuning;
    private final StepHook hook;
    private int from;
    private @Nullable SortTask next;

    SortTasks(Arrivals arrivals, MemoryBudget.Lease lease, Tuning tuning, StepHook hook) {
        this.arrivals = arrivals;
        this.lease = lease;
        this.tuning = tuning;
        this.hook = hook;
    }

    boolean isEmpty() {
        return next == null && from == arrivals.size();
    }

    /** The next task, which stays the next one. */
    SortTask peek() {
        if (next == null) {
            next = cut();
        }
        return next;
    }

    SortTask poll() {
        SortTask task = peek();
        next = null;
        return task;
    }

    private SortTask cut() {
        if (from == arrivals.size()) {
            throw new NoSuchElementException();
        }
        int most = Math.min(arrivals.size() - from, tuning.taskDevices());
        long bytes = arrivals.bytes(from) + DEVICE_BYTES;
        long sortBytes = arrivals.sortBytes(from) + DEVICE_BYTES;
        int to = from + 1;
        while (to < from + most) {
            long more = arrivals.bytes(to) + DEVICE_BYTES;
            if (bytes + more > tuning.taskBytes()) {
                break;
            }
            bytes += more;
            sortBytes += arrivals.sortBytes(to) + DEVICE_BYTES;
            to++;
        }
        SortTask task = new SortTask(arrivals, from, to, sortBytes, new Share(lease), hook);
        from = to;
        return task;
    }
}
