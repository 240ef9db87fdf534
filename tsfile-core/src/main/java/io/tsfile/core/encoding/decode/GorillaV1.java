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

import io.tsfile.core.encoding.ValueDecoder;
import io.tsfile.core.vector.DoubleVector;
import io.tsfile.core.vector.FloatVector;
import io.tsfile.core.vector.Vector;

/**
 * GORILLA_V1 of FLOAT and DOUBLE: what very old servers wrote. Nobody writes it any more, so it is decoded the plain way.
 *
 * <p>The first value is its bytes, the lowest first. Each further one is the bits in which it differs from the one before:
 *
 * <pre>
 *   0                                     none
 *   10 bits                               all between the zeros at both ends of the value before
 *   11 leading(6, of FLOAT 5) length(7, of FLOAT 6) bits(length)
 * </pre>
 *
 * <p>The library's decoder logs what is wrong with a page and goes on with NaN or what it had, so it is of no use here.
 */
final class GorillaV1 implements ValueDecoder {
    private final PageCursor page;
    private final int width;
    private final int leadingBits;
    private long position;
    private boolean started;
    private long value;

    /** Values of {@code width} bits, 32 or 64. */
    GorillaV1(PageCursor page, int width) {
        this.page = page;
        this.width = width;
        this.leadingBits = width == Integer.SIZE ? 5 : 6;
        this.position = 8L * page.position();
    }

    @Override
    public void decode(Vector target, int count) {
        for (int i = 0; i < count; i++) {
            next();
            if (target instanceof DoubleVector doubles) {
                doubles.append(Double.longBitsToDouble(value));
            } else {
                ((FloatVector) target).append(Float.intBitsToFloat((int) value));
            }
        }
    }

    @Override
    public void skip(int count) {
        for (int i = 0; i < count; i++) {
            next();
        }
    }

    private void next() {
        if (!started) {
            started = true;
            long highestFirst = take(width);
            value = width == Integer.SIZE
                    ? Integer.reverseBytes((int) highestFirst) & 0xffff_ffffL
                    : Long.reverseBytes(highestFirst);
            return;
        }
        if (take(1) == 0) {
            return;
        }
        if (take(1) == 0) {
            int leading = Long.numberOfLeadingZeros(value) - (Long.SIZE - width);
            int trailing = Math.min(width - leading, Long.numberOfTrailingZeros(value));
            int length = width - leading - trailing;
            value ^= length == 0 ? 0 : take(length) << trailing;
            return;
        }
        int leading = (int) take(leadingBits);
        int length = (int) take(leadingBits + 1);
        if (leading + length > width) {
            page.moveTo((int) (position >>> 3));
            throw page.malformed(
                    "at most " + (width - leading) + " bits of a GORILLA_V1 value expected, and " + length + " found");
        }
        value ^= length == 0 ? 0 : take(length) << (width - leading - length);
    }

    /** The next {@code count} bits, 1 to 64. */
    private long take(int count) {
        if (position + count > 8L * page.end()) {
            page.moveTo(page.end());
            throw page.malformed("more GORILLA_V1 values expected, and the end found");
        }
        long bits = BitWindow.take(page.array(), position, count);
        position += count;
        return bits;
    }
}
