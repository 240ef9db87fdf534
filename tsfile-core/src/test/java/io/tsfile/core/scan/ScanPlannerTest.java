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

import static io.tsfile.core.scan.OverlapGroupsTest.device;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.model.BucketRange;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.Cut;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.DeviceRange;
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
import org.apache.tsfile.file.metadata.IDeviceID;
import org.jspecify.annotations.Nullable;
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
                "A[0,7]@1:10 A[0,7]@2:10                 | 20    | ALL: A[0,7]@1:10 A[0,7]@2:10",
                "A[0,15]@1:10 A[0,15]@2:10               | 10    | [min,7]: A[0,15]@1:10 A[0,15]@2:10; [8,max]:"
                        + " A[0,15]@1:10 A[0,15]@2:10",
                "A[0,79]@1:10 A[40,119]@2:10             | 15    | [min,39]: A[0,79]@1:10; [40,max]: A[0,79]@1:10"
                        + " A[40,119]@2:10",
                "A[0,7]@1:10                             | 10000 | ALL: A[0,7]@1:10",
                "A-D[0,9]@1:40/B=10/C=20/D=30            | 20    | ALL ..C: A-D[0,9]@1:40/B=10/C=20/D=30; ALL C..:"
                        + " A-D[0,9]@1:40/B=10/C=20/D=30",
                "A-B[0,9]@1:10 B-C[0,9]@2:10             | 15    | ALL ..B: A-B[0,9]@1:10; ALL B..: A-B[0,9]@1:10"
                        + " B-C[0,9]@2:10",
                "A-Z[0,9]@1:10~0-5 A-Z[0,9]@1:10~6-9     | 10    | ALL: A-Z[0,9]@1:10~0-5; ALL: A-Z[0,9]@1:10~6-9",
                "A[0,9]@1:10 A[5,9]@2!..[0,9]            | 500   | ALL: A[0,9]@1:10",
                "A-F[0,9]@1:9!..C[0,9] A-B[0,9]@2:9      | 10    | ALL: A-F[0,9]@1:9; ALL: A-B[0,9]@2:9",
            })
    void gathersSmallGroupsAndCutsLargeOnes(String files, long targetBytes, String expected) {
        List<ScanTask> tasks = plan(FileText.live(files), TimeRange.ALL, DeviceFilter.ALL, targetBytes);
        assertThat(tasks.stream().map(ScanPlannerTest::format).collect(Collectors.joining("; ")))
                .isEqualTo(expected);
    }

    @Test
    void plansNothingForFilesThatHaveNothingWanted() {
        assertThat(plan(FileText.live("A[0,9]@1 A[30,39]@2"), new TimeRange(10, 29), DeviceFilter.ALL, 1))
                .isEmpty();
        assertThat(plan(FileText.live("A[0,9]@1!..[5,9]"), new TimeRange(5, 29), DeviceFilter.ALL, 1))
                .isEmpty();
        assertThat(plan(List.of(), TimeRange.ALL, DeviceFilter.ALL, 1)).isEmpty();
        DeviceFilter filter = DeviceFilter.of(List.of(device('C'), device('F')));
        assertThat(plan(
                        FileText.live("A-B[0,9]@1 D-E[0,9]@2 G-Z[0,9]@3 A-F[0,9]@4!C..[0,9]"),
                        TimeRange.ALL,
                        filter,
                        1))
                .isEmpty();
    }

    @Test
    void looksForDevicesInTheirBuckets() {
        int bucket = BucketRange.bucket(device('C'));
        String there = "A-F[0,9]@1~" + bucket + "-" + bucket;
        String elsewhere = "A-F[0,9]@2~" + (bucket + 1) + "-" + (bucket + 2);
        List<ScanTask> tasks = plan(
                FileText.live(there + " " + elsewhere), TimeRange.ALL, DeviceFilter.of(List.of(device('C'))), 1000);
        assertThat(tasks)
                .singleElement()
                .satisfies(task -> assertThat(format(task)).isEqualTo("ALL: " + there));
    }

    @Test
    void opensAHandfulOfFilesAtOnce() {
        List<LiveFile> apart = new ArrayList<>();
        List<LiveFile> chain = new ArrayList<>();
        for (int i = 0; i < 3000; i++) {
            apart.add(LiveFile.of(FileText.file("A[" + 10 * i + "," + (10 * i + 9) + "]@" + (i + 1))));
            chain.add(LiveFile.of(FileText.file("A[" + 10 * i + "," + (10 * i + 10) + "]@" + (i + 1))));
        }
        for (List<LiveFile> files : List.of(apart, chain)) {
            List<ScanTask> tasks = plan(files, TimeRange.ALL, DeviceFilter.ALL, Long.MAX_VALUE);
            assertThat(tasks).hasSizeBetween(11, 30);
            assertThat(tasks).allSatisfy(task -> assertThat(task.files()).hasSizeLessThan(300));
        }
    }

    @Test
    void cutsAFileIntoABoundedNumberOfTasks() {
        List<LiveFile> files = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            files.add(LiveFile.of(FileText.file("A-Z[0,100000]@" + (i + 1) + ":1000/C=200/K=500/R=800")));
        }
        List<ScanTask> tasks = plan(files, TimeRange.ALL, DeviceFilter.ALL, 1);
        assertThat(tasks).hasSize(64);
        assertThat(tasks).extracting(task -> task.cut().from()).contains(device('K'));
    }

    @Test
    void putsEveryKeyIntoExactlyOneTaskWithAllFilesThatMayHoldIt() {
        for (long seed = 1; seed <= 300; seed++) {
            Random random = new Random(seed);
            List<LiveFile> files = OverlapGroupsTest.randomFiles(random, 1 + random.nextInt(12));
            long start = random.nextInt(3) == 0 ? Long.MIN_VALUE : random.nextInt(60);
            long end = random.nextInt(3) == 0 ? Long.MAX_VALUE : Math.max(start, 0) + random.nextInt(80);
            TimeRange range = new TimeRange(start, end);
            DeviceFilter filter = randomFilter(random);
            long target = 1L + random.nextInt(random.nextBoolean() ? 8 : 500);
            List<ScanTask> tasks = plan(files, range, filter, target);
            assertThat(plan(files, range, filter, target))
                    .as("seed %d, again", seed)
                    .isEqualTo(tasks);
            Set<Long> times = interestingTimes(files, tasks);
            for (char name = 'A'; name <= 'I'; name++) {
                for (long time : times) {
                    Key key = new Key(device(name), time);
                    boolean wanted = range.contains(time) && filter.matches(key.device);
                    checkTasksOf(key, wanted, files, tasks, "seed " + seed + ": " + name + " at " + time);
                }
            }
            assertThat(tasks).allSatisfy(task -> {
                assertThat(range.contains(task.cut().times())).isTrue();
                assertThat(files(task)).isSortedAccordingTo(DataFile.BY_VERSION).doesNotHaveDuplicates();
            });
        }
    }

    private record Key(IDeviceID device, long time) {
        boolean isIn(Cut cut) {
            return cut.contains(device) && cut.times().contains(time);
        }

        /** Whether the file may have it, in that bucket, and it may be seen of it. */
        boolean isIn(LiveFile file, int bucket) {
            return file.file().devices().contains(device)
                    && file.file().times().contains(time)
                    && file.file().buckets().overlaps(new BucketRange(bucket, bucket))
                    && file.deletions().stream()
                            .noneMatch(deletion -> deletion.ofRows()
                                    && deletion.devices().contains(device)
                                    && deletion.times().contains(time));
        }
    }

    /** A key is in one bucket; which one does not matter to the files, unless devices are known by name. */
    private static void checkTasksOf(
            Key key, boolean wanted, List<LiveFile> files, List<ScanTask> tasks, String where) {
        List<ScanTask> ofKey =
                tasks.stream().filter(task -> key.isIn(task.cut())).toList();
        for (int bucket = 0; wanted && bucket < 5; bucket++) {
            List<LiveFile> holders = new ArrayList<>();
            for (LiveFile file : files) {
                if (key.isIn(file, bucket)) {
                    holders.add(file);
                }
            }
            for (LiveFile holder : holders) {
                String path = holder.file().path();
                List<ScanTask> readers = ofKey.stream()
                        .filter(task -> paths(task).contains(path))
                        .toList();
                assertThat(readers).as("%s: tasks with %s", where, path).hasSize(1);
                assertThat(paths(readers.get(0)))
                        .as("%s: what may share the key with %s", where, path)
                        .containsAll(holders.stream()
                                .filter(other -> other.mayOverlap(holder))
                                .map(other -> other.file().path())
                                .toList());
            }
        }
    }

    private static Set<String> paths(ScanTask task) {
        return task.files().stream().map(file -> file.file().path()).collect(Collectors.toSet());
    }

    private static DeviceFilter randomFilter(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> device -> true;
            case 1 -> new ABeginning((char) ('A' + random.nextInt(8)));
            default -> DeviceFilter.ALL;
        };
    }

    /** The devices before one. */
    private record ABeginning(char end) implements DeviceFilter {
        @Override
        public boolean matches(IDeviceID device) {
            return device.compareTo(device(end)) < 0;
        }

        @Override
        public boolean mayMatch(DeviceRange range) {
            return matches(range.first());
        }
    }

    @Test
    void refusesTasksOfNoBytes() {
        assertThatThrownBy(() -> new ScanRequest(List.of(), TimeRange.ALL, DeviceFilter.ALL, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Cannot plan");
    }

    /** Where anything begins or ends, and the times beside it. */
    private static Set<Long> interestingTimes(List<LiveFile> files, List<ScanTask> tasks) {
        Set<Long> times = new TreeSet<>();
        files.forEach(file -> addAround(times, file.file().times()));
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

    private static List<ScanTask> plan(List<LiveFile> files, TimeRange range, DeviceFilter filter, long targetBytes) {
        ScanSource source = new ScanSource(StoreLocation.of("/nowhere"), SCHEMA, files);
        return ScanPlanner.plan(source, new ScanRequest(List.of("v"), range, filter, targetBytes));
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
        return times + devices(task.cut()) + ": "
                + files(task).stream().map(DataFile::path).collect(Collectors.joining(" "));
    }

    private static String devices(Cut cut) {
        return cut.from() == null && cut.to() == null ? "" : " " + name(cut.from()) + ".." + name(cut.to());
    }

    private static String name(@Nullable IDeviceID device) {
        return device == null ? "" : String.valueOf(device.segment(1));
    }
}
