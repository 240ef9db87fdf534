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
package io.tsfile.core.merge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tsfile.core.vector.BooleanVector;
import io.tsfile.core.vector.DoubleVector;
import io.tsfile.core.vector.FloatVector;
import io.tsfile.core.vector.IntVector;
import io.tsfile.core.vector.LongVector;
import io.tsfile.core.vector.Vector;
import java.util.Random;
import org.apache.tsfile.enums.TSDataType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Scattering rows page by page puts a column together as copying range by range does. */
class RowScatterTest {
    @ParameterizedTest
    @EnumSource(
            value = TSDataType.class,
            names = {"BOOLEAN", "INT32", "INT64", "FLOAT", "DOUBLE", "DATE", "TIMESTAMP"})
    void isAsCopyingRanges(TSDataType type) {
        Random random = new Random(11);
        RowScatter scatter = new RowScatter();
        for (int pages = 1; pages < 12; pages++) {
            Vector[] sources = new Vector[pages];
            int[] next = new int[pages];
            for (int page = 0; page < pages; page++) {
                sources[page] = values(type, 200, random);
                next[page] = random.nextInt(20);
            }
            RowRanges ranges = new RowRanges();
            int rows = 0;
            for (int i = 0; i < 40; i++) {
                int page = random.nextInt(pages);
                int length = Math.min(random.nextInt(4), 200 - next[page]);
                ranges.addApart(page, next[page], length);
                // Some rows are left out, as those are that a newer page has.
                next[page] = Math.min(200, next[page] + length + random.nextInt(2));
                rows += length;
            }
            // What is there before stays.
            Vector expected = values(type, 3, new Random(pages));
            Vector scattered = values(type, 3, new Random(pages));
            expected.appendRuns(sources, ranges.pages(), ranges.starts(), ranges.lengths(), ranges.count());
            scatter.of(ranges, pages, rows);
            scatter.append(sources, scattered);

            assertThat(scattered.size()).isEqualTo(expected.size()).isEqualTo(3 + rows);
            for (int i = 0; i < expected.size(); i++) {
                assertThat(scattered.sameValue(i, expected, i))
                        .as("row %d of %d pages", i, pages)
                        .isTrue();
            }
        }
    }

    @Test
    void paysWhereRunsAlternate() {
        RowRanges ranges = new RowRanges();
        ranges.addApart(0, 0, 3);
        ranges.addApart(1, 0, 2);
        assertThat(RowScatter.pays(ranges, 5)).isTrue();
        ranges.addApart(0, 3, 100);
        assertThat(RowScatter.pays(ranges, 105)).isFalse();
    }

    @Test
    void refusesTexts() {
        RowRanges ranges = new RowRanges();
        ranges.addApart(0, 0, 1);
        RowScatter scatter = new RowScatter();
        scatter.of(ranges, 1, 1);
        Vector text = Vector.of(TSDataType.STRING, 1);
        text.extend(1);
        assertThatThrownBy(() -> scatter.append(new Vector[] {text}, Vector.of(TSDataType.STRING, 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Cannot scatter STRING values");
    }

    private static Vector values(TSDataType type, int count, Random random) {
        Vector vector = Vector.of(type, count);
        for (int i = 0; i < count; i++) {
            if (vector instanceof BooleanVector booleans) {
                booleans.append(random.nextBoolean());
            } else if (vector instanceof IntVector ints) {
                ints.append(random.nextInt());
            } else if (vector instanceof LongVector longs) {
                longs.append(random.nextLong());
            } else if (vector instanceof FloatVector floats) {
                floats.append(random.nextFloat());
            } else if (vector instanceof DoubleVector doubles) {
                doubles.append(random.nextDouble());
            }
        }
        return vector;
    }
}
