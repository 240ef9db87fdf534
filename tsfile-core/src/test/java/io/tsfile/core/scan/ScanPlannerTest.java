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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.LiveFile;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.testing.FileText;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.tsfile.enums.TSDataType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScanPlannerTest {
    private static final TableSchema SCHEMA =
            TableSchema.ofTable("t", List.of(Column.tag("id"), Column.field("v", TSDataType.INT32)));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "A[0,9]@1:10 A[10,19]@2:10 A[20,29]@3:10 | 25    | ALL: A[0,9]@1:10 A[10,19]@2:10; ALL: A[20,29]@3:10",
                "A[5,9]@2:10 A[0,5]@1:10                 | 30    | ALL: A[0,5]@1:10 A[5,9]@2:10",
                "A[0,7]@1:10 A[0,7]@2:10                 | 10    | [0,max]: A[0,7]@1:10 A[0,7]@2:10",
                "A[0,15]@1:10 A[0,15]@2:10               | 10    | [min,3]: A[0,15]@1:10 A[0,15]@2:10; [4,max]: A[0,15]@1:10 A[0,15]@2:10",
                "A[0,79]@1:10 A[40,119]@2:10             | 10    | [min,53]: A[0,79]@1:10 A[40,119]@2:10; [54,max]: A[0,79]@1:10 A[40,119]@2:10",
                "A[0,7]@1:10                             | 10000 | ALL: A[0,7]@1:10",
            })
    void gathersSmallGroupsAndCutsLargeOnes(String files, long targetBytes, String expected) {
        List<ScanTask> tasks = plan(FileText.parse(files), TimeRange.ALL, targetBytes);
        assertThat(tasks.stream().map(ScanPlannerTest::format).collect(Collectors.joining("; ")))
                .isEqualTo(expected);
    }

    @Test
    void plansNothingForFilesOutsideOfTheRange() {
        assertThat(plan(FileText.parse("A[0,9]@1 A[30,39]@2"), new TimeRange(10, 29), 1))
                .isEmpty();
        assertThat(plan(List.of(), TimeRange.ALL, 1)).isEmpty();
    }

    @Test
    void opensAHandfulOfFilesAtOnce() {
        List<DataFile> apart = new ArrayList<>();
        List<DataFile> chain = new ArrayList<>();
        for (int i = 0; i < 3000; i++) {
            apart.add(FileText.file("A[" + 10 * i + "," + (10 * i + 9) + "]@" + (i + 1)));
            chain.add(FileText.file("A[" + 10 * i + "," + (10 * i + 10) + "]@" + (i + 1)));
        }
        for (List<DataFile> files : List.of(apart, chain)) {
            List<ScanTask> tasks = plan(files, TimeRange.ALL, Long.MAX_VALUE);
            assertThat(tasks).hasSizeBetween(11, 30);
            assertThat(tasks).allSatisfy(task -> assertThat(files(task)).hasSizeLessThan(300));
        }
    }

    @Test
    void putsEveryKeyIntoExactlyOneTaskWithAllFilesThatMayHoldIt() {
        for (long seed = 1; seed <= 1000; seed++) {
            Random random = new Random(seed);
            List<DataFile> files = OverlapGroupsTest.randomFiles(random, 1 + random.nextInt(12)).stream()
                    .map(LiveFile::file)
                    .toList();
            long start = random.nextInt(3) == 0 ? Long.MIN_VALUE : random.nextInt(60);
            long end = random.nextInt(3) == 0 ? Long.MAX_VALUE : Math.max(start, 0) + random.nextInt(80);
            TimeRange range = new TimeRange(start, end);
            List<ScanTask> tasks = plan(files, range, 1 + random.nextInt(random.nextBoolean() ? 8 : 500));
            for (DataFile file : files) {
                for (long time : interestingTimes(files, tasks)) {
                    if (!file.times().contains(time)) {
                        continue;
                    }
                    List<ScanTask> holders = tasks.stream()
                            .filter(task -> files(task).contains(file)
                                    && task.cut().times().contains(time))
                            .toList();
                    assertThat(holders)
                            .as("seed %d: tasks with %s at %d of %s", seed, file.path(), time, range)
                            .hasSize(range.contains(time) ? 1 : 0);
                    for (ScanTask holder : holders) {
                        assertThat(files(holder))
                                .as("seed %d: what may share a key with %s at %d", seed, file.path(), time)
                                .containsAll(files.stream()
                                        .filter(other -> other.mayOverlap(file)
                                                && other.times().contains(time))
                                        .toList());
                    }
                }
            }
            assertThat(tasks).allSatisfy(task -> {
                assertThat(range.contains(task.cut().times())).isTrue();
                assertThat(files(task)).isSortedAccordingTo(DataFile.BY_VERSION).doesNotHaveDuplicates();
            });
        }
    }

    @Test
    void refusesTasksOfNoBytes() {
        assertThatThrownBy(() -> new ScanRequest(List.of(), TimeRange.ALL, DeviceFilter.ALL, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Cannot plan");
    }

    /** Where anything begins or ends, and the times beside it. */
    private static Iterable<Long> interestingTimes(List<DataFile> files, List<ScanTask> tasks) {
        Set<Long> times = new TreeSet<>();
        files.forEach(file -> addAround(times, file.times()));
        tasks.forEach(task -> addAround(times, task.cut().times()));
        return times;
    }

    private static void addAround(Set<Long> times, TimeRange range) {
        for (long time : new long[] {range.start(), range.end()}) {
            times.add(time);
            times.add(time == Long.MIN_VALUE ? time : time - 1);
            times.add(time == Long.MAX_VALUE ? time : time + 1);
        }
    }

    private static List<ScanTask> plan(List<DataFile> files, TimeRange range, long targetBytes) {
        ScanSource source = new ScanSource(StoreLocation.of("/nowhere"), SCHEMA, LiveFile.of(files));
        return ScanPlanner.plan(source, new ScanRequest(List.of("v"), range, DeviceFilter.ALL, targetBytes));
    }

    private static List<DataFile> files(ScanTask task) {
        return task.files().stream().map(LiveFile::file).toList();
    }

    private static String format(ScanTask task) {
        TimeRange range = task.cut().times();
        String times = range.equals(TimeRange.ALL)
                ? "ALL"
                : "[" + (range.start() == Long.MIN_VALUE ? "min" : range.start()) + ","
                        + (range.end() == Long.MAX_VALUE ? "max" : range.end()) + "]";
        return times + ": " + files(task).stream().map(DataFile::path).collect(Collectors.joining(" "));
    }
}
