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

import static io.tsfile.core.encoding.decode.PageCursor.LITTLE_ENDIAN;

/**
 * Numbers in groups of 7 bits, the lowest first, all but the last marked by the highest bit of the byte. The lowest bit of a
 * number is its sign.
 */
final class VarInts {
    private static final long MARKS = 0x8080808080808080L;

    private VarInts() {}

    /** Reads {@code count} numbers at the cursor and moves it behind them. They end at {@code end} at the latest. */
    static void read(PageCursor page, int end, int[] target, int offset, int count) {
        byte[] array = page.array();
        int position = page.position();
        for (int i = offset; i < offset + count; i++) {
            if (position >= end) {
                throw tooFew(page, end);
            }
            // Branches, and not the length computed from the marks: a guessed branch does not wait for the word, so
            // that
            // numbers of like lengths are read several at a time.
            long word = (long) LITTLE_ENDIAN.get(array, position);
            int number = (int) word & 0x7f;
            if ((word & 0x80) == 0) {
                position++;
            } else {
                number |= ((int) word & 0x7f00) >>> 1;
                if ((word & 0x8000) == 0) {
                    position += 2;
                } else {
                    number |= ((int) word & 0x7f0000) >>> 2;
                    if ((word & 0x800000) == 0) {
                        position += 3;
                    } else {
                        number |= ((int) word & 0x7f000000) >>> 3;
                        if ((word & 0x80000000L) == 0) {
                            position += 4;
                        } else {
                            if ((word & 0x8000000000L) != 0) {
                                throw tooLong(page, position);
                            }
                            number |= (int) (word >>> 32) << 28;
                            position += 5;
                        }
                    }
                }
            }
            target[i] = (number >>> 1) ^ -(number & 1);
        }
        finish(page, position, end);
    }

    /** Reads {@code count} numbers at the cursor and moves it behind them. They end at {@code end} at the latest. */
    static void read(PageCursor page, int end, long[] target, int offset, int count) {
        byte[] array = page.array();
        int position = page.position();
        for (int i = offset; i < offset + count; i++) {
            if (position >= end) {
                throw tooFew(page, end);
            }
            // Branches, and not the length computed from the marks: a guessed branch does not wait for the word, so
            // that
            // numbers of like lengths are read several at a time.
            long word = (long) LITTLE_ENDIAN.get(array, position);
            long number = word & 0x7f;
            if ((word & 0x80) == 0) {
                position++;
            } else {
                number |= (word & 0x7f00) >>> 1;
                if ((word & 0x8000) == 0) {
                    position += 2;
                } else {
                    number |= (word & 0x7f0000) >>> 2;
                    if ((word & 0x800000) == 0) {
                        position += 3;
                    } else {
                        number |= (word & 0x7f000000) >>> 3;
                        if ((word & 0x80000000L) == 0) {
                            position += 4;
                        } else {
                            int bits = lengthInBits(word);
                            if (bits <= 64) {
                                number = gather(word & (-1L >>> (64 - bits)));
                                position += bits >>> 3;
                            } else {
                                number = gather(word) | ((array[position + 8] & 0x7fL) << 56);
                                position += 9;
                                if (array[position - 1] < 0) {
                                    number |= (long) array[position++] << 63;
                                    if (array[position - 1] < 0) {
                                        throw tooLong(page, position);
                                    }
                                }
                            }
                        }
                    }
                }
            }
            target[i] = (number >>> 1) ^ -(number & 1);
        }
        finish(page, position, end);
    }

    /** Passes over {@code count} numbers, of which each takes at most {@code longest} bytes. */
    static void skip(PageCursor page, int end, int count, int longest) {
        byte[] array = page.array();
        int position = page.position();
        for (int i = 0; i < count; i++) {
            int first = position;
            while (position < end && array[position] < 0) {
                position++;
            }
            if (position >= end) {
                throw tooFew(page, end);
            }
            position++;
            if (position - first > longest) {
                throw tooLong(page, position);
            }
        }
        page.moveTo(position);
    }

    /** Bits of the bytes up to the first one without a mark, more than 64 if there is none in the word. */
    private static int lengthInBits(long word) {
        return Long.numberOfTrailingZeros(~word & MARKS) + 1;
    }

    /** Pushes eight groups of 7 bits together: pairs, then pairs of pairs, then both halves. */
    private static long gather(long word) {
        long pairs = (word & 0x007f007f007f007fL) | ((word & 0x7f007f007f007f00L) >>> 1);
        long quads = (pairs & 0x00003fff00003fffL) | ((pairs & 0x3fff00003fff0000L) >>> 2);
        return (quads & 0x000000000fffffffL) | ((quads & 0x0fffffff00000000L) >>> 4);
    }

    private static void finish(PageCursor page, int position, int end) {
        if (position > end) {
            throw tooFew(page, end);
        }
        page.moveTo(position);
    }

    private static RuntimeException tooFew(PageCursor page, int end) {
        page.moveTo(end);
        return page.malformed("a variable-length number expected, and no bytes are left");
    }

    private static RuntimeException tooLong(PageCursor page, int position) {
        page.moveTo(Math.min(position, page.end()));
        return page.malformed("a variable-length number expected, and it does not end");
    }
}
