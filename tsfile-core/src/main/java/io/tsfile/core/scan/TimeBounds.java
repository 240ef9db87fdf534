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
package io.tsfile.core.scan;

import io.tsfile.core.model.TimeRange;
import java.util.Optional;

/**
 * Gathers comparisons of shown times with constants into the one range of stored times that are shown inside all of them.
 * Not thread-safe.
 *
 * <p>A stored time t is shown as {@code t * scale}; a constant may lie between two shown times:
 *
 * <pre>
 * stored        1        2        3        scale 1000
 * shown      1000     2000     3000
 * constant            ^2000  ^2500
 * shown >= 2500  means  stored >= 3;   shown < 2500  means  stored <= 2;   shown = 2500  means nothing
 * </pre>
 */
public final class TimeBounds {
    private final long scale;
    private long start = Long.MIN_VALUE;
    private long end = Long.MAX_VALUE;
    private boolean empty;

    /**
     * No bounds yet.
     *
     * @param scale what a stored unit counts in the unit that is shown
     */
    public TimeBounds(long scale) {
        this.scale = scale;
    }

    /** Only times that are shown at or above a constant. */
    public void atLeast(long shown) {
        start = Math.max(start, ceiling(shown));
    }

    /** Only times that are shown above a constant. */
    public void above(long shown) {
        long floor = Math.floorDiv(shown, scale);
        if (floor == Long.MAX_VALUE) {
            empty = true;
        } else {
            start = Math.max(start, floor + 1);
        }
    }

    /** Only times that are shown at or below a constant. */
    public void atMost(long shown) {
        end = Math.min(end, Math.floorDiv(shown, scale));
    }

    /** Only times that are shown below a constant. */
    public void below(long shown) {
        long ceiling = ceiling(shown);
        if (ceiling == Long.MIN_VALUE) {
            empty = true;
        } else {
            end = Math.min(end, ceiling - 1);
        }
    }

    /** Only the time that is shown as a constant. */
    public void equalTo(long shown) {
        atLeast(shown);
        atMost(shown);
    }

    /** No time at all. */
    public void never() {
        empty = true;
    }

    /** The stored times, or nothing where no time can be shown inside. */
    public Optional<TimeRange> range() {
        return empty || start > end ? Optional.empty() : Optional.of(new TimeRange(start, end));
    }

    private long ceiling(long shown) {
        return Math.floorDiv(shown, scale) + (Math.floorMod(shown, scale) == 0 ? 0 : 1);
    }
}
