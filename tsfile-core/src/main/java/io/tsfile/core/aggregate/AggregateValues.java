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

import io.tsfile.core.vector.BinaryVector;
import io.tsfile.core.vector.DoubleVector;
import io.tsfile.core.vector.FloatVector;
import io.tsfile.core.vector.IntVector;
import io.tsfile.core.vector.LongVector;
import io.tsfile.core.vector.Vector;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Shows aggregates, and what their groups are formed by, as columns. */
public final class AggregateValues {
    private AggregateValues() {}

    /**
     * Appends a value in the type of its column: of whole numbers that are wider than it, the lowest bits.
     *
     * @param value null for none; a number, or what has its text in UTF-8
     */
    public static void append(@Nullable Object value, Vector target) {
        if (value == null) {
            target.appendNull();
        } else if (target instanceof IntVector ints) {
            ints.append(((Number) value).intValue());
        } else if (target instanceof LongVector longs) {
            longs.append(((Number) value).longValue());
        } else if (target instanceof FloatVector floats) {
            floats.append(((Number) value).floatValue());
        } else if (target instanceof DoubleVector doubles) {
            doubles.append(((Number) value).doubleValue());
        } else {
            ((BinaryVector) target).append(value.toString().getBytes(StandardCharsets.UTF_8));
        }
    }
}
