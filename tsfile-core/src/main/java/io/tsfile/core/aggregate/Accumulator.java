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
import io.tsfile.core.vector.Vector;
import org.apache.tsfile.enums.TSDataType;
import org.jspecify.annotations.Nullable;

/** One aggregate of one group, of what was added so far. Not thread-safe. */
abstract sealed class Accumulator permits CountOf, TimeBound, LongAccumulator, DoubleAccumulator {
    /** Whether there is such an aggregate of columns of the type; {@link TSDataType#VECTOR} for the times. */
    static boolean isPossible(AggregateFunction function, TSDataType type) {
        return switch (function) {
            case COUNT -> true;
            case MIN, MAX ->
                switch (type) {
                    case VECTOR, INT32, INT64, FLOAT, DOUBLE, DATE, TIMESTAMP -> true;
                    default -> false;
                };
            case SUM, WRAPPING_SUM ->
                switch (type) {
                    case INT32, INT64, FLOAT, DOUBLE -> true;
                    default -> false;
                };
        };
    }

    /** An aggregate of nothing yet. It must be {@link #isPossible}. */
    static Accumulator of(Aggregate aggregate, TSDataType type) {
        boolean floating = type == TSDataType.FLOAT || type == TSDataType.DOUBLE;
        return switch (aggregate.function()) {
            case COUNT -> new CountOf();
            case MIN, MAX -> {
                boolean least = aggregate.function() == AggregateFunction.MIN;
                yield type == TSDataType.VECTOR
                        ? new TimeBound(least)
                        : floating ? new DoubleBound(least) : new LongBound(least);
            }
            case SUM, WRAPPING_SUM -> floating ? new DoubleSum() : new LongSum(aggregate);
        };
    }

    /**
     * Adds all values of a chunk, by what the index says of them; of a chunk with times, these.
     *
     * @return false if the index does not say it exactly; then nothing was added
     */
    abstract boolean add(ChunkEntry chunk);

    /** Adds the values that are not null. */
    abstract void add(Vector values);

    /** Whether rows at these times would change nothing, whatever they have. */
    boolean isSettled(TimeRange times) {
        return false;
    }

    /** A Long or a Double; null for nothing. */
    abstract @Nullable Object result();
}
