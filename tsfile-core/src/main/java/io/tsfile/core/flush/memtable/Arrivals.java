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
package io.tsfile.core.flush.memtable;

import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.flush.sort.ArrivedSeries;
import io.tsfile.core.flush.sort.SortedRows;
import io.tsfile.core.vector.LongVector;
import io.tsfile.core.vector.Vector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.IDeviceID;

/**
 * What one flush writes: the devices of frozen memtables, in ascending order, each with all that arrived of it. Any
 * thread may read it, and nothing changes it but {@link #release}.
 */
public final class Arrivals {
    /** Of a buffer's slot, and of where its device begins. */
    private static final long BYTES_PER_DEVICE = 8;

    private final List<TSDataType> types;
    private final String name;
    /** In ascending order of device; several of one device in the order of their memtables. */
    private final DeviceBuffer[] buffers;
    /** Where the buffers of each device begin, and, last, where all end. */
    private final int[] starts;

    private final long rows;

    private final long deletions;

    private Arrivals(List<MemTable> tables, DeviceBuffer[] buffers) {
        this.types = tables.get(0).types();
        this.name = tables.get(0).name();
        this.buffers = buffers;
        this.rows = tables.stream().mapToLong(MemTable::rows).sum();
        this.deletions = tables.stream().mapToLong(MemTable::deletions).sum();
        int[] found = new int[buffers.length + 1];
        int devices = 0;
        for (int i = 0; i < buffers.length; i++) {
            if (i == 0 || !buffers[i].device.equals(buffers[i - 1].device)) {
                found[devices++] = i;
            }
        }
        found[devices] = buffers.length;
        this.starts = devices + 1 == found.length ? found : Arrays.copyOf(found, devices + 1);
    }

    /**
     * Freezes memtables of one table; they count as one whose rows arrived one memtable after the other.
     *
     * @param tables at least one, the oldest first
     * @throws IllegalArgumentException if there is none, or their fields differ
     */
    public static Arrivals of(List<MemTable> tables) {
        if (tables.isEmpty()) {
            throw new IllegalArgumentException("Cannot flush no memtable: there must be at least one");
        }
        List<DeviceBuffer[]> frozen = new ArrayList<>(tables.size());
        for (MemTable table : tables) {
            if (!table.types().equals(tables.get(0).types())) {
                throw new IllegalArgumentException("Cannot flush memtables of '"
                        + tables.get(0).name() + "' and '" + table.name() + "' together: their fields differ, "
                        + tables.get(0).types() + " and " + table.types());
            }
            frozen.add(table.freeze());
        }
        DeviceBuffer[] buffers = frozen.size() == 1
                ? frozen.get(0)
                : frozen.stream().flatMap(Arrays::stream).toArray(DeviceBuffer[]::new);
        // Stable, so the memtables of a device stay in order.
        Arrays.sort(buffers, Comparator.comparing((DeviceBuffer buffer) -> buffer.device));
        return new Arrivals(tables, buffers);
    }

    /** How many devices there are. */
    public int size() {
        return starts.length - 1;
    }

    /** The device at {@code index}. */
    public IDeviceID device(int index) {
        return buffers[starts[index]].device;
    }

    /**
     * All that arrived of the device at {@code index}; copied only where several memtables have some of it.
     *
     * @throws TsFileConnectorException if the device is aligned in one memtable and not in another
     * @throws IllegalStateException if some row gave no value, or two, where it said it had one
     */
    public ArrivedDevice arrived(int index) {
        if (starts[index + 1] - starts[index] == 1) {
            return buffers[starts[index]].content();
        }
        DeviceBuffer first = buffers[starts[index]];
        for (int i = starts[index]; i < starts[index + 1]; i++) {
            if (buffers[i].aligned() != first.aligned()) {
                throw new TsFileConnectorException("Cannot flush device " + device(index) + " of '" + name
                        + "': it came aligned and not aligned. Write it in one of the two ways");
            }
        }
        return ArrivedDevice.join(types, buffers, starts[index], starts[index + 1]);
    }

    /**
     * The times of the device at {@code index} at which something was deleted, ascending, each once. What {@link #arrived} says
     * came later; what older files hold at these times must not be seen any more.
     */
    public LongVector deleted(int index) {
        if (!isCopied(index)) {
            return buffers[starts[index]].deleted();
        }
        LongVector all = (LongVector) Vector.of(TSDataType.TIMESTAMP, 0);
        for (int i = starts[index]; i < starts[index + 1]; i++) {
            LongVector deleted = buffers[i].deleted();
            all.append(deleted, 0, deleted.size());
        }
        return SortedRows.of(new ArrivedSeries(all, new Vector[0], false)).times();
    }

    /** Times of devices that were deleted in all memtables. */
    public long deletions() {
        return deletions;
    }

    /** Bytes of heap that what arrived of the device at {@code index} takes in the memtables. */
    public long bytes(int index) {
        long bytes = 0;
        for (int i = starts[index]; i < starts[index + 1]; i++) {
            bytes += buffers[i].bytes();
        }
        return bytes;
    }

    /** Bytes of heap that sorting the device at {@code index} takes at most, with the copy of {@link #arrived} if there is one. */
    public long sortBytes(int index) {
        return isCopied(index) ? 2 * bytes(index) : buffers[starts[index]].sortBytes();
    }

    /** Whether {@link #arrived} copies, because several memtables have some of the device at {@code index}. */
    public boolean isCopied(int index) {
        return starts[index + 1] - starts[index] > 1;
    }

    /**
     * Lets go of what arrived of the device at {@code index}, which is not asked for any more. For an owner that hands out one
     * device after the other, on its own thread alone, and whose memtables are cleared.
     */
    public void release(int index) {
        Arrays.fill(buffers, starts[index], starts[index + 1], null);
    }

    /** Rows in all memtables; a point counts as one, and rows of one time as several. */
    public long rows() {
        return rows;
    }

    /** Bytes of heap that this takes besides the memtables. */
    public long bytes() {
        return BYTES_PER_DEVICE * buffers.length;
    }
}
