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

import io.tsfile.core.index.ChunkEntry;
import java.io.Serializable;
import org.apache.tsfile.file.metadata.statistics.Statistics;

/**
 * What a row must have in one field. The index tells of many chunks that no value of theirs does; whether a row really does is for
 * the engine to find out. A null never does.
 */
public sealed interface ValueCondition extends Serializable {
    /** The field. */
    String field();

    /** Whether a value of the chunk may meet it; a yes may be wrong, a no never is. */
    boolean mayMeet(ChunkEntry chunk);

    /** Its form in SQL. */
    String describe();

    /**
     * There is a value.
     *
     * @param field of any type
     */
    record Present(String field) implements ValueCondition {
        @Override
        public boolean mayMeet(ChunkEntry chunk) {
            return chunk.count() > 0;
        }

        @Override
        public String describe() {
            return field + " IS NOT NULL";
        }
    }

    /**
     * A whole number, date or time, as it is stored, lies in a closed range.
     *
     * @param field of type INT32, INT64, DATE or TIMESTAMP
     */
    record Longs(String field, long low, long high) implements ValueCondition {
        @Override
        public boolean mayMeet(ChunkEntry chunk) {
            if (chunk.count() == 0) {
                return false;
            }
            Statistics<? extends Serializable> statistics = chunk.statistics();
            return ((Number) statistics.getMinValue()).longValue() <= high
                    && ((Number) statistics.getMaxValue()).longValue() >= low;
        }

        @Override
        public String describe() {
            return field + " in [" + (low == Long.MIN_VALUE ? "" : low) + ".." + (high == Long.MAX_VALUE ? "" : high)
                    + "]";
        }
    }

    /**
     * A floating point number lies in a closed range, or is NaN.
     *
     * @param field of type FLOAT or DOUBLE
     * @param low least number; negative infinity for none
     * @param high greatest number; infinity for none
     */
    record Doubles(String field, double low, double high) implements ValueCondition {
        @Override
        public boolean mayMeet(ChunkEntry chunk) {
            if (chunk.count() == 0) {
                return false;
            }
            Statistics<? extends Serializable> statistics = chunk.statistics();
            // Bounds of statistics ignore a NaN, or are NaN if it came first. A sum with a NaN in it is NaN.
            return Double.isNaN(statistics.getSumDoubleValue())
                    || (((Number) statistics.getMinValue()).doubleValue() <= high
                            && ((Number) statistics.getMaxValue()).doubleValue() >= low);
        }

        @Override
        public String describe() {
            return field + " in [" + (low == Double.NEGATIVE_INFINITY ? "" : low) + ".."
                    + (high == Double.POSITIVE_INFINITY ? "" : high) + "]";
        }
    }
}
