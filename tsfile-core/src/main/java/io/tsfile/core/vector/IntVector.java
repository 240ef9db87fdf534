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
import org.jspecify.annotations.Nullable;

/** Values of INT32, or of DATE as {@code yyyymmdd} numbers (TsFile's form). */
public final class IntVector extends Vector {
    private int[] values;

    IntVector(TSDataType type, int capacity) {
        this(type, new int[capacity]);
    }

    private IntVector(TSDataType type, int[] values) {
        super(type);
        this.values = values;
        allocated(values.length);
    }

    /** Appends a value. */
    public void append(int value) {
        int index = grow(1);
        values[index] = value;
    }

    /** The value at {@code index}, unspecified where that is null. */
    public int get(int index) {
        return values[index];
    }

    /** The values, {@link #size()} of them. */
    public int[] values() {
        return values;
    }

    @Override
    void appendRange(Vector source, int from, int to) {
        int first = grow(to - from);
        System.arraycopy(((IntVector) source).values, from, values, first, to - from);
    }

    @Override
    void appendDefaults(int from, int count) {
        // The arrays already have the slots.
    }

    @Override
    void spreadWord(int slot, long bits, int count, int end) {
        if (bits == -1L) {
            System.arraycopy(values, end - Long.SIZE, values, slot, Long.SIZE);
        } else if (Long.bitCount(bits) < SPARSE) {
            int next = end;
            for (long rest = bits; rest != 0; ) {
                int highest = Long.SIZE - 1 - Long.numberOfLeadingZeros(rest);
                values[slot + highest] = values[--next];
                rest ^= 1L << highest;
            }
        } else {
            // Nulls get the value before them, which is cheaper than to leave them out. Before the first there may be
            // none.
            int next = end - 1;
            for (int i = count - 1; i >= 0; i--) {
                values[slot + i] = values[Math.max(next, 0)];
                next -= (int) (bits >>> i) & 1;
            }
        }
    }

    @Override
    boolean sameBits(int index, Vector other, int otherIndex) {
        return other instanceof IntVector that && values[index] == that.values[otherIndex];
    }

    @Override
    long arrayBytes() {
        return arrayBytes(4L * values.length);
    }

    @Override
    void copyRuns(Vector source, int[] starts, int[] lengths, int count) {
        int target = grow(total(lengths, count));
        int[] taken = ((IntVector) source).values;
        for (int i = 0; i < count; i++) {
            int start = starts[i];
            int length = lengths[i];
            if (length < SHORT_RUN) {
                // A late row by itself is the rule where runs are short, and costs less than a call.
                for (int k = 0; k < length; k++) {
                    values[target + k] = taken[start + k];
                }
            } else {
                System.arraycopy(taken, start, values, target, length);
            }
            target += length;
        }
    }

    @Override
    void copyRuns(@Nullable Vector[] sources, int[] of, int[] starts, int[] lengths, int count) {
        int target = grow(total(lengths, count));
        int[] @Nullable [] arrays = new int[sources.length][];
        for (int i = 0; i < arrays.length; i++) {
            arrays[i] = sources[i] instanceof IntVector source ? source.values : null;
        }
        for (int i = 0; i < count; i++) {
            int start = starts[i];
            int length = lengths[i];
            int[] taken = of[i] < 0 ? null : arrays[of[i]];
            if (taken != null && length < SHORT_RUN) {
                for (int k = 0; k < length; k++) {
                    values[target + k] = taken[start + k];
                }
            } else if (taken != null) {
                System.arraycopy(taken, start, values, target, length);
            }
            target += length;
        }
    }

    @Override
    void scatter(Vector source, int start, int length, int first, int[] targets, int place) {
        int[] taken = ((IntVector) source).values;
        int[] target = values;
        for (int i = 0; i < length; i++) {
            target[first + targets[place + i]] = taken[start + i];
        }
    }

    @Override
    void appendGathered(Vector source, int[] positions, int from, int to) {
        int first = grow(to - from);
        int[] taken = ((IntVector) source).values;
        int[] target = values;
        for (int i = from; i < to; i++) {
            target[first + i - from] = taken[positions[i]];
        }
    }

    @Override
    Vector share() {
        return new IntVector(type(), values);
    }

    @Override
    void reallocate(int needed) {
        values = Arrays.copyOf(values, grownCapacity(values.length, needed));
        allocated(values.length);
    }
}
