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

import org.apache.tsfile.file.metadata.IDeviceID;

/**
 * A number per device, in some 30 bytes each. Not thread-safe.
 *
 * <p>It knows devices by 64 bits of hash. Two that have the same ones, which is not to be expected below some billion devices,
 * share a number; whoever asks must be right with the number of either.
 */
final class DeviceNumbers {
    private static final int FIRST_SLOTS = 4;

    /** By hash, an empty slot behind each run of filled ones. */
    private long[] hashes = new long[FIRST_SLOTS];

    private long[] numbers = new long[FIRST_SLOTS];
    private int size;

    /** The hash of a device: the same in every process, and never 0. */
    static long hash(IDeviceID device) {
        long hash = device.segmentNum();
        for (int i = 0; i < device.segmentNum(); i++) {
            String segment = (String) device.segment(i);
            int length = segment == null ? -1 : segment.length();
            hash = (hash ^ length) * 0x9e37_79b9_7f4a_7c15L;
            for (int k = 0; k < length; k++) {
                hash = (hash ^ segment.charAt(k)) * 0x0000_0100_0000_01b3L;
            }
        }
        // Spreads over all bits what differs in few (Austin Appleby's MurmurHash3, fmix64).
        hash = (hash ^ (hash >>> 33)) * 0xff51_afd7_ed55_8ccdL;
        hash = (hash ^ (hash >>> 33)) * 0xc4ce_b9fe_1a85_ec53L;
        hash ^= hash >>> 33;
        return hash == 0 ? 1 : hash;
    }

    /** Whether the device with that hash has a number. */
    boolean contains(long hash) {
        return hashes[slot(hash)] != 0;
    }

    /** The number of the device with that hash, which has one. */
    long get(long hash) {
        return numbers[slot(hash)];
    }

    /** Gives the device with that hash a number, in place of the one that it has. */
    void put(long hash, long number) {
        int slot = slot(hash);
        if (hashes[slot] == 0) {
            if (4L * (size + 1) > 3L * hashes.length) {
                grow();
                slot = slot(hash);
            }
            hashes[slot] = hash;
            size++;
        }
        numbers[slot] = number;
    }

    /** Bytes of heap. */
    long bytes() {
        return 64 + 16L * hashes.length;
    }

    /** Where the hash is, or where it would go. */
    private int slot(long hash) {
        int mask = hashes.length - 1;
        int slot = (int) hash & mask;
        while (hashes[slot] != 0 && hashes[slot] != hash) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private void grow() {
        long[] oldHashes = hashes;
        long[] oldNumbers = numbers;
        hashes = new long[2 * oldHashes.length];
        numbers = new long[hashes.length];
        for (int i = 0; i < oldHashes.length; i++) {
            if (oldHashes[i] != 0) {
                int slot = slot(oldHashes[i]);
                hashes[slot] = oldHashes[i];
                numbers[slot] = oldNumbers[i];
            }
        }
    }
}
