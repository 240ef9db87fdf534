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
import io.tsfile.core.model.Deletion;
import io.tsfile.core.model.DeviceRange;
import io.tsfile.core.model.DeviceScope;
import io.tsfile.core.model.DeviceSplit;
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.LiveFile;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.model.Version;
import io.tsfile.core.testing.FileText;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.tsfile.file.metadata.IDeviceID;
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
                "A-Z[0,9]@1~0-9 A-Z[0,9]@2~10-19      | A-Z[0,9]@1~0-9; A-Z[0,9]@2~10-19",
                "A-C[0,9]@1~0-9 A-C[5,9]@2~9-19 A-C[9,9]@3~20-20 | A-C[0,9]@1~0-9 A-C[5,9]@2~9-19; A-C[9,9]@3~20-20",
                "A-F[0,9]@1!..C[0,9] A-B[0,9]@2       | A-F[0,9]@1; A-B[0,9]@2",
                "A-F[0,9]@1!C..[-5,12] C-F[0,9]@2     | A-F[0,9]@1; C-F[0,9]@2",
                "A-F[0,9]@1!C..[1,9] C-F[0,9]@2       | A-F[0,9]@1 C-F[0,9]@2",
                "A[0,9]@1!..[0,4] A[0,4]@2            | A[0,4]@2; A[0,9]@1",
                "A[0,9]@1!..[0,9] A[0,4]@2            | A[0,4]@2",
            })
    void joinsFilesThatMayShareAKey(String files, String expected) {
        String groups = OverlapGroups.of(FileText.live(files)).stream()
                .map(group -> group.stream().map(file -> file.file().path()).collect(Collectors.joining(" ")))
                .collect(Collectors.joining("; "));
        assertThat(groups).isEqualTo(expected);
    }

    @Test
    void areTheConnectedComponents() {
        for (long seed = 1; seed <= 400; seed++) {
            Random random = new Random(seed);
            List<LiveFile> files = randomFiles(random, 1 + random.nextInt(random.nextBoolean() ? 8 : 40));
            Set<Set<LiveFile>> groups =
                    OverlapGroups.of(files).stream().map(HashSet::new).collect(Collectors.toSet());
            assertThat(groups).as("seed %d", seed).isEqualTo(components(files));
        }
    }

    @Test
    void mayHoldSeveralComponentsWhereFilesLieInManySlabsOfBuckets() {
        List<LiveFile> files = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            files.add(LiveFile.of(FileText.file("A[0,9]@" + (i + 1) + "~" + i + "-" + (2000 - i))));
        }
        files.addAll(FileText.live("A[0,9]@400~5000-6000 A[0,9]@401~30000-30001"));
        assertThat(OverlapGroups.of(files).stream().mapToInt(List::size).max()).hasValue(100);
    }

    @Test
    void doesNotLookAtEveryPair() {
        int count = 30_000;
        List<LiveFile> files = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            files.add(
                    LiveFile.of(FileText.file("A-Z[" + i + "," + (2 * count) + "]@" + (i % 5000) + "." + i / 10_000)));
        }
        assertThat(OverlapGroups.of(files)).hasSize(1);
        assertThat(TableShape.of(files).overlap()).isEqualTo(15_000);
    }

    /** Files of six devices, some at extreme times, some in buckets of their own, some partly hidden. */
    static List<LiveFile> randomFiles(Random random, int count) {
        List<LiveFile> files = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            char device = (char) ('A' + random.nextInt(6));
            char last = (char) (device + random.nextInt(3));
            long start = extremeOr(random, random.nextInt(100), Long.MIN_VALUE);
            long end = extremeOr(random, Math.max(start, 0) + random.nextInt(30), Long.MAX_VALUE);
            int bucket = random.nextInt(4);
            files.add(new LiveFile(
                    FileText.file(
                            "f" + i,
                            new DeviceRange(device(device), device(last)),
                            random.nextInt(3) == 0
                                    ? new BucketRange(bucket, bucket + random.nextInt(2))
                                    : BucketRange.ALL,
                            new TimeRange(start, end),
                            new Version(1 + random.nextInt(20), 0),
                            1 + random.nextInt(100),
                            splits(random, device, last)),
                    deletions(random)));
        }
        return files;
    }

    private static List<DeviceSplit> splits(Random random, char first, char last) {
        List<DeviceSplit> splits = new ArrayList<>();
        for (char device = (char) (first + 1); device <= last && random.nextBoolean(); device++) {
            splits.add(new DeviceSplit(device(device), 10L * (device - first)));
        }
        return splits;
    }

    private static List<Deletion> deletions(Random random) {
        List<Deletion> deletions = new ArrayList<>();
        while (random.nextInt(3) == 0) {
            IDeviceID from = random.nextBoolean() ? null : device((char) ('A' + random.nextInt(8)));
            IDeviceID to = random.nextBoolean() ? null : device((char) ('A' + random.nextInt(9)));
            long start = extremeOr(random, random.nextInt(60), Long.MIN_VALUE);
            TimeRange times = random.nextBoolean()
                    ? TimeRange.ALL
                    : new TimeRange(start, extremeOr(random, Math.max(start, 0) + random.nextInt(50), Long.MAX_VALUE));
            deletions.add(new Deletion(
                    from == null && to == null ? DeviceScope.ALL : new DeviceScope.Between(from, to),
                    random.nextInt(5) == 0 ? List.of("v") : List.of(),
                    times));
        }
        return deletions;
    }

    static IDeviceID device(char name) {
        return Devices.ofTable("t", String.valueOf(name));
    }

    private static long extremeOr(Random random, long usual, long extreme) {
        return random.nextInt(8) == 0 ? extreme : usual;
    }

    /** Warshall's transitive closure. */
    private static Set<Set<LiveFile>> components(List<LiveFile> all) {
        List<LiveFile> files = all.stream().filter(file -> !file.isHidden()).toList();
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
        Set<Set<LiveFile>> components = new HashSet<>();
        for (int i = 0; i < n; i++) {
            Set<LiveFile> component = new HashSet<>();
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
