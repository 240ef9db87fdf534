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
package io.tsfile.core.vector;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.tsfile.enums.TSDataType;
import org.junit.jupiter.api.Test;

class SpareVectorsTest {
    private static final int SIZE = 100;

    private final SpareVectors spare = new SpareVectors(2_000);

    @Test
    void givesTheLastOneOfTheTypeBackEmpty() {
        Vector doubles = filled(TSDataType.DOUBLE);
        Vector longs = filled(TSDataType.INT64);
        spare.give(doubles);
        spare.give(longs);

        Vector taken = spare.take(TSDataType.DOUBLE, SIZE);

        assertThat(taken).isSameAs(doubles);
        assertThat(taken.size()).isZero();
        assertThat(taken.hasNulls()).isFalse();
        assertThat(spare.take(TSDataType.DOUBLE, SIZE)).isNotSameAs(doubles);
        assertThat(spare.take(TSDataType.INT64, SIZE)).isSameAs(longs);
    }

    @Test
    void givesNoneThatWouldGrow() {
        Vector doubles = filled(TSDataType.DOUBLE);
        spare.give(doubles);

        assertThat(spare.take(TSDataType.DOUBLE, SIZE + 1)).isNotSameAs(doubles);
    }

    @Test
    void keepsNoMoreThanItsBytes() {
        Vector first = filled(TSDataType.DOUBLE);
        Vector second = filled(TSDataType.DOUBLE);
        Vector third = filled(TSDataType.DOUBLE);
        spare.give(first);
        spare.give(second);
        spare.give(third);

        assertThat(spare.take(TSDataType.DOUBLE, SIZE)).isSameAs(second);
        spare.give(third);
        assertThat(spare.take(TSDataType.DOUBLE, SIZE)).isSameAs(third);
        assertThat(spare.take(TSDataType.DOUBLE, SIZE)).isSameAs(first);
        assertThat(spare.take(TSDataType.DOUBLE, SIZE)).isNotIn(first, second, third);
    }

    @Test
    void keepsNoArraysThatOthersSee() {
        Vector doubles = filled(TSDataType.DOUBLE);
        spare.give(doubles.view());

        Vector taken = spare.take(TSDataType.DOUBLE, SIZE);
        ((DoubleVector) taken).append(-1);

        assertThat(((DoubleVector) doubles).get(0)).isZero();
    }

    private static Vector filled(TSDataType type) {
        Vector vector = Vector.of(type, SIZE);
        for (int i = 0; i < SIZE; i++) {
            if (i == SIZE / 2) {
                vector.appendNull();
            } else if (vector instanceof DoubleVector doubles) {
                doubles.append(i);
            } else {
                ((LongVector) vector).append(i);
            }
        }
        return vector;
    }
}
