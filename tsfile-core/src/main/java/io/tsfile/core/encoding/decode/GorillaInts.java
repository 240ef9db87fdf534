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
 * GORILLA of 32 bits a value: as {@link GorillaLongs}, with 5 bits for {@code leading} and {@code length-1}, so that
 * a value is never longer than what {@link BitWindow#peek} gives. The end mark is Integer.MIN_VALUE, of FLOAT NaN.
 */
final class GorillaInts implements IntSource {
    /** So many values of a short run are written without looking how long it is. */
    private static final int AT_ONCE = 8;

    private static final int NOT_PEEKED = Long.SIZE - BitWindow.PEEKED;

    private final PageCursor page;
    private final long end;
    private long position;
    private boolean started;
    private int value;
    /** How many bits differ. */
    private int length;

    /** How many bits are the same behind them; negative until it was told. */
    private int shift = -1;

    GorillaInts(PageCursor page) {
        this.page = page;
        this.position = 8L * page.position();
        this.end = 8L * page.end();
    }

    @Override
    public void read(int[] target, int offset, int count) {
        int from = offset;
        if (!started && count > 0) {
            started = true;
            value = (int) BitWindow.take(page.array(), position, 32);
            position += 32;
            target[from++] = value;
        }
        readFurther(target, from, offset + count);
    }

    private void readFurther(int[] target, int from, int to) {
        byte[] bytes = page.array();
        long position = this.position;
        int value = this.value;
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
                        head = 12;
                        length = (int) (word >>> 52 & 31) + 1;
                        shift = 32 - length - (int) (word >>> 57 & 31);
                    }
                    // Looked at once at the end: a negative one stays.
                    damage |= shift;
                    value ^= (int) ((word << head) >>> -length) << shift;
                    position += head + length;
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
