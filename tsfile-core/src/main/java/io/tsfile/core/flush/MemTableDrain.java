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
package io.tsfile.core.flush;

import io.tsfile.core.flush.memtable.Arrivals;
import io.tsfile.core.model.Tombstone;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Consumer;

/**
 * What was in a memtable, on its way through a {@link SortStage}: a device at a time, whose heap is free as soon as it was
 * handed out, so that new rows have room that arrive meanwhile. Of no use any more if a taker fails. Not thread-safe.
 */
public final class MemTableDrain {
    private final SortStage stage;
    private final Arrivals arrivals;
    private final DrainDeletions deletions;
    /** The device that is next. */
    private int next;

    private long bytes;

    MemTableDrain(SortStage stage, Arrivals arrivals, long bytes) {
        this.stage = stage;
        this.arrivals = arrivals;
        this.deletions = stage.beginDrain();
        this.bytes = bytes;
    }

    /** Whether all devices were handed out. */
    public boolean isDone() {
        return next == arrivals.size();
    }

    /** Heap of the devices that were not handed out yet, in bytes. */
    public long bytes() {
        return isDone() ? 0 : Math.max(0, bytes);
    }

    /**
     * Hands out the next device.
     *
     * @param out takes its series; owns them from then on
     * @throws NoSuchElementException if there is none
     */
    public void next(Consumer<SortedSeries> out) {
        if (isDone()) {
            throw new NoSuchElementException("Cannot hand out another device of a memtable: there were " + next);
        }
        int index = next++;
        bytes -= arrivals.bytes(index) + arrivals.device(index).ramBytesUsed();
        stage.sort(arrivals, index, deletions, out);
        arrivals.release(index);
    }

    /** Once all devices were handed out, what {@link SortStage#sort(io.tsfile.core.flush.memtable.MemTable, Consumer)} returns. */
    public List<Tombstone> tombstones() {
        if (!isDone()) {
            throw new IllegalStateException(
                    "Cannot tell what a memtable deletes before all its devices were handed out: " + next + " of "
                            + arrivals.size() + " were");
        }
        return deletions.tombstones();
    }
}
