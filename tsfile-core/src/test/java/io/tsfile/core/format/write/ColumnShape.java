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
package io.tsfile.core.format.write;

import io.tsfile.core.vector.BinaryVector;
import io.tsfile.core.vector.BooleanVector;
import io.tsfile.core.vector.DoubleVector;
import io.tsfile.core.vector.FloatVector;
import io.tsfile.core.vector.IntVector;
import io.tsfile.core.vector.LongVector;
import io.tsfile.core.vector.Vector;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.apache.tsfile.enums.TSDataType;

/** Columns as they come in practice, and as they come to break things. The same seed gives the same column. */
enum ColumnShape {
    TWO_DECIMAL_WALK(TSDataType.DOUBLE),
    SMALL_WALK(TSDataType.DOUBLE),
    FULL_PRECISION_WALK(TSDataType.DOUBLE),
    FULL_PRECISION_NOISE(TSDataType.DOUBLE),
    DECIMALS_WITH_NAN_GAPS(TSDataType.DOUBLE),
    WALK_WITH_NAN_GAPS(TSDataType.DOUBLE),
    STEPS(TSDataType.DOUBLE),
    EQUAL_DOUBLES(TSDataType.DOUBLE),
    DECIMAL_THEN_NOISE(TSDataType.DOUBLE),
    NOISE_ONLY_WHERE_SAMPLED(TSDataType.DOUBLE),
    NOISE_WHERE_NOT_SAMPLED(TSDataType.DOUBLE),
    REPEATED_NOISE(TSDataType.DOUBLE),
    WHOLE_STEPS(TSDataType.DOUBLE),
    ANY_DOUBLE_BITS(TSDataType.DOUBLE),
    FLOAT_DECIMALS(TSDataType.FLOAT),
    ANY_FLOAT_BITS(TSDataType.FLOAT),
    COUNTER(TSDataType.INT64),
    COUNTER_WITH_RESETS(TSDataType.INT64),
    STATES(TSDataType.INT32),
    ANY_INTS(TSDataType.INT32),
    ANY_LONGS(TSDataType.INT64),
    CONSTANT_STEP(TSDataType.TIMESTAMP),
    JITTER(TSDataType.TIMESTAMP),
    GAPS(TSDataType.TIMESTAMP),
    DAYS(TSDataType.DATE),
    RARE_FLAGS(TSDataType.BOOLEAN),
    RANDOM_FLAGS(TSDataType.BOOLEAN),
    FEW_STRINGS(TSDataType.STRING),
    FREE_TEXT(TSDataType.TEXT),
    BLOBS(TSDataType.BLOB);

    private static final String[] STATE_NAMES = {"RUNNING", "IDLE", "STOPPED BY OPERATOR", "FAILED", ""};
    private static final long[] EDGES = {
        0, 1, -1, Long.MIN_VALUE, Long.MAX_VALUE, Integer.MIN_VALUE, Integer.MAX_VALUE, 1L << 52, -1L << 63
    };

    final TSDataType type;

    ColumnShape(TSDataType type) {
        this.type = type;
    }

    /** A column without nulls. */
    Vector column(int size, long seed) {
        Random random = new Random(seed);
        Vector vector = Vector.of(type, size);
        long level = 1000;
        double exact = 20;
        for (int i = 0; i < size; i++) {
            level += random.nextInt(201) - 100;
            exact += random.nextGaussian() * 0.01;
            switch (type) {
                case DOUBLE -> ((DoubleVector) vector).append(number(random, level, exact, i, size));
                case FLOAT ->
                    ((FloatVector) vector)
                            .append(this == FLOAT_DECIMALS ? level / 10f : Float.intBitsToFloat((int) bits(random)));
                case INT64, TIMESTAMP -> ((LongVector) vector).append(whole(random, i));
                case INT32, DATE -> ((IntVector) vector).append((int) whole(random, i));
                case BOOLEAN -> ((BooleanVector) vector).append(random.nextInt(this == RARE_FLAGS ? 500 : 2) == 0);
                default -> ((BinaryVector) vector).append(bytes(random));
            }
        }
        return vector;
    }

    private double number(Random random, long level, double exact, int i, int size) {
        boolean gap = i / 50 % 3 == 1;
        long percent = 100L * i / size;
        boolean sampled = percent < 2 || percent > 97 || percent / 2 == 16 || percent / 2 == 33;
        return switch (this) {
            case TWO_DECIMAL_WALK -> level / 100.0;
            case SMALL_WALK -> (level / 50 + 500) / 100.0;
            case FULL_PRECISION_WALK -> exact;
            case FULL_PRECISION_NOISE -> random.nextGaussian();
            case DECIMALS_WITH_NAN_GAPS -> gap ? Double.NaN : level / 100.0;
            case WALK_WITH_NAN_GAPS -> gap ? Double.NaN : exact;
            case STEPS -> i / 200 % 7 / 2.0;
            case EQUAL_DOUBLES -> 3.25;
            case DECIMAL_THEN_NOISE -> i < size / 2 ? level / 100.0 : random.nextGaussian();
            case NOISE_ONLY_WHERE_SAMPLED -> sampled ? random.nextGaussian() : 1.5;
            case NOISE_WHERE_NOT_SAMPLED -> percent == 50 ? random.nextGaussian() : level / 100.0;
            case WHOLE_STEPS -> Math.floor(i / 50.0);
            case REPEATED_NOISE -> Math.floorMod((i % 300 + 1) * 0x9e3779b97f4a7c15L, 1_000_000) / 1000.0;
            default -> Double.longBitsToDouble(bits(random));
        };
    }

    private long whole(Random random, int i) {
        return switch (this) {
            case COUNTER -> 5_000_000_000L + i;
            case COUNTER_WITH_RESETS -> i % 3000 * 17L;
            case STATES -> i / 100 % 5;
            case CONSTANT_STEP -> 1_700_000_000_000L + 1000L * i;
            case JITTER -> 1_700_000_000_000L + 1000L * i + random.nextInt(100);
            case GAPS -> 1_700_000_000_000L + 1000L * i + 3_600_000L * (i / 1000);
            case DAYS -> 20_240_101 + i / 500 % 28;
            default -> bits(random);
        };
    }

    private byte[] bytes(Random random) {
        if (this == FEW_STRINGS) {
            return STATE_NAMES[random.nextInt(STATE_NAMES.length)].getBytes(StandardCharsets.UTF_8);
        }
        if (this == FREE_TEXT) {
            StringBuilder text = new StringBuilder();
            for (int word = random.nextInt(12); word >= 0; word--) {
                text.append("motor valve pressure \u00fcber limit restart".split(" ", -1)[random.nextInt(6)]);
                text.append(random.nextInt(1000)).append(' ');
            }
            return text.toString().getBytes(StandardCharsets.UTF_8);
        }
        byte[] bytes = new byte[random.nextInt(20)];
        random.nextBytes(bytes);
        return bytes;
    }

    /** NaNs with and without payload, infinities, -0.0, extremes, small numbers. */
    private static long bits(Random random) {
        return switch (random.nextInt(5)) {
            case 0 -> EDGES[random.nextInt(EDGES.length)];
            case 1 -> random.nextInt(1000);
            case 2 -> Double.doubleToRawLongBits(random.nextInt(100) / 10.0);
            case 3 -> 0x7ff0L << 48 | (random.nextInt(3) == 0 ? 0 : random.nextLong());
            default -> random.nextLong();
        };
    }
}
