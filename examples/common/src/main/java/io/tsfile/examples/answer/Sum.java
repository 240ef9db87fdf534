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
package io.tsfile.examples.answer;

import io.tsfile.examples.csv.CellType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Adds up whole numbers exactly, and binary fractions with Neumaier's compensation. One thread. */
final class Sum {
    private final CellType type;
    private long values;
    private BigInteger carried = BigInteger.ZERO;
    private long whole;
    private double fraction;
    private double compensation;
    private double magnitude;

    Sum(CellType type) {
        this.type = type;
    }

    void add(long value) {
        values++;
        long sum = whole + value;
        boolean overflows = ((whole ^ sum) & (value ^ sum)) < 0;
        if (overflows) {
            carried = carried.add(BigInteger.valueOf(whole));
            whole = value;
        } else {
            whole = sum;
        }
    }

    void add(double value) {
        values++;
        double sum = fraction + value;
        // What got lost is in the smaller of the two.
        compensation += Math.abs(fraction) >= Math.abs(value) ? (fraction - sum) + value : (value - sum) + fraction;
        fraction = sum;
        magnitude += Math.abs(value);
    }

    ColumnSum of(String column) {
        if (values == 0) {
            return new ColumnSum(column, type, 0, Optional.empty(), 0);
        }
        if (!type.isFloating()) {
            return new ColumnSum(column, type, values, Optional.of(new BigDecimal(exact())), 0);
        }
        double total = total();
        return new ColumnSum(
                column,
                type,
                values,
                Double.isFinite(total) ? Optional.of(new BigDecimal(total)) : Optional.empty(),
                magnitude);
    }

    /** The average, or null if there is no value. */
    @Nullable
    Double average() {
        if (values == 0) {
            return null;
        }
        return (type.isFloating() ? total() : exact().doubleValue()) / values;
    }

    private BigInteger exact() {
        return carried.add(BigInteger.valueOf(whole));
    }

    /** The compensation of an infinite sum is NaN, which says nothing. */
    private double total() {
        return Double.isFinite(fraction) ? fraction + compensation : fraction;
    }
}
