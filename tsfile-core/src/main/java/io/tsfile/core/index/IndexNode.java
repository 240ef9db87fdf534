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
package io.tsfile.core.index;

import io.tsfile.core.index.bytes.DeviceKeys;
import io.tsfile.core.index.bytes.IndexBytes;
import java.util.function.IntPredicate;
import org.apache.tsfile.file.metadata.IDeviceID;

/**
 * A node of the index: names in ascending order, each with the place of what is below it, and where the last of these ends.
 * Names are read when they are asked for. Immutable.
 *
 * <p>The form, as the library's {@code MetadataIndexNode} has it: number of entries; entries, each a device or the name of a
 * measurement and an offset; the end of the last child; the kind of node. A child stands before its node, and before the next
 * child: that is checked, so no walk down the index comes to a node twice.
 */
final class IndexNode {
    /** The codes of the library's {@code MetadataIndexNodeType}. */
    private static final int INTERNAL_DEVICES = 0;

    private static final int LEAF_DEVICES = 1;
    private static final int INTERNAL_MEASUREMENTS = 2;
    private static final int LEAF_MEASUREMENTS = 3;

    private static final int SMALLEST_ENTRY = 1 + Long.BYTES;

    private final IndexBytes bytes;
    private final DeviceKeys keys;
    /** Where each entry starts, and where the last one ends. */
    private final int[] starts;

    private final long end;
    private final boolean leaf;

    private IndexNode(IndexBytes bytes, DeviceKeys keys, int[] starts, long end, boolean leaf) {
        this.bytes = bytes;
        this.keys = keys;
        this.starts = starts;
        this.end = end;
        this.leaf = leaf;
    }

    /**
     * Reads a node of devices, and moves behind it.
     *
     * @param first before which nothing of the index stands
     * @param last before which its children end: where the node starts
     */
    static IndexNode ofDevices(IndexBytes bytes, DeviceKeys keys, long first, long last) {
        return read(bytes, keys, true, first, last);
    }

    /** Reads a node of a device's measurements, as {@link #ofDevices} does. */
    static IndexNode ofMeasurements(IndexBytes bytes, DeviceKeys keys, long first, long last) {
        return read(bytes, keys, false, first, last);
    }

    private static IndexNode read(IndexBytes bytes, DeviceKeys keys, boolean devices, long first, long last) {
        int size = bytes.readCount();
        if (size > bytes.remaining() / SMALLEST_ENTRY) {
            throw bytes.damaged("a node of the index, and not " + size + " entries in " + bytes.remaining() + " bytes");
        }
        int[] starts = new int[size + 1];
        long before = first;
        for (int i = 0; i < size; i++) {
            starts[i] = bytes.position();
            if (devices) {
                keys.skip(bytes);
            } else {
                bytes.skipText();
            }
            long offset = bytes.readLong();
            if (offset < before || offset >= last) {
                throw bytes.damaged(
                        "an offset from " + before + " to " + last + " in a node of the index, and not " + offset);
            }
            before = offset + 1;
        }
        starts[size] = bytes.position();
        long end = bytes.readLong();
        if (size > 0 && (end < before || end > last)) {
            throw bytes.damaged("an end from " + before + " to " + last + " in a node of the index, and not " + end);
        }
        int kind = bytes.readByte();
        boolean leaf = kind == (devices ? LEAF_DEVICES : LEAF_MEASUREMENTS);
        if (!leaf && kind != (devices ? INTERNAL_DEVICES : INTERNAL_MEASUREMENTS)) {
            throw bytes.damaged(
                    "a node of " + (devices ? "devices" : "measurements") + " before this, and not kind " + kind);
        }
        return new IndexNode(bytes, keys, starts, end, leaf);
    }

    int size() {
        return starts.length - 1;
    }

    /** Whether its children are no nodes of its own kind: of devices, the roots of their measurements; or series. */
    boolean isLeaf() {
        return leaf;
    }

    /** Where a child starts. */
    long childStart(int child) {
        return bytes.longAt(starts[child + 1] - Long.BYTES);
    }

    /** Where a child ends. */
    long childEnd(int child) {
        return child + 1 < size() ? childStart(child + 1) : end;
    }

    /** The (first) device of a child. */
    IDeviceID device(int child) {
        return keys.read(bytes.from(starts[child]));
    }

    /** The (first) measurement of a child. */
    String measurement(int child) {
        return bytes.from(starts[child]).readName();
    }

    /** The last child whose first device is not behind {@code device}; -1 if there is none. */
    int floor(IDeviceID device) {
        return last(child -> keys.compare(bytes.from(starts[child]), device) <= 0);
    }

    /** The last child whose first measurement is not behind {@code measurement}; -1 if there is none. */
    int floor(String measurement) {
        return last(child -> measurement(child).compareTo(measurement) <= 0);
    }

    /** The last child of which {@code notBehind} is true, as it is of all before it; -1 if there is none. */
    private int last(IntPredicate notBehind) {
        int low = 0;
        int high = size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (notBehind.test(middle)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low - 1;
    }

    /** Bytes of memory beside those of the file. */
    long weight() {
        return 64 + 4L * starts.length;
    }
}
