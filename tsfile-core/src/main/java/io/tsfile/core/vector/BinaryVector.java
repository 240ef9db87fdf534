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
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.tsfile.enums.TSDataType;
import org.jspecify.annotations.Nullable;

/** Values of TEXT, STRING (both UTF-8) or BLOB: the bytes of all values behind each other, and where each one starts. */
public final class BinaryVector extends Vector {
    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    /** Bytes up to which a value is copied as four words. */
    private static final int SHORT = 32;

    /** Value i is {@code data[offsets[i]..offsets[i + 1])}. */
    private int[] offsets;

    private byte[] data;

    BinaryVector(TSDataType type, int capacity) {
        this(type, new int[capacity + 1], new byte[Math.max(16, 8 * capacity)]);
    }

    private BinaryVector(TSDataType type, int[] offsets, byte[] data) {
        super(type);
        this.offsets = offsets;
        this.data = data;
        allocated(offsets.length - 1);
    }

    /** Appends a copy of {@code bytes}. */
    public void append(byte[] bytes) {
        append(bytes, 0, bytes.length);
    }

    /** Appends a copy of {@code length} bytes from {@code offset}. */
    public void append(byte[] bytes, int offset, int length) {
        int index = grow(1);
        int start = offsets[index];
        ensureData(start + (long) length);
        System.arraycopy(bytes, offset, data, start, length);
        offsets[index + 1] = start + length;
    }

    /**
     * Appends {@code count} values at once: value i is a copy of the {@code lengths[i]} bytes of {@code bytes} from
     * {@code starts[i]} on.
     *
     * @throws IllegalStateException if the values of the vector had more than 2 GiB
     */
    public void appendSlices(byte[] bytes, int[] starts, int[] lengths, int count) {
        int first = grow(count);
        long total = offsets[first];
        for (int i = 0; i < count; i++) {
            total += lengths[i];
        }
        ensureData(total + SHORT);
        int target = offsets[first];
        for (int i = 0; i < count; i++) {
            int start = starts[i];
            int length = lengths[i];
            if (length <= SHORT && start <= bytes.length - SHORT) {
                // Short values are the rule, and four words take less time than a call; the next value overwrites the
                // rest.
                WORDS.set(data, target, (long) WORDS.get(bytes, start));
                WORDS.set(data, target + 8, (long) WORDS.get(bytes, start + 8));
                WORDS.set(data, target + 16, (long) WORDS.get(bytes, start + 16));
                WORDS.set(data, target + 24, (long) WORDS.get(bytes, start + 24));
            } else {
                System.arraycopy(bytes, start, data, target, length);
            }
            target += length;
            offsets[first + i + 1] = target;
        }
    }

    /** Where value {@code index} starts in {@link #data()}. */
    public int start(int index) {
        return offsets[index];
    }

    /** How many bytes value {@code index} has; 0 where it is null. */
    public int length(int index) {
        return offsets[index + 1] - offsets[index];
    }

    /** The bytes of all values. */
    public byte[] data() {
        return data;
    }

    /** A copy of the bytes of value {@code index}. */
    public byte[] get(int index) {
        return Arrays.copyOfRange(data, offsets[index], offsets[index + 1]);
    }

    /** Value {@code index} read as UTF-8. */
    public String getString(int index) {
        return new String(data, offsets[index], length(index), StandardCharsets.UTF_8);
    }

    @Override
    void appendRange(Vector source, int from, int to) {
        BinaryVector that = (BinaryVector) source;
        int first = grow(to - from);
        int target = offsets[first];
        int start = that.offsets[from];
        int length = that.offsets[to] - start;
        ensureData(target + (long) length);
        System.arraycopy(that.data, start, data, target, length);
        for (int i = from; i < to; i++) {
            offsets[first + i - from + 1] = target + that.offsets[i + 1] - start;
        }
    }

    @Override
    void appendDefaults(int from, int count) {
        Arrays.fill(offsets, from + 1, from + count + 1, offsets[from]);
    }

    /** The bytes stay where they are; a null ends where the value before it does. */
    @Override
    void spreadWord(int slot, long bits, int count, int end) {
        int next = end;
        for (int i = count - 1; i >= 0; i--) {
            offsets[slot + i + 1] = offsets[next];
            next -= (int) (bits >>> i) & 1;
        }
    }

    @Override
    boolean sameBits(int index, Vector other, int otherIndex) {
        return other instanceof BinaryVector that
                && Arrays.equals(
                        data,
                        offsets[index],
                        offsets[index + 1],
                        that.data,
                        that.offsets[otherIndex],
                        that.offsets[otherIndex + 1]);
    }

    @Override
    long arrayBytes() {
        return 8 + arrayBytes(4L * offsets.length) + arrayBytes(data.length);
    }

    /** Bytes have no place before all those in front of them are known, so first the rows are. */
    @Override
    public void appendWoven(@Nullable Vector[] sources, Weave weave) {
        @Nullable Vector[] newest = new Vector[weave.rows()];
        int[] positions = new int[weave.rows()];
        int[] targets = weave.targets();
        int place = 0;
        for (int i = 0; i < weave.count(); i++) {
            Vector source = sources[weave.source(i)];
            for (int k = 0; k < weave.length(i) && source != null; k++) {
                if (!source.isNull(weave.start(i) + k)) {
                    newest[targets[place + k]] = source;
                    positions[targets[place + k]] = weave.start(i) + k;
                }
            }
            place += weave.length(i);
        }
        for (int row = 0; row < newest.length; row++) {
            Vector source = newest[row];
            if (source == null) {
                appendNull();
            } else {
                appendRange(source, positions[row], positions[row] + 1);
            }
        }
    }

    @Override
    void scatter(Vector source, int start, int length, int first, int[] targets, int place) {
        throw new UnsupportedOperationException("Cannot scatter " + type() + " values: they are put behind each other");
    }

    @Override
    void appendGathered(Vector source, int[] positions, int from, int to) {
        BinaryVector that = (BinaryVector) source;
        int first = grow(to - from);
        long needed = offsets[first];
        for (int i = from; i < to; i++) {
            needed += that.length(positions[i]);
        }
        ensureData(needed);
        int target = offsets[first];
        for (int i = from; i < to; i++) {
            int start = that.offsets[positions[i]];
            int length = that.offsets[positions[i] + 1] - start;
            System.arraycopy(that.data, start, data, target, length);
            target += length;
            offsets[first + i - from + 1] = target;
        }
    }

    @Override
    Vector share() {
        return new BinaryVector(type(), offsets, data);
    }

    @Override
    void reallocate(int needed) {
        offsets = Arrays.copyOf(offsets, grownCapacity(offsets.length, needed + 1));
        // Whoever shares one array shares both.
        data = isShared() ? data.clone() : data;
        allocated(offsets.length - 1);
    }

    private void ensureData(long needed) {
        if (needed > Integer.MAX_VALUE - 8) {
            throw new IllegalStateException("Cannot hold more than 2 GiB of " + type() + " values in one vector");
        }
        if (needed > data.length) {
            long length = Math.max(needed, data.length + (long) (data.length >> 1));
            long before = bytes();
            data = Arrays.copyOf(data, (int) Math.min(length, Integer.MAX_VALUE - 8));
            countGrowth(before);
        }
    }
}
