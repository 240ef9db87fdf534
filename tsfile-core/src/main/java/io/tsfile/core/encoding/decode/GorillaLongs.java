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
package io.tsfile.core.encoding.decode;

import java.util.Arrays;

/**
 * GORILLA of 64 bits a value.
 *
 * <p>The first value is plain. Each further one is the bits in which it differs from the one before:
 *
 * <pre>
 *   0                                            none
 *   10 bits(length)                              as many as the last time, and at the same place
 *   11 leading(6) length-1(6) bits(length)       behind {@code leading} bits that are the same
 * </pre>
 *
 * <p>Behind the last value the library writes an end mark, a value like any other (Long.MIN_VALUE, of DOUBLE NaN). It is
 * not looked for: values of the page may be equal to it.
 */
final class GorillaLongs implements LongSource {
    /** So many values of a short run are written without looking how long it is. */
    private static final int AT_ONCE = 8;

    private static final int NOT_PEEKED = Long.SIZE - BitWindow.PEEKED;

    private final PageCursor page;
    private final long end;
    private long position;
    private boolean started;
    private long value;
    /** How many bits differ. */
    private int length;

    /** How many bits are the same behind them; negative until it was told. */
    private int shift = -1;

    GorillaLongs(PageCursor page) {
        this.page = page;
        this.position = 8L * page.position();
        this.end = 8L * page.end();
    }

    @Override
    public void read(long[] target, int offset, int count) {
        int from = offset;
        if (!started && count > 0) {
            started = true;
            value = BitWindow.take(page.array(), position, 64);
            position += 64;
            target[from++] = value;
        }
        readFurther(target, from, offset + count);
    }

    private void readFurther(long[] target, int from, int to) {
        byte[] bytes = page.array();
        long position = this.position;
        long value = this.value;
        int length = this.length;
        int shift = this.shift;
        int damage = 0;
        int room = to - AT_ONCE;
        int i = from;
        while (i < to && position <= end) {
            while (i < to && position <= end) {
                long word = BitWindow.peek(bytes, position);
                if (word < 0) {
                    int head = 2;
                    if (word << 1 < 0) {
                        head = 14;
                        length = (int) (word >>> 50 & 63) + 1;
                        shift = 64 - length - (int) (word >>> 56 & 63);
                    }
                    // Looked at once at the end: a negative one stays.
                    damage |= shift;
                    int taken = head + length;
                    long different = taken <= BitWindow.PEEKED
                            ? (word << head) >>> -length
                            : BitWindow.take(bytes, position + head, length);
                    value ^= different << shift;
                    position += taken;
                    target[i++] = value;
                } else if (i > room || word >>> NOT_PEEKED == 0) {
                    break;
                } else {
                    // Values behind the run are overwritten by what comes next.
                    target[i] = value;
                    target[i + 1] = value;
                    target[i + 2] = value;
                    target[i + 3] = value;
                    target[i + 4] = value;
                    target[i + 5] = value;
                    target[i + 6] = value;
                    target[i + 7] = value;
                    int same = Math.min(Long.numberOfLeadingZeros(word), AT_ONCE);
                    i += same;
                    position += same;
                }
            }
            if (i < to && position <= end) {
                int zeros = Long.numberOfLeadingZeros(BitWindow.peek(bytes, position));
                int same = Math.min(Math.min(zeros, BitWindow.PEEKED), to - i);
                Arrays.fill(target, i, i + same, value);
                i += same;
                position += same;
            }
        }
        this.position = position;
        this.value = value;
        this.length = length;
        this.shift = shift;
        BitWindow.check("GORILLA", page, position, damage);
    }
}
