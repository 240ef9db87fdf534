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

import java.util.Arrays;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.jspecify.annotations.Nullable;

/** The buffers of all devices, each found by its device. Not thread-safe. */
final class DeviceTable {
    private static final int FIRST_SLOTS = 16;
    /** Any odd number without a pattern: names that are alike have hashes that are alike. */
    private static final long SPREAD = 0x9e37_79b9_7f4a_7c15L;

    /** By hash, an empty slot behind each run of filled ones. */
    private @Nullable DeviceBuffer[] slots = new DeviceBuffer[FIRST_SLOTS];

    private int size;

    /** The buffer of a device, if it has one. */
    @Nullable
    DeviceBuffer find(IDeviceID device) {
        return slots[slot(device)];
    }

    /** Adds a buffer whose device has none. */
    void add(DeviceBuffer buffer) {
        if (4L * (size + 1) > 3L * slots.length) {
            grow();
        }
        slots[slot(buffer.device)] = buffer;
        size++;
    }

    /** Puts a buffer in the place of the one that its device has. */
    void replace(DeviceBuffer buffer) {
        slots[slot(buffer.device)] = buffer;
    }

    int size() {
        return size;
    }

    /** All buffers, in no order. */
    DeviceBuffer[] buffers() {
        DeviceBuffer[] buffers = new DeviceBuffer[size];
        int count = 0;
        for (DeviceBuffer buffer : slots) {
            if (buffer != null) {
                buffers[count++] = buffer;
            }
        }
        return buffers;
    }

    /** Bytes of heap without the buffers; nothing while there is no device. */
    long bytes() {
        return size == 0 ? 0 : 4L * slots.length;
    }

    void clear() {
        slots = new DeviceBuffer[FIRST_SLOTS];
        size = 0;
    }

    /** Where the device's buffer is, or where it would go. */
    private int slot(IDeviceID device) {
        int mask = slots.length - 1;
        int hash = device.hashCode();
        int slot = (int) ((hash * SPREAD) >>> 32) & mask;
        // Devices remember their hash, which tells most of them apart in less time.
        for (DeviceBuffer found = slots[slot];
                found != null && !(found.device.hashCode() == hash && found.device.equals(device));
                found = slots[slot]) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private void grow() {
        @Nullable DeviceBuffer[] old = slots;
        slots = new DeviceBuffer[Math.multiplyExact(2, old.length)];
        Arrays.stream(old).forEach(buffer -> {
            if (buffer != null) {
                slots[slot(buffer.device)] = buffer;
            }
        });
    }
}
