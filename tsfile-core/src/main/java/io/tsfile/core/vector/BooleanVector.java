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
        this(type, new long[words(capacity)]);
    }

    private BooleanVector(TSDataType type, long[] words) {
        super(type);
        this.words = words;
        allocated(capacity(words));
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
        for (int i = from; i < to; i += 64) {
            setBits(target + i - from, Math.min(64, to - i), that.bits(i, to));
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
        return arrayBytes(8L * words.length);
    }

    @Override
    void scatter(Vector source, int start, int length, int first, int[] targets, int place) {
        BooleanVector that = (BooleanVector) source;
        for (int i = 0; i < length; i++) {
            set(first + targets[place + i], that.get(start + i));
        }
    }

    @Override
    void appendGathered(Vector source, int[] positions, int from, int to) {
        long[] taken = ((BooleanVector) source).words;
        int first = grow(to - from);
        for (int i = from; i < to; i += 64) {
            int count = Math.min(64, to - i);
            long bits = 0;
            for (int k = count - 1; k >= 0; k--) {
                int position = positions[i + k];
                bits = (bits << 1) | ((taken[position >>> 6] >>> position) & 1);
            }
            setBits(first + i - from, count, bits);
        }
    }

    @Override
    Vector share() {
        // Values to come are written into the last word, which others could read meanwhile.
        return new BooleanVector(type(), words.clone());
    }

    @Override
    void reallocate(int needed) {
        words = Arrays.copyOf(words, Math.max(words(needed), words.length + Math.max(1, words.length >> 1)));
        allocated(capacity(words));
    }

    private static int capacity(long[] words) {
        return (int) Math.min(Integer.MAX_VALUE, 64L * words.length);
    }

    /** Up to 64 values from {@code from} on; those from {@code to} on are unspecified. */
    private long bits(int from, int to) {
        int word = from >>> 6;
        long low = words[word] >>> from;
        // The second word is there where a value before `to` is in it.
        return (from & 63) == 0 || (to - 1) >>> 6 == word ? low : low | (words[word + 1] << -from);
    }

    /** Sets {@code count} values from {@code from} on, 1 to 64. */
    private void setBits(int from, int count, long bits) {
        long mask = -1L >>> -count;
        int word = from >>> 6;
        words[word] = (words[word] & ~(mask << from)) | ((bits & mask) << from);
        if ((from & 63) + count > 64) {
            words[word + 1] = (words[word + 1] & ~(mask >>> -from)) | ((bits & mask) >>> -from);
        }
    }
}
