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
package io.tsfile.core.flush.sort;

import java.util.Arrays;

/** Finds the order of rows that did not arrive in order, in one of two ways. */
public final class TimeOrder {
    /** With more than one of so many late, sorting all costs less than sorting these and merging. */
    private static final int LATE_SHARE = 4;

    private TimeOrder() {}

    /** The order of the first {@code size} times. */
    static RowOrder of(long[] times, int size) {
        int most = size / LATE_SHARE;
        int[] late = new int[16];
        int count = 0;
        for (int i = 1, latest = 0; i < size; i++) {
            if (times[i] > times[latest]) {
                latest = i;
            } else if (count == most) {
                return PositionOrder.of(times, StableSort.of(times, size));
            } else {
                if (count == late.length) {
                    late = Arrays.copyOf(late, 2 * count);
                }
                late[count++] = i;
            }
        }
        return count == 0 ? new ArrivalOrder(size) : RunOrder.merge(times, size, late, count);
    }

    /** The first position in {@code [from, to)}, where times ascend, whose time is above {@code time}, or {@code to}. */
    public static int firstAbove(long[] times, int from, int to, long time) {
        int low = from;
        int high = to;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (times[middle] > time) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }
}
