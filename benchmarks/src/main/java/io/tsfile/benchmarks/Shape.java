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
package io.tsfile.benchmarks;

import io.tsfile.core.vector.BinaryVector;
import io.tsfile.core.vector.DoubleVector;
import io.tsfile.core.vector.IntVector;
import io.tsfile.core.vector.LongVector;
import io.tsfile.core.vector.Vector;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.apache.tsfile.enums.TSDataType;

/** Values as devices send them, the same in each run. */
enum Shape {
    /** A clock that never misses a beat. */
    CONSTANT_STEP(TSDataType.INT64),
    /** A clock with some milliseconds of noise. */
    JITTER(TSDataType.INT64),
    /** Seconds of data, hours without. */
    GAPS(TSDataType.INT64),
    /** A count that goes up by some, or not. */
    COUNTER(TSDataType.INT64),
    /** A state that holds for a while. */
    STEPS(TSDataType.INT32),
    /** Small numbers around zero. */
    SMALL(TSDataType.INT32),
    /** A sensor with two decimals. */
    WALK(TSDataType.DOUBLE),
    /** A sensor with two decimals that has no value now and then, and says so with NaN. */
    WALK_WITH_NAN(TSDataType.DOUBLE),
    /** A sensor with two decimals, one value in ten null. */
    WALK_WITH_NULLS(TSDataType.DOUBLE),
    /** A computed value, all of whose bits count. */
    NOISE(TSDataType.DOUBLE),
    /** One of a few words. */
    WORDS(TSDataType.STRING),
    /** Log lines. */
    TEXT(TSDataType.STRING);

    private static final String[] WORD = {"idle", "warming up", "running", "cooling down", "failed", "off"};

    private final TSDataType type;

    Shape(TSDataType type) {
        this.type = type;
    }

    TSDataType type() {
        return type;
    }

    /** {@code count} values. */
    Vector values(int count) {
        SplittableRandom random = new SplittableRandom(name().length());
        Vector values = Vector.of(type, count);
        long whole = this == WALK ? 2_000 : 1_700_000_000_000L;
        for (int i = 0; i < count; i++) {
            switch (this) {
                case CONSTANT_STEP -> ((LongVector) values).append(whole += 1000);
                case JITTER -> ((LongVector) values).append(whole += 1000 + random.nextInt(-40, 41));
                case GAPS -> ((LongVector) values).append(whole += random.nextInt(500) == 0 ? 7_200_000 : 1000);
                case COUNTER -> ((LongVector) values).append(whole += random.nextInt(0, 8));
                case STEPS ->
                    ((IntVector) values)
                            .append(
                                    random.nextInt(60) == 0 || i == 0
                                            ? random.nextInt(100)
                                            : ((IntVector) values).get(i - 1));
                case SMALL -> ((IntVector) values).append(random.nextInt(-60, 61));
                case WALK, WALK_WITH_NAN, WALK_WITH_NULLS -> {
                    whole = i == 0 ? 2_000 : whole + random.nextInt(-25, 26);
                    appendDecimal((DoubleVector) values, whole, random);
                }
                case NOISE -> ((DoubleVector) values).append(20 + random.nextDouble());
                case WORDS -> appendText(values, WORD[random.nextInt(WORD.length)]);
                case TEXT ->
                    appendText(
                            values,
                            "unit " + random.nextInt(100_000) + " took " + random.nextInt(1_000_000) + " ms for order "
                                    + Long.toHexString(random.nextLong()));
            }
        }
        return values;
    }

    private void appendDecimal(DoubleVector values, long cents, SplittableRandom random) {
        if (this == WALK_WITH_NAN && random.nextInt(20) == 0) {
            values.append(Double.NaN);
        } else if (this == WALK_WITH_NULLS && random.nextInt(10) == 0) {
            values.appendNull();
        } else {
            values.append(cents / 100.0);
        }
    }

    private static void appendText(Vector values, String text) {
        ((BinaryVector) values).append(text.getBytes(StandardCharsets.UTF_8));
    }
}
