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

import static org.assertj.core.api.Assertions.assertThat;

import io.tsfile.core.testing.FileText;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TableShapeTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "A[0,9]@1 |                                                     1 | 1",
                "A[0,9]@1 A[10,19]@2 B[0,9]@3 |                                 3 | 1",
                "A[0,9]@1 A[5,14]@2 A[10,19]@3 |                                1 | 2",
                "A[0,9]@1 A[5,14]@2 A[9,19]@3 |                                 1 | 3",
                "A[0,99]@1 A[10,19]@2 A[30,39]@3 A[50,59]@4 |                   1 | 2",
                "A-C[0,9]@5#x A-C[0,9]@5#y |                                    2 | 1",
                "A-C[0,9]@5#x A-C[0,9]@5#y A-C[0,9]@5#z A-C[4,5]@6 |            1 | 2",
            })
    void countsSectionsAndTheDeepestOverlap(String files, int sections, int overlap) {
        TableShape shape = TableShape.of(FileText.parse(files));
        assertThat(shape.sections()).isEqualTo(sections);
        assertThat(shape.overlap()).isEqualTo(overlap);
    }

    @Test
    void sumsUp() {
        assertThat(TableShape.of(FileText.parse("A[0,9]@1:7 A[20,29]@2:8"))).isEqualTo(new TableShape(2, 15, 20, 2, 1));
        assertThat(TableShape.of(List.of())).isEqualTo(new TableShape(0, 0, 0, 0, 0));
    }
}
