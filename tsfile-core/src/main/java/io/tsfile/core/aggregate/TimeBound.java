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
package io.tsfile.core.aggregate;

import io.tsfile.core.index.ChunkEntry;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.vector.LongVector;
import io.tsfile.core.vector.Vector;
import org.jspecify.annotations.Nullable;

/** The first or the last time. Not thread-safe. */
final class TimeBound extends Accumulator {
    private final boolean least;
    private boolean found;
    private long bound;

    TimeBound(boolean least) {
        this.least = least;
    }

    @Override
    boolean add(ChunkEntry chunk) {
        add(least ? chunk.startTime() : chunk.endTime());
        return true;
    }

    @Override
    void add(Vector values) {
        LongVector times = (LongVector) values;
        add(times.get(least ? 0 : times.size() - 1));
    }

    private void add(long time) {
        bound = !found ? time : least ? Math.min(bound, time) : Math.max(bound, time);
        found = true;
    }

    @Override
    boolean isSettled(TimeRange times) {
        return found && (least ? bound <= times.start() : bound >= times.end());
    }

    @Override
    @Nullable
    Long result() {
        return found ? bound : null;
    }
}
