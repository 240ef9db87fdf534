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
 * Arrays for the time of one call, which the next call of the same thread finds again: pages are many, and some have fewer values
 * than it takes to clear an array for them.
 */
final class Portions {
    /** The length of each array. */
    static final int VALUES = 512;

    // Arrays only: a thread that outlives this class does not hold on to it.
    private static final ThreadLocal<long[]> LONGS = ThreadLocal.withInitial(() -> new long[VALUES]);
    private static final ThreadLocal<int[]> INTS = ThreadLocal.withInitial(() -> new int[VALUES]);
    private static final ThreadLocal<int[]> LENGTHS = ThreadLocal.withInitial(() -> new int[VALUES]);
    private static final ThreadLocal<double[]> DOUBLES = ThreadLocal.withInitial(() -> new double[VALUES]);

    private Portions() {}

    static long[] longs() {
        return LONGS.get();
    }

    static int[] ints() {
        return INTS.get();
    }

    /** Besides {@link #ints}. */
    static int[] lengths() {
        return LENGTHS.get();
    }

    static double[] doubles() {
        return DOUBLES.get();
    }
}
