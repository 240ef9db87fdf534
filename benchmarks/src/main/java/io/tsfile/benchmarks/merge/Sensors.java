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
package io.tsfile.benchmarks.merge;

import java.util.Locale;
import java.util.SplittableRandom;

/**
 * What devices measured every second or so: ten values, each a walk.
 *
 * @param devices how many there are
 * @param rows of each device
 * @param fullPrecision whether all bits of a value count, or it has two decimals
 */
record Sensors(int devices, int rows, boolean fullPrecision) {
    static final int FIELDS = 10;

    private static final long FIRST_TIME = 1_700_000_000_000L;
    private static final int STEP_MILLIS = 1000;
    private static final int JITTER_MILLIS = 20;

    /** The rows of a device, in ascending order of time; values by field. */
    record Series(String device, long[] times, double[][] values) {}

    long points() {
        return (long) devices * rows * FIELDS;
    }

    /** The same at every call. */
    Series series(int device) {
        SplittableRandom random = new SplittableRandom(device);
        long[] times = new long[rows];
        for (int row = 0; row < rows; row++) {
            times[row] = FIRST_TIME + (long) row * STEP_MILLIS + random.nextInt(JITTER_MILLIS);
        }
        double[][] values = new double[FIELDS][rows];
        for (double[] walk : values) {
            long hundredths = 2000;
            double full = 20;
            for (int row = 0; row < rows; row++) {
                if (fullPrecision) {
                    full += random.nextDouble() - 0.5;
                    walk[row] = full;
                } else {
                    hundredths += random.nextInt(-25, 26);
                    walk[row] = hundredths / 100.0;
                }
            }
        }
        return new Series(name(device), times, values);
    }

    /** Names in the order of the devices. */
    static String name(int device) {
        return String.format(Locale.ROOT, "d%05d", device);
    }

    static String field(int field) {
        return "reading" + field;
    }
}
