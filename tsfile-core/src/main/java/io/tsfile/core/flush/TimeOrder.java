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
package io.tsfile.core.flush;

import java.util.Arrays;

/**
 * The stable order of rows by time, as positions.
 *
 * <p>A natural merge sort: the runs that arrival already made are merged pairwise, so that rows with a few late ones among
 * them cost little more than sorted rows. Equal times keep the order of arrival.
 */
final class TimeOrder {
    private TimeOrder() {}

    /** Positions 0 to {@code size - 1} in ascending order of {@code times}, equal times in ascending order of position. */
    static int[] of(long[] times, int size) {
        int[] positions = new int[size];
        int[] runStarts = new int[16];
        int runs = 0;
        for (int i = 0; i < size; i++) {
            positions[i] = i;
            if (i == 0 || times[i] < times[i - 1]) {
                if (runs == runStarts.length) {
                    runStarts = Arrays.copyOf(runStarts, 2 * runs);
                }
                runStarts[runs++] = i;
            }
        }
        int[] from = positions;
        int[] to = new int[runs > 1 ? size : 0];
        while (runs > 1) {
            int merged = 0;
            for (int run = 0; run < runs; run += 2) {
                int start = runStarts[run];
                int middle = run + 1 < runs ? runStarts[run + 1] : size;
                int end = run + 2 < runs ? runStarts[run + 2] : size;
                merge(times, from, to, start, middle, end);
                runStarts[merged++] = start;
            }
            runs = merged;
            int[] swap = from;
            from = to;
            to = swap;
        }
        return from;
    }

    private static void merge(long[] times, int[] from, int[] to, int start, int middle, int end) {
        int left = start;
        int right = middle;
        for (int i = start; i < end; i++) {
            boolean takeLeft = left < middle && (right == end || times[from[left]] <= times[from[right]]);
            to[i] = takeLeft ? from[left++] : from[right++];
        }
    }
}
