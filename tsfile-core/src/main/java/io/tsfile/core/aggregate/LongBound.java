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
import java.io.Serializable;
import org.apache.tsfile.file.metadata.statistics.Statistics;
import org.jspecify.annotations.Nullable;

/** The least or the greatest of whole numbers, dates or times. Not thread-safe. */
final class LongBound extends LongAccumulator {
    private final boolean least;
    private boolean found;
    private long bound;

    LongBound(boolean least) {
        this.least = least;
    }

    @Override
    boolean add(ChunkEntry chunk) {
        if (chunk.count() > 0) {
            Statistics<? extends Serializable> statistics = chunk.statistics();
            add(((Number) (least ? statistics.getMinValue() : statistics.getMaxValue())).longValue());
        }
        return true;
    }

    @Override
    void add(long value) {
        bound = !found ? value : least ? Math.min(bound, value) : Math.max(bound, value);
        found = true;
    }

    @Override
    @Nullable
    Long result() {
        return found ? bound : null;
    }
}
