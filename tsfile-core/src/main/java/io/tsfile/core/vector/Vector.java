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
import java.util.Objects;
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
 *   <li>Values are only ever written behind the last one, until the vector is emptied: that is what makes a
 *       {@link #view} possible.
 * </ul>
 */
public abstract sealed class Vector
        permits BooleanVector, IntVector, LongVector, FloatVector, DoubleVector, BinaryVector {
    /** The object with its fields, of which there are few: a memtable may have millions of vectors of a value or two. */
    private static final long SHELL_BYTES = 40;
    /** Values up to which the arrays double. */
    private static final int FEW = 16;

    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    /** Values of 64 rows below which they are moved one by one, and above with their nulls. */
    static final int SPARSE = 20;

    /** Values of a run below which they are copied one by one. */
    static final int SHORT_RUN = 8;

    private final TSDataType type;
    private int size;
    private int nullCount;
    /** How many values fit before the arrays are replaced; negative while these belong to another vector too. */
    private int limit;

    private @Nullable HeapMeter meter;
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

    /** As {@link #of(TSDataType, int)}; the vector's bytes are added to {@code meter} from now on, and never taken off. */
    public static Vector of(TSDataType type, int capacity, HeapMeter meter) {
        Vector vector = of(type, capacity);
        vector.meter = meter;
        meter.add(vector.bytes());
        return vector;
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
        return nullBits == null || nullCount == 0 ? 0 : bits(nullBits, from);
    }

    /** The first null from {@code from} on; {@code to} if there is none before it. */
    public final int nextNull(int from, int to) {
        for (int i = from; i < to && nullCount > 0; i += 64) {
            long nulls = nullBits(i);
            if (nulls != 0) {
                return Math.min(to, i + Long.numberOfTrailingZeros(nulls));
            }
        }
        return to;
    }

    /** The first value that is not null from {@code from} on; {@code to} if there is none before it. */
    public final int nextPresent(int from, int to) {
        for (int i = from; i < to; i += 64) {
            long present = ~nullBits(i);
            if (present != 0) {
                return Math.min(to, i + Long.numberOfTrailingZeros(present));
            }
        }
        return to;
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
        markNulls(from, size);
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
        for (int i = from; i < to && source.nullCount > 0; i += 64) {
            markNulls(first + i - from, source.nullBits(i) & firstBits(to - i));
        }
    }

    /** Appends the values of {@code source} at {@code positions[from..to)}, in that order. */
    public final void append(Vector source, int[] positions, int from, int to) {
        int first = size;
        appendGathered(source, positions, from, to);
        for (int i = from; i < to && source.nullCount > 0; i += 64) {
            long nulls = 0;
            for (int k = Math.min(to - i, 64) - 1; k >= 0; k--) {
                nulls = (nulls << 1) | source.nullBit(positions[i + k]);
            }
            markNulls(first + i - from, nulls);
        }
    }

    /** Appends the {@code lengths[i]} values of {@code source} from {@code starts[i]} on, for each i below {@code count}. */
    public final void appendRuns(Vector source, int[] starts, int[] lengths, int count) {
        int first = size;
        copyRuns(source, starts, lengths, count);
        long[] from = source.nullWords();
        if (from == null || size == first) {
            return;
        }
        long[] to = nullWordsUpTo(size - 1);
        int target = first;
        for (int i = 0; i < count; i++) {
            int end = starts[i] + lengths[i];
            for (int position = starts[i]; position < end; position += 64) {
                int step = Math.min(64, end - position);
                long nulls = bits(from, position) & firstBits(step);
                to[target >>> 6] |= nulls << target;
                long high = (target & 63) == 0 ? 0 : nulls >>> -target;
                if (high != 0) {
                    to[(target >>> 6) + 1] |= high;
                }
                nullCount += Long.bitCount(nulls);
                target += step;
            }
        }
    }

    /** Appends ranges of several vectors behind each other; of one that is not there, as many nulls. */
    public final void appendRanges(@Nullable Vector[] sources, RowRanges ranges) {
        int target = size;
        copyRuns(sources, ranges.sources(), ranges.starts(), ranges.lengths(), ranges.count());
        if (!mayHaveNulls(sources, ranges.sources(), ranges.count())) {
            return;
        }
        for (int i = 0; i < ranges.count(); i++) {
            Vector source = ranges.source(i) < 0 ? null : sources[ranges.source(i)];
            int length = ranges.length(i);
            if (source == null) {
                markNulls(target, target + length);
            } else if (source.nullCount > 0) {
                for (int k = 0; k < length; k += 64) {
                    markNulls(target + k, source.nullBits(ranges.start(i) + k) & firstBits(length - k));
                }
            }
            target += length;
        }
    }

    /**
     * Appends rows of several vectors, each in its place. A null never replaces a value; a row that gets no value is null.
     *
     * @param sources of this one's physical type; where there is none, all rows are null
     */
    public void appendWoven(@Nullable Vector[] sources, Weave weave) {
        int first = grow(weave.rows());
        int place = 0;
        if (!mayHaveNulls(sources, weave)) {
            for (int i = 0; i < weave.count(); i++) {
                Vector source = Objects.requireNonNull(sources[weave.source(i)]);
                scatter(source, weave.start(i), weave.length(i), first, weave.targets(), place);
                place += weave.length(i);
            }
            return;
        }
        long[] present = new long[(weave.rows() + 63) >>> 6];
        for (int i = 0; i < weave.count(); i++) {
            Vector source = sources[weave.source(i)];
            if (source != null) {
                scatterPresent(source, weave.start(i), weave.length(i), first, weave.targets(), place, present);
            }
            place += weave.length(i);
        }
        for (int i = 0; i < present.length; i++) {
            markNulls(first + 64 * i, ~present[i] & firstBits(weave.rows() - 64 * i));
        }
    }

    /** As {@link #scatter}, of those that are not null, and sets the bit of each target. */
    private void scatterPresent(
            Vector source, int start, int length, int first, int[] targets, int place, long[] present) {
        int end = start + length;
        int from = source.nextPresent(start, end);
        while (from < end) {
            int to = source.nextNull(from, end);
            int placed = place + from - start;
            scatter(source, from, to - from, first, targets, placed);
            for (int i = 0; i < to - from; i++) {
                int target = targets[placed + i];
                present[target >>> 6] |= 1L << target;
            }
            from = source.nextPresent(to, end);
        }
    }

    private static boolean mayHaveNulls(@Nullable Vector[] sources, Weave weave) {
        for (int i = 0; i < weave.count(); i++) {
            Vector source = sources[weave.source(i)];
            if (source == null || source.nullCount > 0) {
                return true;
            }
        }
        return false;
    }

    private static boolean mayHaveNulls(@Nullable Vector[] sources, int[] of, int count) {
        for (Vector source : sources) {
            if (source == null || source.nullCount > 0) {
                return true;
            }
        }
        int signs = 0;
        for (int i = 0; i < count; i++) {
            signs |= of[i];
        }
        return signs < 0;
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
        int present = presentCount(bits, from, rows);
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

    /**
     * How many rows have a value.
     *
     * @param bits a bit for each row, the highest of a byte first
     * @param from the byte of the first row
     */
    public static int presentCount(byte[] bits, int from, int rows) {
        int present = 0;
        for (int row = 0; row < rows; row += Long.SIZE) {
            present += Long.bitCount(presentBits(bits, from, row, rows));
        }
        return present;
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
        gathered.append(this, positions, 0, count);
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

    /** Bytes of heap that the vector takes with its arrays. */
    public final long bytes() {
        return SHELL_BYTES + arrayBytes() + (nullBits == null ? 0 : 16 + 8L * nullBits.length);
    }

    /**
     * A vector of the values so far that stays as it is while this one grows, and may be read by another thread meanwhile. It
     * shares arrays, which therefore nobody may write in place, and copies them before it takes in more.
     */
    public final Vector view() {
        Vector view = share();
        view.size = size;
        view.limit = -1;
        if (nullBits != null && nullCount > 0) {
            // Nulls to come are written into the last word.
            view.setNullWords(Arrays.copyOf(nullBits, Math.min(nullBits.length, (size + 63) >>> 6)));
        }
        return view;
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

    /** As {@link #appendRange}, for several ranges. */
    void copyRuns(Vector source, int[] starts, int[] lengths, int count) {
        for (int i = 0; i < count; i++) {
            appendRange(source, starts[i], starts[i] + lengths[i]);
        }
    }

    /** As {@link #appendRange}, for several ranges of several vectors; what has no source gets a readable slot. */
    void copyRuns(@Nullable Vector[] sources, int[] of, int[] starts, int[] lengths, int count) {
        for (int i = 0; i < count; i++) {
            Vector source = of[i] < 0 ? null : sources[of[i]];
            if (source == null) {
                appendDefaults(grow(lengths[i]), lengths[i]);
            } else {
                appendRange(source, starts[i], starts[i] + lengths[i]);
            }
        }
    }

    /** The sum of the first {@code count} lengths. */
    static int total(int[] lengths, int count) {
        int total = 0;
        for (int i = 0; i < count; i++) {
            total += lengths[i];
        }
        return total;
    }

    /** Sets value {@code first + targets[place + i]} to the source's at {@code start + i}, for each i below {@code length}. */
    abstract void scatter(Vector source, int start, int length, int first, int[] targets, int place);

    /** As {@link #appendRange}, for values at positions. */
    abstract void appendGathered(Vector source, int[] positions, int from, int to);

    /** A vector without values that has this one's arrays. */
    abstract Vector share();

    /** Replaces all arrays by copies that hold {@code needed} values, and tells so by {@link #allocated}. */
    abstract void reallocate(int needed);

    /** Takes note of new arrays, which hold {@code capacity} values and belong to nobody else. */
    final void allocated(int capacity) {
        limit = capacity;
    }

    /** Whether the arrays of values belong to another vector too. */
    final boolean isShared() {
        return limit < 0;
    }

    /** Takes note that arrays were replaced, before which the vector had {@code before} bytes. */
    final void countGrowth(long before) {
        if (meter != null) {
            meter.add(bytes() - before);
        }
    }

    /** Whether {@code count} values fit before the arrays are replaced. */
    final boolean hasRoom(int count) {
        return count <= limit - size;
    }

    /** Adds {@code count} to the size, grows the arrays to hold it, and returns the first new index. */
    final int grow(int count) {
        int first = size;
        if (count > limit - first) {
            long before = bytes();
            reallocate(Math.addExact(first, count));
            countGrowth(before);
        }
        size = first + count;
        return first;
    }

    /** The nulls as bits, at least as many words as the values need; nothing while no value is null. */
    final long @Nullable [] nullWords() {
        return nullCount > 0 ? nullBits : null;
    }

    /** Marks the nulls of a vector that has none so far, from bits as {@link #nullWords} gives them; takes them over. */
    final void setNullWords(long[] words) {
        long before = bytes();
        nullBits = words;
        countGrowth(before);
        nullCount = 0;
        for (long word : words) {
            nullCount += Long.bitCount(word);
        }
    }

    /** The bytes of an array whose elements take {@code bytes} in all. */
    static long arrayBytes(long bytes) {
        return 16 + ((bytes + 7) & ~7L);
    }

    /** The capacity to grow to when {@code needed} values must fit and {@code now} do. */
    static int grownCapacity(int now, int needed) {
        return Math.max(needed, now < FEW ? Math.max(4, 2 * now) : now + (now >> 1));
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

    /** 64 bits from bit {@code from} on; those behind the words are 0. */
    private static long bits(long[] words, int from) {
        int word = from >>> 6;
        long low = word < words.length ? words[word] >>> from : 0;
        return (from & 63) == 0 || word + 1 >= words.length ? low : low | (words[word + 1] << -from);
    }

    /** 1 where value {@code index} is null, else 0. */
    private long nullBit(int index) {
        int word = index >>> 6;
        return nullBits != null && word < nullBits.length ? (nullBits[word] >>> index) & 1 : 0;
    }

    private void markNull(int index) {
        nullWordsUpTo(index)[index >>> 6] |= 1L << index;
        nullCount++;
    }

    /** Marks value {@code from + k} where bit k is set. */
    private void markNulls(int from, long bits) {
        if (bits == 0) {
            return;
        }
        long[] words = nullWordsUpTo(from + 63 - Long.numberOfLeadingZeros(bits));
        int word = from >>> 6;
        words[word] |= bits << from;
        long high = (from & 63) == 0 ? 0 : bits >>> -from;
        if (high != 0) {
            words[word + 1] |= high;
        }
        nullCount += Long.bitCount(bits);
    }

    /** Marks the values {@code from} (inclusive) to {@code to} (exclusive). */
    private void markNulls(int from, int to) {
        for (int i = from; i < to; i += 64) {
            markNulls(i, firstBits(to - i));
        }
    }

    /** The words, long enough for a null at {@code index}. */
    private long[] nullWordsUpTo(int index) {
        long[] words = nullBits;
        int needed = (index >>> 6) + 1;
        if (words == null || needed > words.length) {
            long before = bytes();
            words = words == null
                    ? new long[Math.max(1, needed)]
                    : Arrays.copyOf(words, Math.max(needed, words.length + Math.max(1, words.length >> 1)));
            nullBits = words;
            countGrowth(before);
        }
        return words;
    }
}
