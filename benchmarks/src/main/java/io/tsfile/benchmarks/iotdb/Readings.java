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
package io.tsfile.benchmarks.iotdb;

import io.tsfile.benchmarks.PointSum;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * What devices measured, in the order in which it arrives; the same in every JVM. No time repeats within a device, and which
 * rows are late changes nothing but the order.
 */
public final class Readings {
    /** How the values look. */
    public enum Shape {
        /** A walk in hundredths. */
        DECIMALS,
        /** A walk, all of whose bits count. */
        FULL
    }

    /** How many devices there are. */
    public static final int DEVICES = 100;
    /** Fields of each device. */
    public static final int FIELDS = 10;
    /** Rows of each device. */
    public static final int ROWS = 10_000;
    /** Rows of one device that arrive at once. */
    public static final int BATCH = 1000;

    static final long POINTS = (long) DEVICES * FIELDS * ROWS;

    private static final long FIRST_TIME = 1_700_000_000_000L;
    private static final int STEP_MILLIS = 1000;
    /** By how many steps a row is late at most. */
    private static final int LATE_BY = 10;

    private final long[][] times = new long[DEVICES][ROWS];
    private final double[][][] values = new double[DEVICES][FIELDS][ROWS];

    /**
     * Makes them.
     *
     * @param late how many of 100 rows arrive one to ten seconds after their time
     */
    public Readings(Shape shape, int late) {
        for (int device = 0; device < DEVICES; device++) {
            int[] rows = arrivals(new SplittableRandom(device), late);
            for (int i = 0; i < ROWS; i++) {
                times[device][i] = FIRST_TIME + (long) rows[i] * STEP_MILLIS;
            }
            for (int field = 0; field < FIELDS; field++) {
                double[] walk = walk(new SplittableRandom(device * FIELDS + field), shape);
                for (int i = 0; i < ROWS; i++) {
                    values[device][field][i] = walk[rows[i]];
                }
            }
        }
    }

    /** Times of a device's rows, in milliseconds. Not to be changed. */
    public long[] times(int device) {
        return times[device];
    }

    /** Values of a device's rows. Not to be changed. */
    public double[] values(int device, int field) {
        return values[device][field];
    }

    /** A device's path. */
    public static String device(int device) {
        return "root.bench.d" + device;
    }

    /** A field's name. */
    public static String field(int field) {
        return "reading" + field;
    }

    /** All points, for a comparison with those of a file. */
    PointSum points() {
        PointSum sum = new PointSum();
        for (int device = 0; device < DEVICES; device++) {
            for (int field = 0; field < FIELDS; field++) {
                for (int i = 0; i < ROWS; i++) {
                    sum.add(device(device), field(field), times[device][i], values[device][field][i]);
                }
            }
        }
        return sum;
    }

    /** Which rows arrive one after the other. */
    private static int[] arrivals(SplittableRandom random, int late) {
        long[] arrivals = new long[ROWS];
        for (int row = 0; row < ROWS; row++) {
            int delay = random.nextInt(100) < late ? random.nextInt(STEP_MILLIS, (LATE_BY + 1) * STEP_MILLIS) : 0;
            // The row's number in the low half puts those that arrive at once in order.
            arrivals[row] = ((long) row * STEP_MILLIS + delay) << Integer.SIZE | row;
        }
        Arrays.sort(arrivals);
        return Arrays.stream(arrivals).mapToInt(arrival -> (int) arrival).toArray();
    }

    private static double[] walk(SplittableRandom random, Shape shape) {
        double[] walk = new double[ROWS];
        long hundredths = 2000;
        double full = 20;
        for (int i = 0; i < ROWS; i++) {
            hundredths += random.nextInt(-25, 26);
            full += random.nextDouble() - 0.5;
            walk[i] = shape == Shape.DECIMALS ? hundredths / 100.0 : full;
        }
        return walk;
    }
}
