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

/** The least or the greatest of floating point numbers; NaN is the greatest of all. Not thread-safe. */
final class DoubleBound extends DoubleAccumulator {
    private final boolean least;
    private boolean found;
    private double bound;

    DoubleBound(boolean least) {
        this.least = least;
    }

    @Override
    boolean add(ChunkEntry chunk) {
        if (chunk.count() == 0) {
            return true;
        }
        Statistics<? extends Serializable> statistics = chunk.statistics();
        // Bounds of statistics ignore a NaN, or are NaN if it came first. A sum with a NaN in it is NaN.
        if (Double.isNaN(statistics.getSumDoubleValue())) {
            return false;
        }
        add(((Number) (least ? statistics.getMinValue() : statistics.getMaxValue())).doubleValue());
        return true;
    }

    @Override
    void add(double value) {
        boolean better = least
                ? value < bound || (Double.isNaN(bound) && !Double.isNaN(value))
                : value > bound || (Double.isNaN(value) && !Double.isNaN(bound));
        if (!found || better) {
            bound = value;
            found = true;
        }
    }

    @Override
    @Nullable
    Double result() {
        return found ? bound : null;
    }
}
