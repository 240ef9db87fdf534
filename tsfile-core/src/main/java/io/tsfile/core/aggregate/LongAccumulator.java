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

import io.tsfile.core.vector.IntVector;
import io.tsfile.core.vector.LongVector;
import io.tsfile.core.vector.Vector;

/** An aggregate of whole numbers, dates or times, value by value. Not thread-safe. */
abstract sealed class LongAccumulator extends Accumulator permits LongBound, LongSum {
    /** Adds a value. */
    abstract void add(long value);

    @Override
    final void add(Vector values) {
        int size = values.size();
        for (int from = values.nextPresent(0, size); from < size; ) {
            int to = values.nextNull(from, size);
            if (values instanceof IntVector ints) {
                for (int i = from; i < to; i++) {
                    add(ints.get(i));
                }
            } else {
                LongVector longs = (LongVector) values;
                for (int i = from; i < to; i++) {
                    add(longs.get(i));
                }
            }
            from = values.nextPresent(to, size);
        }
    }
}
