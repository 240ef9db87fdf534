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
package io.tsfile.core.flush.sort;

import io.tsfile.core.vector.BinaryVector;
import io.tsfile.core.vector.Vector;

/** The order of rows that arrived in order. */
final class ArrivalOrder extends RowOrder {
    ArrivalOrder(int rows) {
        super(rows);
    }

    @Override
    void append(Vector column, int from, int to, Vector target) {
        target.append(column, from, to);
    }

    @Override
    void addLengths(BinaryVector column, int from, int to, long[] sums) {
        for (int row = from; row < to; row++) {
            sums[row - from] += column.length(row);
        }
    }
}
