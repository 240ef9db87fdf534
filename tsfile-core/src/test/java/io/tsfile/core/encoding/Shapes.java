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
package io.tsfile.core.encoding;

import io.tsfile.core.vector.BinaryVector;
import io.tsfile.core.vector.BooleanVector;
import io.tsfile.core.vector.DoubleVector;
import io.tsfile.core.vector.FloatVector;
import io.tsfile.core.vector.IntVector;
import io.tsfile.core.vector.LongVector;
import io.tsfile.core.vector.Vector;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Random;
import java.util.Set;
import org.apache.tsfile.enums.TSDataType;

/** What the values of a page may look like. Not all shapes make sense for all types; those that do not are random. */
enum Shapes {
    CONSTANT,
    CONSTANT_STEP,
    JITTER,
    GAPS,
    RUNS,
    MIXED_RUNS,
    STEPS,
    DECIMALS,
    SMALL,
    RANDOM,
    EXTREMES,
    SPECIAL,
    WIDTHS;

    /** Sizes around the blocks and groups of encodings, and a full page. */
    static final int[] SIZES = {1, 2, 7, 8, 9, 127, 128, 129, 130, 1000, 10_000};

    private static final long[] SPECIAL_LONGS = {
        0, -1, 1, Long.MIN_VALUE, Long.MAX_VALUE, Long.MIN_VALUE + 1, Integer.MIN_VALUE, Integer.MAX_VALUE, 1L << 32
    };
    private static final long[] SPECIAL_DOUBLES = {
        0x7ff8000000000000L, // NaN
        0x7ff8000000000001L, // NaN with a payload
        0xfff8000000000000L, // NaN with a sign
        0x7ff0000000000000L, // infinity
        0xfff0000000000000L,
        0x8000000000000000L, // -0.0
        0L,
        1L, // the least subnormal
        0x800fffffffffffffL,
        0x7fefffffffffffffL, // the largest
        0x3ff0000000000000L,
        0x43e0000000000000L // 2^63
    };
    private static final int[] SPECIAL_FLOATS = {
        0x7fc00000,
        0x7fc00001,
        0xffc00000,
        0x7f800000,
        0xff800000,
        0x80000000,
        0,
        1,
        0x807fffff,
        0x7f7fffff,
        0x3f800000,
        0x4f000000
    };

    /** Shapes with values that an encoding of whole numbers cannot hold if the values are fractions. */
    static Set<Shapes> lossless() {
        return EnumSet.of(CONSTANT, CONSTANT_STEP, JITTER, GAPS, RUNS, MIXED_RUNS, STEPS, DECIMALS, SMALL);
    }

    /** {@code size} values of this shape. */
    Vector values(TSDataType type, int size, Random random) {
        Vector values = Vector.of(type, size);
        long state = random.nextInt(1000);
        int run = 0;
        int width = random.nextInt(64);
        for (int i = 0; i < size; i++) {
            if (run-- <= 0) {
                run = switch (this) {
                    case RUNS -> random.nextInt(200);
                    case MIXED_RUNS -> random.nextInt(20);
                    case STEPS -> 500;
                    case WIDTHS -> 129;
                    default -> 0;
                };
                width = random.nextInt(64);
                state = switch (this) {
                    case CONSTANT -> 42;
                    case CONSTANT_STEP -> state + 1000;
                    case JITTER -> state + 1000 + random.nextInt(100);
                    case GAPS -> state + (random.nextInt(50) == 0 ? random.nextInt(1 << 20) : 1000);
                    case RUNS, MIXED_RUNS, STEPS, SMALL -> random.nextInt(12);
                    case DECIMALS -> state + random.nextInt(200) - 100;
                    default -> random.nextLong();
                };
            }
            if (this == WIDTHS) {
                state = random.nextLong() >>> width;
            }
            append(values, i, state, random);
        }
        return values;
    }

    private void append(Vector values, int i, long state, Random random) {
        if (values instanceof LongVector longs) {
            longs.append(wholeNumber(i, state, Long.MIN_VALUE, Long.MAX_VALUE));
        } else if (values instanceof IntVector ints) {
            ints.append((int) wholeNumber(i, state, Integer.MIN_VALUE, Integer.MAX_VALUE));
        } else if (values instanceof DoubleVector doubles) {
            doubles.append(
                    switch (this) {
                        case SPECIAL ->
                            Double.longBitsToDouble(SPECIAL_DOUBLES[Math.floorMod(state, SPECIAL_DOUBLES.length)]);
                        case EXTREMES -> (i & 1) == 0 ? Double.MAX_VALUE : -Double.MAX_VALUE;
                        case RANDOM, WIDTHS -> Double.longBitsToDouble(state);
                        default -> state / 100.0;
                    });
        } else if (values instanceof FloatVector floats) {
            floats.append(
                    switch (this) {
                        case SPECIAL ->
                            Float.intBitsToFloat(SPECIAL_FLOATS[Math.floorMod(state, SPECIAL_FLOATS.length)]);
                        case EXTREMES -> (i & 1) == 0 ? Float.MAX_VALUE : -Float.MAX_VALUE;
                        case RANDOM, WIDTHS -> Float.intBitsToFloat((int) state);
                        default -> (float) (state / 100.0);
                    });
        } else if (values instanceof BooleanVector booleans) {
            booleans.append((state & 1) != 0);
        } else if (values instanceof BinaryVector binaries) {
            binaries.append(bytes(state, random));
        }
    }

    private long wholeNumber(int i, long state, long least, long largest) {
        return switch (this) {
            case EXTREMES -> (i & 1) == 0 ? least : largest;
            case SPECIAL -> SPECIAL_LONGS[Math.floorMod(state, SPECIAL_LONGS.length)];
            default -> state;
        };
    }

    private byte[] bytes(long state, Random random) {
        if (this == RANDOM || this == WIDTHS) {
            byte[] bytes = new byte[random.nextInt(60)];
            random.nextBytes(bytes);
            return bytes;
        }
        if (this == EXTREMES) {
            return new byte[(state & 15) == 0 ? 300 : 0];
        }
        return ("value " + "x".repeat(Math.floorMod(state, 20)) + state).getBytes(StandardCharsets.UTF_8);
    }
}
