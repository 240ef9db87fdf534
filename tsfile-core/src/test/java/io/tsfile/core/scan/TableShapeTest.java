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

import io.tsfile.core.model.BucketRange;
import io.tsfile.core.model.LiveFile;
import io.tsfile.core.model.Rectangle;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.testing.FileText;
import java.util.List;
import java.util.Random;
import org.apache.tsfile.file.metadata.IDeviceID;
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
                "A[0,9]@1 C[0,9]@2 A-C[0,9]@3 B-D[0,9]@3#x |                    1 | 2",
                "A-Z[0,9]@1~0-9 A-Z[0,9]@2~10-19 A-Z[0,9]@3~5-14 |              1 | 2",
                "A-F[0,9]@1!..C[0,9] A-B[0,9]@2 A-Z[0,9]@3!..[0,9] |            2 | 1",
            })
    void countsSectionsAndTheDeepestOverlap(String files, int sections, int overlap) {
        TableShape shape = TableShape.of(FileText.live(files));
        assertThat(shape.sections()).isEqualTo(sections);
        assertThat(shape.overlap()).isEqualTo(overlap);
    }

    /** The deepest place of all is where some file starts, in time and in device. */
    @Test
    void findsTheDeepestPlaceOfAll() {
        for (long seed = 1; seed <= 100; seed++) {
            Random random = new Random(seed);
            List<LiveFile> files = OverlapGroupsTest.randomFiles(random, 1 + random.nextInt(20));
            long deepest = 0;
            for (LiveFile first : files) {
                for (LiveFile second : files) {
                    for (int bucket = 0; bucket < 6; bucket++) {
                        deepest = Math.max(deepest, versionsAt(files, first, second, bucket));
                    }
                }
            }
            assertThat(TableShape.of(files).overlap()).as("seed %d", seed).isEqualTo((int) deepest);
        }
    }

    private static long versionsAt(List<LiveFile> files, LiveFile time, LiveFile device, int bucket) {
        if (time.isHidden() || device.isHidden()) {
            return 0;
        }
        IDeviceID first = device.devices().first();
        Rectangle key = new Rectangle(
                first,
                first,
                true,
                new TimeRange(time.times().start(), time.times().start()));
        return files.stream()
                .filter(file -> file.rectangle().filter(key::overlaps).isPresent()
                        && file.file().buckets().overlaps(new BucketRange(bucket, bucket)))
                .map(file -> file.file().version())
                .distinct()
                .count();
    }

    @Test
    void sumsUp() {
        assertThat(TableShape.of(FileText.live("A[0,9]@1:7 A[20,29]@2:8"))).isEqualTo(new TableShape(2, 15, 20, 2, 1));
        assertThat(TableShape.of(List.of())).isEqualTo(new TableShape(0, 0, 0, 0, 0));
    }
}
