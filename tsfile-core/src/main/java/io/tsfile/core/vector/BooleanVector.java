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
package io.tsfile.core.vector;

import java.util.Arrays;
import org.apache.tsfile.enums.TSDataType;

/** Values of BOOLEAN, a bit each: value i is bit {@code i & 63} of word {@code i >>> 6}. */
public final class BooleanVector extends Vector {
    private long[] words;

    BooleanVector(TSDataType type, int capacity) {
        super(type);
        this.words = new long[words(capacity)];
    }

    /** Appends a value. */
    public void append(boolean value) {
        set(grow(1), value);
    }

    /** The value at {@code index}, unspecified where that is null. */
    public boolean get(int index) {
        return (words[index >>> 6] & (1L << index)) != 0;
    }

    /** Replaces the value at {@code index}. */
    public void set(int index, boolean value) {
        if (value) {
            words[index >>> 6] |= 1L << index;
        } else {
            words[index >>> 6] &= ~(1L << index);
        }
    }

    /** The values as bits; those behind the last value are unspecified. */
    public long[] words() {
        return words;
    }

    /** How many words {@code count} bits take. */
    static int words(int count) {
        return (count + 63) >>> 6;
    }

    @Override
    void appendRange(Vector source, int from, int to) {
        BooleanVector that = (BooleanVector) source;
        int target = grow(to - from);
        for (int i = from; i < to; i++) {
            set(target + i - from, that.get(i));
        }
    }

    @Override
    void appendDefaults(int from, int count) {
        // The array already has the slots.
    }

    @Override
    void spreadWord(int slot, long bits, int count, int end) {
        int next = end;
        for (long rest = bits; rest != 0; ) {
            int highest = Long.SIZE - 1 - Long.numberOfLeadingZeros(rest);
            set(slot + highest, get(--next));
            rest ^= 1L << highest;
        }
    }

    @Override
    boolean sameBits(int index, Vector other, int otherIndex) {
        return other instanceof BooleanVector that && get(index) == that.get(otherIndex);
    }

    @Override
    long arrayBytes() {
        return 16 + 8L * words.length;
    }

    @Override
    void ensureCapacity(int capacity) {
        if (words(capacity) > words.length) {
            words = Arrays.copyOf(words, grownCapacity(words.length, words(capacity)));
        }
    }
}
