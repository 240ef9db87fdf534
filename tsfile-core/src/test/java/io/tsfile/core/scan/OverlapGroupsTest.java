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

import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.model.Version;
import io.tsfile.core.testing.FileText;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OverlapGroupsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "A[0,9]@1                             | A[0,9]@1",
                "A[0,9]@1 A[10,19]@2                  | A[0,9]@1; A[10,19]@2",
                "A[10,19]@1 A[0,10]@2                 | A[10,19]@1 A[0,10]@2",
                "A[0,9]@1 B[0,9]@2                    | A[0,9]@1; B[0,9]@2",
                "A[0,9]@1 B[0,9]@2 A-B[9,9]@3         | A[0,9]@1 B[0,9]@2 A-B[9,9]@3",
                "A[0,9]@3 A[8,20]@1 A[20,30]@2        | A[8,20]@1 A[20,30]@2 A[0,9]@3",
                "A-C[0,9]@5#x A-C[0,9]@5#y            | A-C[0,9]@5#x; A-C[0,9]@5#y",
                "A-C[0,9]@5#x A-C[0,9]@5#y B[3,4]@6   | A-C[0,9]@5#x A-C[0,9]@5#y B[3,4]@6",
                "A[0,90]@1 A[10,20]@2 A[30,40]@3      | A[0,90]@1 A[10,20]@2 A[30,40]@3",
            })
    void joinsFilesThatMayShareAKey(String files, String expected) {
        String groups = OverlapGroups.of(FileText.parse(files)).stream()
                .map(group -> group.stream().map(DataFile::path).collect(Collectors.joining(" ")))
                .collect(Collectors.joining("; "));
        assertThat(groups).isEqualTo(expected);
    }

    @Test
    void areTheConnectedComponents() {
        for (long seed = 1; seed <= 200; seed++) {
            Random random = new Random(seed);
            List<DataFile> files = randomFiles(random, 1 + random.nextInt(25));
            Set<Set<DataFile>> groups =
                    OverlapGroups.of(files).stream().map(HashSet::new).collect(Collectors.toSet());
            assertThat(groups).as("seed %d", seed).isEqualTo(components(files));
        }
    }

    static List<DataFile> randomFiles(Random random, int count) {
        List<DataFile> files = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            char device = (char) ('A' + random.nextInt(6));
            char last = (char) (device + random.nextInt(3));
            long start = extremeOr(random, random.nextInt(100), Long.MIN_VALUE);
            long end = extremeOr(random, Math.max(start, 0) + random.nextInt(30), Long.MAX_VALUE);
            files.add(FileText.file(
                    "f" + i,
                    String.valueOf(device),
                    String.valueOf(last),
                    new TimeRange(start, end),
                    new Version(1 + random.nextInt(20), 0),
                    1 + random.nextInt(100)));
        }
        return files;
    }

    private static long extremeOr(Random random, long usual, long extreme) {
        return random.nextInt(8) == 0 ? extreme : usual;
    }

    /** Warshall's transitive closure. */
    private static Set<Set<DataFile>> components(List<DataFile> files) {
        int n = files.size();
        boolean[][] reach = new boolean[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                reach[i][j] = i == j || files.get(i).mayOverlap(files.get(j));
            }
        }
        for (int k = 0; k < n; k++) {
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    reach[i][j] |= reach[i][k] && reach[k][j];
                }
            }
        }
        Set<Set<DataFile>> components = new HashSet<>();
        for (int i = 0; i < n; i++) {
            Set<DataFile> component = new HashSet<>();
            for (int j = 0; j < n; j++) {
                if (reach[i][j]) {
                    component.add(files.get(j));
                }
            }
            components.add(component);
        }
        return components;
    }
}
