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
package io.tsfile.core.compact;

import static org.assertj.core.api.Assertions.assertThat;

import io.tsfile.core.model.Column;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.LiveFile;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimePartitioning;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.model.Version;
import io.tsfile.core.table.Snapshot;
import io.tsfile.core.table.TableMetadata;
import io.tsfile.core.testing.FileText;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompactionPolicyTest {
    private static final long TARGET = 100;
    private static final TableSchema SCHEMA =
            TableSchema.ofTable("t", List.of(Column.tag("id"), Column.field("v", TSDataType.INT32)));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "nothing",
            value = {
                "A[0,9]@1:10                             | nothing",
                "A[0,9]@1:200                            | nothing",
                "A[0,9]@1:200 A[10,19]@2:10              | nothing",
                "A[0,9]@1:10 A[10,19]@2:10               | SMALL_FILES: A[0,9]@1:10 A[10,19]@2:10",
                "A[0,9]@2:10 A[9,19]@1:10                | OVERLAP: A[9,19]@1:10 A[0,9]@2:10",
                "A[0,9]@1:200 A[9,19]@2:10               | OVERLAP: A[0,9]@1:200 A[9,19]@2:10",
                "A[0,9]@1:60 A[10,19]@2:60               | nothing",
                "A[0,9]@1:10 A[1000,1009]@2:10           | nothing",
                "A[0,9]@1:10 A[5,14]@2:10 A[20,29]@3:10  | OVERLAP: A[0,9]@1:10 A[5,14]@2:10 A[20,29]@3:10",
                "A-C[0,9]@5:200#x A-C[0,9]@5:200#y       | nothing",
            })
    void mergesOverlapsAndGathersSmallFilesOfAPartition(String files, @Nullable String expected) {
        String plan = plan(FileText.parse(files)).stream()
                .map(task -> task.reason() + ": "
                        + inputs(task).stream().map(DataFile::path).collect(Collectors.joining(" ")))
                .collect(Collectors.joining("; "));
        assertThat(plan).isEqualTo(expected == null ? "" : expected);
    }

    @Test
    void tasksAreDisjointAndClosedAndTheWorkEnds() {
        for (long seed = 1; seed <= 300; seed++) {
            Random random = new Random(seed);
            endsFrom(randomTable(random, 1 + random.nextInt(40)), "seed " + seed);
        }
    }

    @Test
    void mergesVeryManyOverlappingFilesInSteps() {
        List<DataFile> files = new ArrayList<>();
        for (int i = 0; i < 2000; i++) {
            // Each checkpoint brings a few rows that are older than the one before.
            files.add(FileText.file("A-C[" + i % 900 + "," + (i % 900 + 20) + "]@" + (i + 1) + ":3"));
        }
        assertThat(plan(files))
                .hasSizeGreaterThan(1)
                .allSatisfy(task -> assertThat(task.inputs()).hasSizeLessThanOrEqualTo(256));
        endsFrom(files, "many files");
    }

    @Test
    void endsAlsoWhereAVersionAloneHasVeryManyFiles() {
        List<DataFile> files = new ArrayList<>();
        for (int i = 0; i < 900; i++) {
            files.add(FileText.file("A-C[0,20]@" + (1 + i / 300) + ":200#" + i));
        }
        endsFrom(files, "many files of one version");
    }

    private static void endsFrom(List<DataFile> start, String name) {
        List<DataFile> files = start;
        for (int round = 0; ; round++) {
            assertThat(round).as("%s: rounds", name).isLessThan(12);
            List<CompactionTask> tasks = plan(files);
            if (tasks.isEmpty()) {
                break;
            }
            Set<DataFile> used = new HashSet<>();
            List<DataFile> next = new ArrayList<>(files);
            for (CompactionTask task : tasks) {
                assertThat(inputs(task)).as(name).hasSizeGreaterThan(1).isSortedAccordingTo(DataFile.BY_VERSION);
                assertThat(inputs(task))
                        .allSatisfy(input -> assertThat(used.add(input)).isTrue());
                assertClosed(task, files, name);
                next.removeAll(inputs(task));
                next.addAll(compact(task, round));
            }
            files = next;
        }
        List<DataFile> end = files;
        assertThat(end)
                .as("%s: nothing overlaps at the end", name)
                .allSatisfy(file -> assertThat(
                                end.stream().filter(other -> !other.equals(file) && other.mayOverlap(file)))
                        .isEmpty());
    }

    /** R3, and for R9 that no file of the output's version that stays may share a key with an input. */
    private static void assertClosed(CompactionTask task, List<DataFile> files, String name) {
        Version oldest = inputs(task).get(0).version();
        Version newest = inputs(task).get(inputs(task).size() - 1).version();
        for (DataFile outside : files) {
            if (inputs(task).contains(outside)
                    || outside.version().compareTo(oldest) <= 0
                    || outside.version().compareTo(newest) > 0) {
                continue;
            }
            for (DataFile input : inputs(task)) {
                boolean older = input.version().compareTo(outside.version()) < 0;
                assertThat(older && input.mayOverlap(outside))
                        .as("%s: %s stays between %s and %s", name, outside, input, newest)
                        .isFalse();
            }
        }
    }

    /** What a runner would make of the inputs, cut by size: as much as they are, in the worst case. */
    private static List<DataFile> compact(CompactionTask task, int round) {
        TimeRange times = inputs(task).get(0).times();
        Set<IDeviceID> devices = new HashSet<>();
        long bytes = 0;
        for (DataFile input : inputs(task)) {
            times = times.union(input.times());
            devices.add(input.devices().first());
            devices.add(input.devices().last());
            bytes += input.length();
        }
        List<String> names = devices.stream()
                .map(device -> String.valueOf(device.segment(1)))
                .sorted()
                .toList();
        List<DataFile> outputs = new ArrayList<>();
        Version newest = inputs(task).get(inputs(task).size() - 1).version();
        for (long left = bytes + 5; left > 0; left -= TARGET) {
            outputs.add(FileText.file(
                    "r" + round + newest + left,
                    names.get(0),
                    names.get(names.size() - 1),
                    times,
                    newest,
                    Math.min(left, TARGET)));
        }
        return outputs;
    }

    private static List<DataFile> randomTable(Random random, int count) {
        List<DataFile> files = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            char first = (char) ('A' + random.nextInt(4));
            long partition = random.nextInt(3);
            long start = 1000 * partition + random.nextInt(900);
            files.add(FileText.file(
                    "f" + i,
                    String.valueOf(first),
                    String.valueOf((char) (first + random.nextInt(3))),
                    new TimeRange(start, start + random.nextInt(90)),
                    new Version(1 + random.nextInt(30), random.nextInt(2)),
                    1 + random.nextInt(150)));
        }
        return files;
    }

    private static List<CompactionTask> plan(List<DataFile> files) {
        return CompactionPolicy.plan(
                snapshot(files), LiveFile.of(files), CompactionOptions.DEFAULT.withTargetFileBytes(TARGET));
    }

    private static List<DataFile> inputs(CompactionTask task) {
        return task.inputs().stream().map(LiveFile::file).toList();
    }

    private static Snapshot snapshot(List<DataFile> files) {
        return new Snapshot(7, 0, TableMetadata.of(SCHEMA, new TimePartitioning(1000), Map.of()), files);
    }
}
