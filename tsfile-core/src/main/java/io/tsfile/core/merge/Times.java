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

/** Searches in ascending times. */
final class Times {
    private Times() {}

    /** The first place from {@code from} on whose time is not below {@code time}; {@code to} if there is none before it. */
    static int firstAtLeast(long[] times, int from, int to, long time) {
        int low = from;
        int high = to;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (times[middle] < time) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** As {@link #firstAtLeast}, and the sooner the closer to {@code from} the place is. */
    static int nextAtLeast(long[] times, int from, int to, long time) {
        int low = from;
        int step = 1;
        while (low + step < to && times[low + step] < time) {
            low += step;
            step <<= 1;
        }
        return firstAtLeast(times, low, Math.min(to, low + step), time);
    }

    /** As {@link #firstAbove}, and the sooner the closer to {@code from} the place is. */
    static int nextAbove(long[] times, int from, int to, long time) {
        return time == Long.MAX_VALUE ? to : nextAtLeast(times, from, to, time + 1);
    }

    /** The first place from {@code from} on whose time is above {@code time}; {@code to} if there is none before it. */
    static int firstAbove(long[] times, int from, int to, long time) {
        return time == Long.MAX_VALUE ? to : firstAtLeast(times, from, to, time + 1);
    }
}
