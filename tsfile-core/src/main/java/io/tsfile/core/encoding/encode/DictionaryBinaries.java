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
package io.tsfile.core.encoding.encode;

import io.tsfile.core.encoding.PageBuffer;
import io.tsfile.core.encoding.ValueEncoder;
import io.tsfile.core.vector.BinaryVector;
import io.tsfile.core.vector.Vector;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * DICTIONARY: how many different values (signed var-int), these in the order in which they first come, as in PLAIN, and for every
 * value the number of its entry in RLE.
 *
 * <p>An entry is known by its first value in the vector, so that no bytes are copied to look values up: open addressing, a slot
 * holds an entry's number plus one.
 */
final class DictionaryBinaries implements ValueEncoder {
    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long FACTOR = 0x9e3779b97f4a7c15L;
    private static final int LEAST_SLOTS = 64;

    private final IntEncoding encoding = new RleInts();
    private int[] numbers = new int[0];
    private int[] slots = new int[LEAST_SLOTS];
    private int[] firsts = new int[LEAST_SLOTS / 2];
    private int[] hashes = new int[LEAST_SLOTS / 2];
    private int entries;

    @Override
    public boolean encode(Vector values, int from, int to, PageBuffer target) {
        BinaryVector binaries = (BinaryVector) values;
        if (numbers.length < to - from) {
            numbers = new int[to - from];
        }
        Arrays.fill(slots, 0);
        entries = 0;
        for (int i = from; i < to; i++) {
            numbers[i - from] = entry(binaries, i);
        }
        target.putVarInt(entries << 1);
        for (int i = 0; i < entries; i++) {
            PlainValues.putBinary(binaries, firsts[i], target);
        }
        encoding.encode(numbers, 0, to - from, target);
        return true;
    }

    /** The number of the entry of value {@code i}, a new one if there was none like it. */
    private int entry(BinaryVector values, int i) {
        byte[] data = values.data();
        int start = values.start(i);
        int end = start + values.length(i);
        int hash = hash(data, start, end);
        int slot = hash & (slots.length - 1);
        while (slots[slot] != 0) {
            int entry = slots[slot] - 1;
            int first = values.start(firsts[entry]);
            if (hashes[entry] == hash
                    && Arrays.equals(data, start, end, data, first, first + values.length(firsts[entry]))) {
                return entry;
            }
            slot = (slot + 1) & (slots.length - 1);
        }
        if (entries == firsts.length) {
            grow();
            slot = freeSlot(hash);
        }
        firsts[entries] = i;
        hashes[entries] = hash;
        slots[slot] = ++entries;
        return entries - 1;
    }

    private void grow() {
        firsts = Arrays.copyOf(firsts, 2 * entries);
        hashes = Arrays.copyOf(hashes, 2 * entries);
        slots = new int[4 * entries];
        for (int i = 0; i < entries; i++) {
            slots[freeSlot(hashes[i])] = i + 1;
        }
    }

    private int freeSlot(int hash) {
        int slot = hash & (slots.length - 1);
        while (slots[slot] != 0) {
            slot = (slot + 1) & (slots.length - 1);
        }
        return slot;
    }

    private static int hash(byte[] data, int start, int end) {
        long hash = (long) end - start;
        int i = start;
        for (; i <= end - Long.BYTES; i += Long.BYTES) {
            hash = (hash ^ (long) WORDS.get(data, i)) * FACTOR;
            hash ^= hash >>> 32;
        }
        for (; i < end; i++) {
            hash = (hash ^ data[i]) * FACTOR;
            hash ^= hash >>> 32;
        }
        return (int) (hash ^ (hash >>> 16));
    }
}
