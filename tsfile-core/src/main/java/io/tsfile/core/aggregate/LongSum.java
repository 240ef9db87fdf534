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

import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.index.ChunkEntry;
import java.io.Serializable;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.statistics.Statistics;
import org.jspecify.annotations.Nullable;

/** The sum of whole numbers. Not thread-safe. */
final class LongSum extends LongAccumulator {
    /** A double holds every whole number up to twice this. */
    private static final double EXACT = 1L << 52;

    private final Aggregate aggregate;
    private final boolean wraps;
    private boolean found;
    private long sum;

    LongSum(Aggregate aggregate) {
        this.aggregate = aggregate;
        this.wraps = aggregate.function() == AggregateFunction.WRAPPING_SUM;
    }

    @Override
    boolean add(ChunkEntry chunk) {
        if (chunk.count() == 0) {
            return true;
        }
        Statistics<? extends Serializable> statistics = chunk.statistics();
        if (chunk.type() == TSDataType.INT32) {
            add(statistics.getSumLongValue());
            return true;
        }
        // The sum of longs is kept as a double: exact if no sum of some of them can be too long for it, in whatever
        // order.
        double most = Math.max(magnitude(statistics.getMinValue()), magnitude(statistics.getMaxValue()));
        if (most * chunk.count() > EXACT) {
            return false;
        }
        add((long) statistics.getSumDoubleValue());
        return true;
    }

    private static double magnitude(Serializable value) {
        return Math.abs(((Number) value).doubleValue());
    }

    @Override
    void add(long value) {
        long added = sum + value;
        if (!wraps && ((sum ^ added) & (value ^ added)) < 0) {
            throw new TsFileConnectorException("Cannot sum column '" + aggregate.column()
                    + "': the sum does not fit into 64 bits. Sum a cast of it to a wider or floating point type");
        }
        sum = added;
        found = true;
    }

    @Override
    @Nullable
    Long result() {
        return found ? sum : null;
    }
}
