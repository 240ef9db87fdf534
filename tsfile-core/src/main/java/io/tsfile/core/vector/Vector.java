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

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.apache.tsfile.enums.TSDataType;
import org.jspecify.annotations.Nullable;

/**
 * A growing column of values of one TsFile type, some of which may be null.
 *
 * <ul>
 *   <li>Not thread-safe; one owner at a time.
 *   <li>Arrays that an accessor returns are the vector's own, may be longer than {@link #size()}, and are replaced when
 *       the vector grows.
 *   <li>The slot of a null holds an unspecified value.
 * </ul>
 */
public abstract sealed class Vector
        permits BooleanVector, IntVector, LongVector, FloatVector, DoubleVector, BinaryVector {
    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    /** Values of 64 rows below which they are moved one by one, and above with their nulls. */
    static final int SPARSE = 20;

    private final TSDataType type;
    private int size;
    private int nullCount;
    /** Bit i set: value i is null. Absent while there is no null, and no longer than the last null needs. */
    private long @Nullable [] nullBits;

    Vector(TSDataType type) {
        this.type = type;
    }

    /**
     * Creates an empty vector.
     *
     * @param capacity how many values fit before the arrays grow
     * @throws IllegalArgumentException for a type that is no type of a column (VECTOR, UNKNOWN, OBJECT)
     */
    public static Vector of(TSDataType type, int capacity) {
        return switch (type) {
            case BOOLEAN -> new BooleanVector(type, capacity);
            case INT32, DATE -> new IntVector(type, capacity);
            case INT64, TIMESTAMP -> new LongVector(type, capacity);
            case FLOAT -> new FloatVector(type, capacity);
            case DOUBLE -> new DoubleVector(type, capacity);
            case TEXT, STRING, BLOB -> new BinaryVector(type, capacity);
            default -> throw new IllegalArgumentException("Cannot hold values of type " + type + " in a column");
        };
    }

    /** The type of the values. */
    public final TSDataType type() {
        return type;
    }

    /** How many values there are, nulls included. */
    public final int size() {
        return size;
    }

    /** How many of the values are null. */
    public final int nullCount() {
        return nullCount;
    }

    /** Whether any value is null. */
    public final boolean hasNulls() {
        return nullCount > 0;
    }

    /** Whether value {@code index} is null. */
    public final boolean isNull(int index) {
        // The bits end with the last null, not with the last value.
        return nullBits != null
                && nullCount > 0
                && index >>> 6 < nullBits.length
                && (nullBits[index >>> 6] & (1L << index)) != 0;
    }

    /**
     * The nulls among 64 values, from value {@code from} on: bit k is set where value {@code from + k} is null. Bits behind the
     * last value are 0.
     */
    public final long nullBits(int from) {
        if (nullBits == null || nullCount == 0) {
            return 0;
        }
        int word = from >>> 6;
        long low = word < nullBits.length ? nullBits[word] >>> from : 0;
        boolean inOneWord = (from & 63) == 0;
        long high = inOneWord || word + 1 >= nullBits.length ? 0 : nullBits[word + 1] << -from;
        return low | high;
    }

    /** How many values from {@code from} (inclusive) to {@code to} (exclusive) are not null. */
    public final int presentCount(int from, int to) {
        int nulls = 0;
        if (nullCount > 0) {
            for (int i = from; i < to; i += 64) {
                nulls += Long.bitCount(nullBits(i) & firstBits(to - i));
            }
        }
        return to - from - nulls;
    }

    /** Appends those values of {@code source}, of the same physical type, that are not null. */
    public final void appendPresent(Vector source) {
        int start = 0;
        for (int i = 0; i < source.size && source.nullCount > 0; i += 64) {
            long nulls = source.nullBits(i) & firstBits(source.size - i);
            // Each run between two nulls at once.
            for (; nulls != 0; nulls &= nulls - 1) {
                int end = i + Long.numberOfTrailingZeros(nulls);
                if (end > start) {
                    appendRange(source, start, end);
                }
                start = end + 1;
            }
        }
        if (source.size > start) {
            appendRange(source, start, source.size);
        }
    }

    /** Appends a null. */
    public final void appendNull() {
        int index = grow(1);
        appendDefaults(index, 1);
        markNull(index);
    }

    /** Appends {@code count} nulls. */
    public final void appendNulls(int count) {
        int from = grow(count);
        appendDefaults(from, count);
        for (int i = from; i < size; i++) {
            markNull(i);
        }
    }

    /** Appends value {@code index} of {@code source}, which may be null and must be of the same physical type. */
    public final void append(Vector source, int index) {
        if (source.isNull(index)) {
            appendNull();
        } else {
            appendRange(source, index, index + 1);
        }
    }

    /** Appends the values {@code from} (inclusive) to {@code to} (exclusive) of {@code source}. */
    public final void append(Vector source, int from, int to) {
        int first = size;
        appendRange(source, from, to);
        if (source.hasNulls()) {
            for (int i = from; i < to; i++) {
                if (source.isNull(i)) {
                    markNull(first + i - from);
                }
            }
        }
    }

    /**
     * Adds {@code count} values that are not null and not yet set, for the caller to write into the vector's array. Of a
     * {@link BinaryVector} they are empty.
     *
     * @return the index of the first of them
     */
    public final int extend(int count) {
        int first = grow(count);
        appendDefaults(first, count);
        return first;
    }

    /**
     * Moves the values from {@code first} on, none of which is null, to the rows that have one; the other rows become null. In
     * place and from the back, so that no value is overwritten before it was moved.
     *
     * @param bits a bit for each row, the highest of a byte first, set where the row has a value; not more than that
     * @param from the byte of the first row
     * @param rows how many rows there will be from {@code first} on
     * @throws IllegalArgumentException if there are not as many values as bits are set
     */
    public final void spread(int first, byte[] bits, int from, int rows) {
        int values = size - first;
        int present = 0;
        for (int row = 0; row < rows; row += Long.SIZE) {
            present += Long.bitCount(presentBits(bits, from, row, rows));
        }
        if (present != values) {
            throw new IllegalArgumentException(
                    "Cannot spread " + values + " values over " + rows + " rows of which " + present + " have one");
        }
        int end = size;
        appendDefaults(grow(rows - values), rows - values);
        // Where as many values are left as rows, each is in its place.
        int last = (rows - 1) & -Long.SIZE;
        for (int row = last; row >= 0 && end - first < Math.min(rows, row + Long.SIZE); row -= Long.SIZE) {
            long word = presentBits(bits, from, row, rows);
            int count = Math.min(Long.SIZE, rows - row);
            spreadWord(first + row, word, count, end);
            end -= Long.bitCount(word);
            markNulls(first + row, ~word & (-1L >>> (Long.SIZE - count)));
        }
    }

    /** Removes all values and keeps the arrays. */
    public void clear() {
        if (nullBits != null) {
            Arrays.fill(nullBits, 0, Math.min(nullBits.length, (size >>> 6) + 1), 0L);
        }
        size = 0;
        nullCount = 0;
    }

    /** Removes all values from {@code newSize} on and keeps the arrays. */
    public final void truncate(int newSize) {
        for (int i = newSize; i < size; i++) {
            if (isNull(i)) {
                clearNull(i);
            }
        }
        size = Math.min(size, newSize);
    }

    /** A new vector with the values at {@code positions[0..count)}, in that order. */
    public final Vector gather(int[] positions, int count) {
        Vector gathered = of(type, count);
        for (int i = 0; i < count; i++) {
            gathered.append(this, positions[i]);
        }
        return gathered;
    }

    /** A new vector with the values {@code from} (inclusive) to {@code to} (exclusive). */
    public final Vector slice(int from, int to) {
        Vector slice = of(type, to - from);
        slice.append(this, from, to);
        return slice;
    }

    /** Whether value {@code index} and value {@code otherIndex} of {@code other} are both null or equal bit for bit. */
    public final boolean sameValue(int index, Vector other, int otherIndex) {
        if (isNull(index) || other.isNull(otherIndex)) {
            return isNull(index) && other.isNull(otherIndex);
        }
        return sameBits(index, other, otherIndex);
    }

    /** Bytes of heap that the arrays take. */
    public long bytes() {
        return 32 + arrayBytes() + (nullBits == null ? 0 : 16 + 8L * nullBits.length);
    }

    /** Copies values of {@code source} that are not looked at for null to the end of this vector. */
    abstract void appendRange(Vector source, int from, int to);

    /** Makes the slots {@code from} to {@code from + count} readable without giving them a meaning. */
    abstract void appendDefaults(int from, int count);

    /**
     * Moves the values before {@code end} to the slots from {@code slot} on whose bit is set, the lowest bit first, {@code count}
     * slots in all.
     */
    abstract void spreadWord(int slot, long bits, int count, int end);

    abstract boolean sameBits(int index, Vector other, int otherIndex);

    abstract long arrayBytes();

    /** Makes room for {@code count} more values in the arrays. */
    abstract void ensureCapacity(int capacity);

    /** Adds {@code count} to the size, grows the arrays to hold it, and returns the first new index. */
    final int grow(int count) {
        int first = size;
        int grown = Math.addExact(size, count);
        ensureCapacity(grown);
        size = grown;
        return first;
    }

    /** The nulls as bits, at least as many words as the values need; nothing while no value is null. */
    final long @Nullable [] nullWords() {
        return nullCount > 0 ? nullBits : null;
    }

    /** Marks the nulls of a vector that has none so far, from bits as {@link #nullWords} gives them; takes them over. */
    final void setNullWords(long[] words) {
        nullBits = words;
        nullCount = 0;
        for (long word : words) {
            nullCount += Long.bitCount(word);
        }
    }

    /** The capacity to grow to when {@code needed} values must fit and {@code now} do. */
    static int grownCapacity(int now, int needed) {
        return Math.max(needed, Math.max(16, now + (now >> 1)));
    }

    /** The lowest {@code count} bits; all if there are more. */
    private static long firstBits(int count) {
        return count >= 64 ? -1L : (1L << count) - 1;
    }

    /** The bits of up to 64 rows from {@code row} on, a multiple of 64, as a word whose lowest bit is the first one. */
    private static long presentBits(byte[] bits, int from, int row, int rows) {
        int at = from + (row >>> 3);
        int count = Math.min(Long.SIZE, rows - row);
        if (at <= bits.length - Long.BYTES) {
            return Long.reverse((long) WORDS.get(bits, at)) & (-1L >>> (Long.SIZE - count));
        }
        long word = 0;
        for (int i = 0; i < count; i++) {
            word |= (long) ((bits[at + (i >>> 3)] >>> (7 - (i & 7))) & 1) << i;
        }
        return word;
    }

    private void clearNull(int index) {
        if (nullBits != null) {
            nullBits[index >>> 6] &= ~(1L << index);
            nullCount--;
        }
    }

    private void markNull(int index) {
        nullWords(index)[index >>> 6] |= 1L << index;
        nullCount++;
    }

    /** Marks value {@code index + k} as null where bit k is set, which none of them was. */
    private void markNulls(int index, long bits) {
        if (bits != 0) {
            long[] words = nullWords(index + Long.SIZE - 1 - Long.numberOfLeadingZeros(bits));
            int word = index >>> 6;
            words[word] |= bits << index;
            // None is left of what reaches into the next word if there is no such word, or index is the first bit of
            // one.
            if ((index & 63) != 0 && word + 1 < words.length) {
                words[word + 1] |= bits >>> -index;
            }
            nullCount += Long.bitCount(bits);
        }
    }

    /** The nulls, with room for the one at {@code index}. */
    private long[] nullWords(int index) {
        int word = index >>> 6;
        if (nullBits == null) {
            nullBits = new long[Math.max(4, word + 1)];
        } else if (word >= nullBits.length) {
            nullBits = Arrays.copyOf(nullBits, grownCapacity(nullBits.length, word + 1));
        }
        return nullBits;
    }
}
