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

import io.tsfile.core.vector.DoubleVector;
import io.tsfile.core.vector.FloatVector;
import io.tsfile.core.vector.Vector;

/** An aggregate of floating point numbers, value by value. Not thread-safe. */
abstract sealed class DoubleAccumulator extends Accumulator permits DoubleBound, DoubleSum {
    /** Adds a value. */
    abstract void add(double value);

    @Override
    final void add(Vector values) {
        int size = values.size();
        for (int from = values.nextPresent(0, size); from < size; ) {
            int to = values.nextNull(from, size);
            if (values instanceof FloatVector floats) {
                for (int i = from; i < to; i++) {
                    add(floats.get(i));
                }
            } else {
                DoubleVector doubles = (DoubleVector) values;
                for (int i = from; i < to; i++) {
                    add(doubles.get(i));
                }
            }
            from = values.nextPresent(to, size);
        }
    }
}
