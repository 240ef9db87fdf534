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
package io.tsfile.core.merge;

import io.tsfile.core.vector.Weave;
import org.jspecify.annotations.Nullable;

/**
 * Merges times of runs that alternate, and tells where the rows of each run go. Not thread-safe.
 *
 * <pre>
 * run 0    10    12 13             rows go to 0 2 3
 * run 1       11    13 15                     1 3 4
 * </pre>
 *
 * <p>A time and the number of its run are one {@code long}, so that two lists are merged without a branch that depends on which
 * of them is ahead: with late rows, nobody can predict that. Lists are merged two by two, until one is left.
 */
public final class TimeMerge {
    private static final int KEPT_TIMES = 8 << 10;
    private static final long[] NONE = new long[0];

    /**
     * Two arrays for whoever merges next in the same thread, between {@link #clear} and the end of {@link #merge}: a device has few
     * rows in a batch, and there are many devices. Arrays only: a thread that outlives this class does not hold on to it.
     */
    private static final ThreadLocal<long @Nullable [][]> KEPT = new ThreadLocal<>();

    private long[] keys = NONE;
    /** What the keys are merged into, and then the other way round. */
    private long[] merged = NONE;
    /** Where the list of each run ends. */
    private int[] ends = new int[8];

    private int lists;
    private int runBits;
    private long base;

    private int sharedRows;
    private int changes;

    /** Whether times so far apart can be merged for so many runs. */
    static boolean spans(long first, long last, int runs) {
        long span = last - first;
        return span >= 0 && Long.numberOfLeadingZeros(span) > runBits(runs);
    }

    /** Bits that tell runs apart. */
    private static int runBits(int runs) {
        return Integer.SIZE - Integer.numberOfLeadingZeros(runs - 1);
    }

    /**
     * Begins.
     *
     * @param first no time is before it
     * @param runs how many will be added
     * @param times how many of all of them
     */
    public void clear(long first, int runs, int times) {
        lists = 0;
        base = first;
        runBits = runBits(runs);
        takeArrays(times);
        if (ends.length < runs) {
            ends = new int[runs];
        }
    }

    /** Adds the times of a run, ascending and each only once. */
    public void add(long[] times, int from, int to) {
        int start = lists == 0 ? 0 : ends[lists - 1];
        int length = to - from;
        for (int i = 0; i < length; i++) {
            keys[start + i] = ((times[from + i] - base) << runBits) | lists;
        }
        ends[lists++] = start + length;
    }

    /**
     * Merges what was added.
     *
     * @param weave the runs' rows in the same order; gets their targets, and how many rows there are
     */
    public void merge(Weave weave) {
        int runs = lists;
        int[] places = new int[runs];
        System.arraycopy(ends, 0, places, 1, runs - 1);
        while (lists > 1) {
            mergePairs();
        }
        spread(weave, places);
        returnArrays();
    }

    private void takeArrays(int times) {
        long[][] kept = KEPT.get();
        if (times > KEPT_TIMES || kept == null) {
            kept = new long[2][Math.max(times, KEPT_TIMES)];
        } else {
            // Not for another one that begins before this one ends.
            KEPT.set(null);
        }
        keys = kept[0];
        merged = kept[1];
    }

    private void returnArrays() {
        if (keys.length == KEPT_TIMES) {
            KEPT.set(new long[][] {keys, merged});
        }
        keys = NONE;
        merged = NONE;
    }

    /** How many rows of the last merge come from several runs. */
    int sharedRows() {
        return sharedRows;
    }

    /** How many times in the last merge the next time came from another run. */
    int changes() {
        return changes;
    }

    private void mergePairs() {
        int left = 0;
        int start = 0;
        for (int list = 0; list < lists; list += 2) {
            int middle = ends[list];
            int end = list + 1 < lists ? ends[list + 1] : middle;
            mergePair(keys, start, middle, end, merged);
            ends[left++] = end;
            start = end;
        }
        lists = left;
        long[] swapped = keys;
        keys = merged;
        merged = swapped;
    }

    /** Two independent halves side by side, so that the processor need not wait for one comparison before it begins the next. */
    private static void mergePair(long[] from, int start, int middle, int end, long[] to) {
        int half = (end - start) >>> 1;
        int middleA = split(from, start, middle, end, half);
        int middleB = start + middle + half - middleA;
        int a = start;
        int b = middle;
        int out = start;
        int upperA = middleA;
        int upperB = middleB;
        int upperOut = start + half;
        while (a < middleA && b < middleB && upperA < middle && upperB < end) {
            long x = from[a];
            long y = from[b];
            long upperX = from[upperA];
            long upperY = from[upperB];
            // All bits are set where x comes first. Neither is negative, so nothing overflows.
            long xFirst = (x - y) >> (Long.SIZE - 1);
            long upperXFirst = (upperX - upperY) >> (Long.SIZE - 1);
            to[out++] = y + ((x - y) & xFirst);
            to[upperOut++] = upperY + ((upperX - upperY) & upperXFirst);
            a -= (int) xFirst;
            b += 1 + (int) xFirst;
            upperA -= (int) upperXFirst;
            upperB += 1 + (int) upperXFirst;
        }
        mergeRest(from, a, middleA, b, middleB, to, out);
        mergeRest(from, upperA, middle, upperB, end, to, upperOut);
    }

    private static void mergeRest(long[] from, int startA, int endA, int startB, int endB, long[] to, int start) {
        int a = startA;
        int b = startB;
        int out = start;
        while (a < endA && b < endB) {
            long x = from[a];
            long y = from[b];
            long xFirst = (x - y) >> (Long.SIZE - 1);
            to[out++] = y + ((x - y) & xFirst);
            a -= (int) xFirst;
            b += 1 + (int) xFirst;
        }
        System.arraycopy(from, a, to, out, endA - a);
        System.arraycopy(from, b, to, out + endA - a, endB - b);
    }

    /** Where the first of two lists is to be cut for the {@code count} lowest keys of both to lie before the cuts. */
    private static int split(long[] keys, int start, int middle, int end, int count) {
        int low = Math.max(start, start + count - (end - middle));
        int high = Math.min(middle, start + count);
        while (low < high) {
            int cut = (low + high) >>> 1;
            if (keys[cut] < keys[middle + count - 1 - (cut - start)]) {
                low = cut + 1;
            } else {
                high = cut;
            }
        }
        return low;
    }

    /** Numbers the times, and puts the number of each where its run expects it. */
    private void spread(Weave weave, int[] places) {
        int[] targets = weave.targets();
        int count = weave.taken();
        int mask = (1 << runBits) - 1;
        int row = -1;
        int shared = 0;
        int changed = 0;
        int lastNew = 0;
        int lastRun = -1;
        long last = -1;
        for (int i = 0; i < count; i++) {
            long key = keys[i];
            int run = (int) key & mask;
            long time = key >>> runBits;
            int isNew = (int) ((last - time) >>> (Long.SIZE - 1));
            row += isNew;
            shared += lastNew & ~isNew;
            changed += run == lastRun ? 0 : 1;
            targets[places[run]++] = row;
            last = time;
            lastNew = isNew;
            lastRun = run;
        }
        weave.setRows(row + 1);
        sharedRows = shared;
        changes = changed;
    }
}
