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

/**
 * CHIMP of 64 bits a value.
 *
 * <p>The first value is plain. Each further one is the bits in which it differs from the one before, or from another of
 * the 128 values before, whose {@code place} is its number in the page modulo 128:
 *
 * <pre>
 *   00 place(7)                                          none
 *   01 place(7) leading(3) length(6) bits(length)        behind {@code leading} bits that are the same, and 0 means 64
 *   10 bits                                              of the one before, all behind as many that are the same as before
 *   11 leading(3) bits                                   of the one before, all behind {@code leading} that are the same
 * </pre>
 *
 * where {@code leading} is a code for 0, 8, 12, 16, 18, 20, 22 or 24.
 *
 * <p>Behind the last value the library writes an end mark, a value like any other (Long.MIN_VALUE, of DOUBLE NaN). It is
 * not looked for: values of the page may be equal to it.
 */
final class ChimpLongs implements LongSource {
    private static final int PLACES = 128;

    private final PageCursor page;
    private final long end;
    private final long[] previous = new long[PLACES];
    private long position;
    private boolean started;
    private int place;
    private long value;
    /** Bits behind those that are the same; 0 until it was told. */
    private int length;

    ChimpLongs(PageCursor page) {
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
            previous[0] = value;
            position += 64;
            target[from++] = value;
        }
        readFurther(target, from, offset + count);
    }

    private void readFurther(long[] target, int from, int to) {
        byte[] bytes = page.array();
        long[] previous = this.previous;
        long position = this.position;
        int place = this.place;
        long value = this.value;
        int length = this.length;
        int damage = 0;
        int i = from;
        while (i < to && position <= end) {
            long word = BitWindow.peek(bytes, position);
            if (word < 0) {
                int head = 2;
                if (word << 1 < 0) {
                    head = 5;
                    length = 64 - BitWindow.chimpLeading((int) (word >>> 59));
                }
                // Looked at once at the end: a negative one stays.
                damage |= length - 1;
                int taken = head + length;
                value ^= taken <= BitWindow.PEEKED
                        ? (word << head) >>> -length
                        : BitWindow.take(bytes, position + head, length);
                position += taken;
            } else {
                value = previous[(int) (word >>> 55) & PLACES - 1];
                if (word << 1 < 0) {
                    length = 64 - BitWindow.chimpLeading((int) (word >>> 52));
                    int count = (int) (word >>> 46) & 63;
                    int different = count == 0 ? 64 : count;
                    int shift = length - different;
                    damage |= shift;
                    int taken = 18 + different;
                    long bits = taken <= BitWindow.PEEKED
                            ? (word << 18) >>> -different
                            : BitWindow.take(bytes, position + 18, different);
                    value ^= bits << shift;
                    position += taken;
                } else {
                    position += 9;
                }
            }
            place = place + 1 & PLACES - 1;
            previous[place] = value;
            target[i++] = value;
        }
        this.position = position;
        this.place = place;
        this.value = value;
        this.length = length;
        BitWindow.check("CHIMP", page, position, damage);
    }
}
