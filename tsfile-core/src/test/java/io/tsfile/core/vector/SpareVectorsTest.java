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
    private final SpareVectors spare = new SpareVectors(10_000);

    @Test
    void giveAVectorAgainEmptied() {
        Vector vector = spare.take(TSDataType.DOUBLE, 100);
        vector.appendNulls(100);
        spare.give(vector);
        assertThat(spare.take(TSDataType.DOUBLE, 50)).isSameAs(vector);
        assertThat(vector.size()).isZero();
        vector.extend(100);
        assertThat(vector.hasNulls()).isFalse();
    }

    @Test
    void giveNoneOfAnotherTypeAndNoneThatIsTooSmall() {
        Vector vector = spare.take(TSDataType.DOUBLE, 100);
        spare.give(vector);
        assertThat(spare.take(TSDataType.INT64, 100).type()).isEqualTo(TSDataType.INT64);
        assertThat(spare.take(TSDataType.DOUBLE, 101)).isNotSameAs(vector);
    }

    @Test
    void giveNoneTwice() {
        Vector vector = spare.take(TSDataType.TEXT, 100);
        spare.give(vector);
        assertThat(spare.take(TSDataType.TEXT, 100)).isSameAs(vector);
        assertThat(spare.take(TSDataType.TEXT, 100)).isNotSameAs(vector);
    }

    @Test
    void keepNoMoreThanTheyMay() {
        Vector first = spare.take(TSDataType.INT64, 1000);
        Vector second = spare.take(TSDataType.INT64, 1000);
        spare.give(first);
        spare.give(second);
        assertThat(spare.take(TSDataType.INT64, 1000)).isSameAs(first);
        assertThat(spare.take(TSDataType.INT64, 1000)).isNotSameAs(second);
        SpareVectors.NONE.give(first);
        assertThat(SpareVectors.NONE.take(TSDataType.INT64, 1000)).isNotSameAs(first);
    }
}
