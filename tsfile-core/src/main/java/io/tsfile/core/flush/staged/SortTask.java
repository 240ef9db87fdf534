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

import io.tsfile.core.flush.FlushStage;
import io.tsfile.core.flush.SortedDevice;
import io.tsfile.core.flush.memtable.Arrivals;
import io.tsfile.core.flush.memtable.ArrivedDevice;
import io.tsfile.core.flush.work.Share;
import io.tsfile.core.flush.work.Task;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.tsfile.file.metadata.IDeviceID;

/** Sorts a run of devices. Holds its share of the budget until the last of their parts is encoded. */
final class SortTask extends Task {
    private final Arrivals arrivals;
    private final int from;
    private final int to;
    private final long mostBytes;
    private final StepHook hook;
    private final AtomicInteger unencoded = new AtomicInteger();
    private List<SortedDevice> sorted = List.of();

    /** Sorts devices {@code from} (inclusive) to {@code to} (exclusive), which takes so many bytes of heap at most. */
    SortTask(Arrivals arrivals, int from, int to, long mostBytes, Share share, StepHook hook) {
        super(share);
        this.arrivals = arrivals;
        this.from = from;
        this.to = to;
        this.mostBytes = mostBytes;
        this.hook = hook;
    }

    @Override
    protected void work() throws IOException {
        List<SortedDevice> found = new ArrayList<>(to - from);
        long bytes = 0;
        for (int i = from; i < to; i++) {
            IDeviceID device = arrivals.device(i);
            at(device);
            hook.before(FlushStage.SORT, device);
            ArrivedDevice arrived = arrivals.arrived(i);
            SortedDevice one = SortedDevice.of(device, arrived);
            bytes += one.bytes() + (arrivals.isCopied(i) ? arrived.bytes() : 0);
            found.add(one);
        }
        share().correct(bytes);
        sorted = found;
    }

    /** Whether all rows are in order, so that nothing is left to do but to say so. */
    boolean isTrivial() {
        return mostBytes <= SortTasks.DEVICE_BYTES * (to - from);
    }

    @Override
    public int steps() {
        return to - from;
    }

    @Override
    public long estimate() {
        return mostBytes;
    }

    /** Behind the last device. */
    int end() {
        return to;
    }

    /** The outcome, once. */
    List<SortedDevice> takeSorted() {
        List<SortedDevice> taken = sorted;
        sorted = List.of();
        return taken;
    }

    /** Says how many tasks will encode parts of these devices. */
    void expect(int tasks) {
        unencoded.set(tasks);
        if (tasks == 0) {
            share().release();
        }
    }

    /** Says that one of them has let go of what it was made of. */
    void encoded() {
        if (unencoded.decrementAndGet() == 0) {
            share().release();
        }
    }
}
