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
import java.util.Optional;

/**
 * How many values a column has, and their sum. What is summed up depends on the type: numbers; how many booleans are true;
 * days or milliseconds since the epoch; the CRC-32 of the UTF-8 bytes of a text.
 *
 * @param column the name in the table
 * @param type the type of the values
 * @param values how many there are
 * @param sum the sum: exact for all types but FLOAT and DOUBLE, null where there is no value or it is not finite
 * @param magnitude the sum of the absolute values, to which rounding errors are in proportion; 0 if unknown
 */
public record ColumnSum(String column, CellType type, long values, Optional<BigDecimal> sum, double magnitude) {
    private static final double TOLERANCE = 1e-9;

    /** The sum to read, with no more digits than are right. */
    String shown() {
        return sum.map(exact -> type.isFloating() ? Double.toString(exact.doubleValue()) : exact.toPlainString())
                .orElse("none");
    }

    /** Whether both are the same, up to rounding where values are binary fractions. */
    boolean agrees(ColumnSum other) {
        if (values != other.values || sum.isPresent() != other.sum.isPresent()) {
            return false;
        }
        if (sum.isEmpty()) {
            return true;
        }
        BigDecimal difference = sum.get().subtract(other.sum.orElseThrow()).abs();
        return type.isFloating()
                ? difference.doubleValue() <= TOLERANCE * Math.max(magnitude, other.magnitude)
                : difference.signum() == 0;
    }
}
