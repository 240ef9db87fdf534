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

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.tsfile.enums.TSDataType;

/** Values of TEXT, STRING (both UTF-8) or BLOB: the bytes of all values behind each other, and where each one starts. */
public final class BinaryVector extends Vector {
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
            data = Arrays.copyOf(data, (int) Math.min(length, Integer.MAX_VALUE - 8));
            countBytes();
        }
    }
}
