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
 * CHIMP of 32 bits a value: as {@link ChimpLongs}, with 64 values before, 6 bits for {@code place}, and 5 for {@code
 * length}, where 0 means 32. So a value is never longer than what {@link BitWindow#peek} gives. The end mark is
 * Integer.MIN_VALUE, of FLOAT NaN.
 */
final class ChimpInts implements IntSource {
    private static final int PLACES = 64;

    private final PageCursor page;
    private final long end;
    private final int[] previous = new int[PLACES];
    private long position;
    private boolean started;
    private int place;
    private int value;
    /** Bits behind those that are the same; 0 until it was told. */
    private int length;

    ChimpInts(PageCursor page) {
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
            previous[0] = value;
            position += 32;
            target[from++] = value;
        }
        readFurther(target, from, offset + count);
    }

    private void readFurther(int[] target, int from, int to) {
        byte[] bytes = page.array();
        int[] previous = this.previous;
        long position = this.position;
        int place = this.place;
        int value = this.value;
        int length = this.length;
        int damage = 0;
        int i = from;
        while (i < to && position <= end) {
            long word = BitWindow.peek(bytes, position);
            if (word < 0) {
                int head = 2;
                if (word << 1 < 0) {
                    head = 5;
                    length = 32 - BitWindow.chimpLeading((int) (word >>> 59));
                }
                // Looked at once at the end: a negative one stays.
                damage |= length - 1;
                value ^= (int) ((word << head) >>> -length);
                position += head + length;
            } else {
                value = previous[(int) (word >>> 56) & PLACES - 1];
                if (word << 1 < 0) {
                    length = 32 - BitWindow.chimpLeading((int) (word >>> 53));
                    int count = (int) (word >>> 48) & 31;
                    int different = count == 0 ? 32 : count;
                    int shift = length - different;
                    damage |= shift;
                    value ^= (int) ((word << 16) >>> -different) << shift;
                    position += 16 + different;
                } else {
                    position += 8;
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
