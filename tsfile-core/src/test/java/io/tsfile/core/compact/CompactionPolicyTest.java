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
import io.tsfile.core.model.Cut;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.LiveFile;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimePartitioning;
import io.tsfile.core.table.Snapshot;
import io.tsfile.core.table.TableMetadata;
import io.tsfile.core.testing.FileText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Each rule on small examples. Files are texts as {@link FileText} has them, of 10 points each, with a level {@code ^1} and a number
 * of chunks {@code *5} behind, before what is hidden.
 */
class CompactionPolicyTest {
    private static final long TARGET = 100;
    private static final long SNAPSHOT = 30;
    private static final Pattern MORE = Pattern.compile("([^!^*]*)(?:\\^(\\d+))?(?:\\*(\\d+))?(!.*)?");
    private static final TableSchema SCHEMA =
            TableSchema.ofTable("t", List.of(Column.tag("id"), Column.field("v", TSDataType.INT32)));
    private static final CompactionOptions OPTIONS =
            CompactionOptions.DEFAULT.withTargetFileBytes(TARGET).withSmallChunkPoints(0);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "nothing",
            value = {
                "A[0,9]@1                       | nothing",
                "A[0,9]@1 B[0,9]@2              | nothing",
                "A[0,9]@2 A[5,19]@1             | REWRITE: A[5,19]@1 A[0,9]@2",
                // Hardly anything of them.
                "A[0,9]@1:200 A[9,19]@2:200     | PATCH *[9,9]: A[0,9]@1:200 A[9,19]@2:200",
                "A[0,99]@1:200 A[90,95]@2:20    | PATCH *[90,95]: A[0,99]@1:200 A[90,95]@2:20",
                "A[0,99]@1:200 A[10,95]@2:20    | REWRITE: A[0,99]@1:200 A[10,95]@2:20",
                // Late rows of one device of many.
                "A-D[0,99]@1:200/B=30/C=100 A[0,99]@2:20 | PATCH ..A+[0,99]: A-D[0,99]@1:200/B=30/C=100 A[0,99]@2:20",
                "A-D[0,99]@1:200/D=170 D[0,99]@2:5 | PATCH D..[0,99]: A-D[0,99]@1:200/D=170 D[0,99]@2:5",
                // Two zones.
                "A[0,99]@1:400 A[0,9]@2:9 A[90,99]@3:9 | "
                        + "PATCH *[0,9]: A[0,99]@1:400 A[0,9]@2:9; PATCH *[90,99]: A[0,99]@1:400 A[90,99]@3:9",
                // What one hides, the other has: nothing overlaps.
                "A[0,99]@1:200!..[90,95] A[90,95]@2:100 | nothing",
                "A[0,99]@1:200!..[90,95] A[90,96]@2:100 | " + "PATCH *[96,96]: A[0,99]@1:200 A[90,96]@2:100",
                // The file would be left with less than half: it goes as a whole.
                "A[0,99]@1:200!..[0,45] A[90,99]@2:10 | REWRITE: A[0,99]@1:200 A[90,99]@2:10",
                // Files of one version share no key (R9).
                "A[0,9]@1#x A[0,9]@1#y          | nothing",
                // Other partitions are nobody's business.
                "A[0,9]@1 A[1000,1009]@2        | nothing",
            })
    void overlapsAreMergedByTheCheaperStrategy(String files, @Nullable String expected) {
        assertThat(plan(CompactionReason.OVERLAP, settled(files), OPTIONS)).isEqualTo(expected == null ? "" : expected);
    }

    @ParameterizedTest
    @CsvSource({"2880, PATCH", "3200, REWRITE"})
    void whatIsShortComparedToAFileIsNotPatched(long target, CompactionStrategy expected) {
        List<LiveFile> files = settled("A[0,99]@1:200 A[90,95]@2:20");
        List<CompactionTask> plan = CompactionPolicy.plan(snapshot(files), files, OPTIONS.withTargetFileBytes(target));
        assertThat(plan).extracting(CompactionTask::strategy).containsExactly(expected);
    }

    /** Late rows of few devices, with what is known of them. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "nothing",
            value = {
                "nothing | B-G[0,99]@2   | OVERLAP REWRITE ..",
                "B G     | B-G[0,99]@2   | OVERLAP PATCH B..B+; OVERLAP PATCH G..G+",
                "B C G   | B-G[0,99]@2   | OVERLAP PATCH B..B+; OVERLAP PATCH C..C+; OVERLAP PATCH G..G+",
                "A G     | A-G[0,99]@2   | OVERLAP PATCH ..A+; OVERLAP PATCH G..G+",
                "B G P   | B-P[0,99]@2   | OVERLAP PATCH B..B+; OVERLAP PATCH G..G+; OVERLAP PATCH P..",
                // Too much of the long file.
                "B C G H | B-H[0,99]@2   | OVERLAP REWRITE ..",
                // Some were patched before, or all.
                "B G     | B-G[0,99]@2!B..C[0,99] | OVERLAP PATCH G..G+",
                "B G     | B-G[0,99]@2!B..C[0,99]!G..H[0,99] | EXPIRED DROP ..",
            })
    void lateRowsOfFewDevicesArePatchedWhereThoseAreKnown(@Nullable String known, String late, String expected) {
        String[] parts = late.split("(?=!)", 2);
        List<LiveFile> files =
                files("A-P[0,99]@1:1600^1*16 " + parts[0] + ":20^1*3" + (parts.length == 1 ? "" : parts[1]));
        List<IDeviceID> devices = known == null
                ? List.of()
                : Arrays.stream(known.split(" ", -1))
                        .map(device -> Devices.ofTable("t", device))
                        .toList();
        String path = files.get(1).file().path();
        String plan =
                CompactionPolicy.plan(snapshot(files), files, OPTIONS, known == null ? Map.of() : Map.of(path, devices))
                        .stream()
                        .map(task -> task.reason() + " " + task.strategy() + " "
                                + name(task.cut().from()) + ".."
                                + name(task.cut().to()))
                        .collect(Collectors.joining("; "));
        assertThat(plan).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "nothing",
            value = {
                "A[0,9]@1:10                                         | nothing",
                "A[0,9]@1:10 A[10,19]@2:10                           | A[0,9]@1:10 A[10,19]@2:10",
                "A[0,9]@1:10 A[10,19]@2:9                            | nothing",
                "A[0,9]@1:10 A[10,19]@2:9 A[20,29]@3:1               | A[0,9]@1:10 A[10,19]@2:9 A[20,29]@3:1",
                // Not more than a file's length at once.
                "A[0,9]@1:60 A[10,19]@2:60                           | nothing",
                "A[0,9]@1:95 A[10,19]@2:4                            | nothing",
                // Small neighbours first grow to the length of the long one.
                "A[0,9]@1:40 A[10,19]@2:10 A[20,29]@3:10             | A[10,19]@2:10 A[20,29]@3:10",
                // What is between them would seem to overlap the output.
                "A[0,9]@1:10 A[10,19]@2:100 A[20,29]@3:10            | nothing",
                "A[0,9]@1:10 B[10,19]@2:100 A[20,29]@3:10            | A[0,9]@1:10 A[20,29]@3:10",
                // A partition that is quiet is brought to an end.
                "A[0,9]@1:40 A[10,19]@2:10 A[1000,1009]@20           | A[0,9]@1:40 A[10,19]@2:10",
                "A[0,9]@1:40 A[10,19]@25:10 A[1000,1009]@26          | nothing",
                "A[0,9]@1:40 A[10,19]@2:9 A[1000,1009]@20            | nothing",
                // What overlaps a little is not patched before.
                "A[0,9]@1:10 A[9,19]@2:10                            | A[0,9]@1:10 A[9,19]@2:10",
                "A[0,9]@1:50 A[9,19]@2:50                            | A[0,9]@1:50 A[9,19]@2:50",
                "A[0,9]@1:51 A[9,19]@2:51                            | nothing",
                "A[0,9]@1:10 A[9,19]@2:9                             | nothing",
                // A long one that is older, or newer, can wait; one between them in version cannot.
                "A[0,99]@1:200 A[99,109]@2:10 A[109,119]@3:10        | A[99,109]@2:10 A[109,119]@3:10",
                "A[0,99]@3:200 A[99,109]@1:10 A[109,119]@2:10        | A[99,109]@1:10 A[109,119]@2:10",
                "A[0,99]@2:200 A[99,109]@1:10 A[109,119]@3:10        | nothing",
                // Those of several writers together, unless something is between them in version.
                "A[0,9]@1:10~0-9 A[9,19]@2:9~0-9 A[0,9]@1:9~10-19#y A[9,19]@2:10~10-19#y | "
                        + "A[0,9]@1:10~0-9 A[0,9]@1:9~10-19#y A[9,19]@2:10~10-19#y A[9,19]@2:9~0-9",
                "A[0,9]@1:10 A[9,19]@3:10 C[0,9]@5:10 C[9,19]@6:10 A[19,99]@4:200 | "
                        + "A[0,9]@1:10 A[9,19]@3:10; REWRITE: C[0,9]@5:10 C[9,19]@6:10",
                // What overlaps much is merged at once.
                "A[0,9]@1:10 A[5,14]@2:10                            | nothing",
                "A[0,99]@1:200 A[10,19]@2:10 A[19,29]@3:10           | nothing",
            })
    void smallFilesAreGatheredWithTheirLike(String files, @Nullable String expected) {
        assertThat(plan(CompactionReason.SMALL_FILES, settled(files), OPTIONS))
                .isEqualTo(expected == null ? "" : "REWRITE: " + expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "nothing",
            value = {
                // 10 points in each file.
                "A[0,9]@1^1*1 A[10,19]@2^1*1     | nothing",
                "A[0,9]@1^1*5 A[10,19]@2^1*5     | A[0,9]@1 A[10,19]@2",
                "A-C[0,9]@1^1*5 B[10,19]@2^1*5   | A-C[0,9]@1 B[10,19]@2",
                // No device in common, for all that is known.
                "A[0,9]@1^1*5 B[10,19]@2^1*5     | nothing",
                "A-B[0,9]@1~0-9^1*5 A-B[10,19]@2~10-19^1*5 | nothing",
                // Where an output was cut, one device is in both.
                "A-B[0,9]@1^1*5 B-C[0,9]@1^1*5   | nothing",
                // As it was written, one alone may have several chunks of a series.
                "A[0,9]@1^0*5                    | A[0,9]@1",
                "A[0,9]@1^1*5                    | nothing",
                "A[0,9]@1^0                      | nothing",
            })
    void smallChunksAreGatheredWhereThatMakesThemLonger(String files, @Nullable String expected) {
        assertThat(plan(CompactionReason.SMALL_CHUNKS, files(files), OPTIONS.withSmallChunkPoints(10)))
                .isEqualTo(expected == null ? "" : "REWRITE: " + expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "nothing",
            value = {
                "A[0,99]@1!..[0,49]                     | nothing",
                "A[0,99]@1!..[0,50]                     | A[0,99]@1",
                "A-B[0,99]@1/B=50!..B[0,99]             | nothing",
                "A-B[0,99]@1/B=40!B..[0,99]             | A-B[0,99]@1/B=40",
                // With the patches in its gaps.
                "A[0,99]@1!..[20,80] A[20,80]@2         | A[0,99]@1 A[20,80]@2",
                "A[0,99]@1!..[20,80] B[20,80]@2         | A[0,99]@1",
            })
    void filesOfWhichMuchIsDeletedAreWrittenAgain(String files, @Nullable String expected) {
        assertThat(plan(CompactionReason.DELETIONS, settled(files), OPTIONS))
                .isEqualTo(expected == null ? "" : "REWRITE: " + expected);
    }

    @Test
    void filesWithManyDeletionsAreWrittenAgain() {
        String file = "A[0,999]@1";
        for (int i = 0; i < 16; i++) {
            file += "!..[" + 20 * i + "," + 20 * i + "]";
        }
        assertThat(plan(CompactionReason.DELETIONS, settled(file), OPTIONS)).isEmpty();
        assertThat(plan(CompactionReason.DELETIONS, settled(file + "!..[900,900]"), OPTIONS))
                .isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "nothing",
            value = {
                "A[0,99]@1!..[0,99]                     | DROP: A[0,99]@1",
                "A[0,99]@1!..[0,49]!..[50,99]           | DROP: A[0,99]@1",
                "A-C[0,99]@1!..B[0,99]!B..[0,60]!B..[61,99] | DROP: A-C[0,99]@1",
                "A[0,99]@1!..[0,98]                     | nothing",
                // What is not seen overlaps nothing.
                "A[0,99]@1!..[0,99] A[0,99]@2           | DROP: A[0,99]@1",
            })
    void filesOfWhichNothingIsSeenAreDropped(String files, @Nullable String expected) {
        assertThat(plan(CompactionReason.EXPIRED, settled(files), OPTIONS)).isEqualTo(expected == null ? "" : expected);
        assertThat(plan(CompactionReason.OVERLAP, settled(files), OPTIONS)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "nothing",
            value = {
                "A[0,9]@1                        | A[0,9]@1",
                "A[0,9]@1 A[10,19]@2             | A[0,9]@1 A[10,19]@2",
                "A[0,9]@1^1                      | nothing",
                "A[0,9]@1:50                     | nothing",
                "A[0,9]@1!..[0,1]                | nothing",
                "A[0,9]@1 A[0,9]@2               | nothing",
            })
    void longFilesThatOverlapNothingMoveUpOnce(String files, @Nullable String expected) {
        assertThat(plan(CompactionReason.LEVEL, files(files), OPTIONS))
                .isEqualTo(expected == null ? "" : "MOVE: " + expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "nothing",
            value = {
                "A[0,9]@1:500 A[10,19]@2:500      | REWRITE: A[0,9]@1:500 A[10,19]@2:500",
                "A[0,9]@1:500^1 A[10,19]@2:500    | REWRITE: A[10,19]@2:500",
                "A[0,9]@1:500^1                   | nothing",
                "A[0,9]@1:500^1!..[0,1]           | REWRITE: A[0,9]@1:500",
                "A[0,9]@1:500^1 A[9,19]@2:500^1   | REWRITE: A[0,9]@1:500 A[9,19]@2:500",
                // With the patches in its gaps.
                "A[0,9]@1:500^1!..[4,5] A[4,5]@2:50^1 | REWRITE: A[0,9]@1:500 A[4,5]@2:50",
                "A[0,9]@1:500^1!..[4,5] B[4,5]@2:50^1 | REWRITE: A[0,9]@1:500",
                // Around what was compacted before.
                "A[0,9]@1 A[10,19]@2^1 A[20,29]@3 | REWRITE: A[0,9]@1; REWRITE: A[20,29]@3",
            })
    void whatTheUserForcesIsDoneOnce(String files, @Nullable String expected) {
        assertThat(plan(CompactionReason.FORCED, files(files), OPTIONS.withForce(true)))
                .isEqualTo(expected == null ? "" : expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // Between devices where the files say how much lies before them.
                "A-D[0,99]@1:400/B=100/C=200/D=300 A-D[0,99]@2:400/C=200 | 400 | ..C[*]: 1 2; C..[*]: 1 2",
                // In time where they do not.
                "A[0,99]@1:400 A[0,99]@2:400 | 400 | ..[*,47]: 1 2; ..[48,*]: 1 2",
                // A file that a cut does not meet is not read for it.
                "A-B[0,99]@1:400/B=200 A[0,99]@2:400 | 400 | ..B[*,47]: 1 2; ..B[48,*]: 1 2; B..[*]: 1",
                "A[0,99]@1:100 A[0,99]@2:100 | 400 | ..[*]: 1 2",
            })
    void aLargeMergeIsCutIntoTasksOfBoundedBytes(String files, long maxTaskBytes, String expected) {
        String cuts =
                CompactionPolicy.plan(snapshot(settled(files)), settled(files), OPTIONS.withTasks(maxTaskBytes, 256))
                        .stream()
                        .map(task ->
                                name(task.cut().from()) + ".." + name(task.cut().to()) + bounds(task.cut()) + ": "
                                        + task.inputs().stream()
                                                .map(input -> String.valueOf(
                                                        input.file().version().commit()))
                                                .collect(Collectors.joining(" ")))
                        .collect(Collectors.joining("; "));
        assertThat(cuts).isEqualTo(expected);
    }

    @Test
    void veryManyOverlappingFilesAreMergedInSteps() {
        List<DataFile> files = new ArrayList<>();
        for (int i = 0; i < 2000; i++) {
            // Each checkpoint brings a few rows that are older than the one before.
            files.add(FileText.file("A-C[" + i % 900 + "," + (i % 900 + 20) + "]@" + (i + 1) + ":3"));
        }
        List<LiveFile> live = LiveFile.of(files);
        List<CompactionTask> tasks = CompactionPolicy.plan(snapshot(live), live, OPTIONS);
        assertThat(tasks)
                .isNotEmpty()
                .allSatisfy(task -> assertThat(task.inputs()).hasSizeLessThanOrEqualTo(OPTIONS.maxTaskFiles()));
    }

    /** N appends of a row each, compacted after each: a byte is written log2(N) times, and few files are left. */
    @Test
    void smallAppendsAreWrittenAgainALogarithmOfTheirNumberTimes() {
        int appends = 1000;
        ModelTable table = new ModelTable(OPTIONS.withTargetFileBytes(appends * ModelTable.KEY_BYTES));
        for (int i = 0; i < appends; i++) {
            table.append(List.of(ModelTable.Key.of("a", i), ModelTable.Key.of("b", i))
                    .subList(i % 2, i % 2 + 1));
            for (List<CompactionTask> plan = table.plan(); !plan.isEmpty(); plan = table.plan()) {
                plan.forEach(table::apply);
            }
            assertThat(table.fileCount()).as("files after %s appends", i).isLessThanOrEqualTo(20);
        }
        assertThat(table.bytesWritten()).isLessThanOrEqualTo(10L * appends * ModelTable.KEY_BYTES);
        assertThat(table.answer()).hasSize(appends);
    }

    /** The same where each append has a row that is older than the last one's newest. */
    @Test
    void slightlyLateAppendsAreWrittenAgainFewTimes() {
        int appends = 90;
        int rows = 10;
        ModelTable table = new ModelTable(OPTIONS.withTargetFileBytes(200 * ModelTable.KEY_BYTES));
        for (int i = 0; i < appends; i++) {
            List<ModelTable.Key> keys = new ArrayList<>();
            for (int row = 0; row < rows; row++) {
                keys.add(ModelTable.Key.of("a", (long) i * rows + row));
            }
            keys.add(ModelTable.Key.of("a", Math.max(0, i * rows - 2)));
            table.append(keys);
            for (List<CompactionTask> plan = table.plan(); !plan.isEmpty(); plan = table.plan()) {
                plan.forEach(table::apply);
            }
        }
        long appended = (long) appends * rows * ModelTable.KEY_BYTES;
        assertThat(table.bytesWritten()).isLessThan(8 * appended);
        assertThat(table.fileCount()).isLessThan(24);
    }

    private static String plan(CompactionReason reason, List<LiveFile> files, CompactionOptions options) {
        return CompactionPolicy.plan(snapshot(files), files, options).stream()
                .filter(task -> task.reason() == reason)
                .map(task -> task.strategy()
                        + (task.strategy() == CompactionStrategy.PATCH ? " " + text(task.cut()) : "") + ": "
                        + task.inputs().stream()
                                .map(input -> text(input, files))
                                .collect(Collectors.joining(" ")))
                .collect(Collectors.joining("; "));
    }

    private static String text(LiveFile file, List<LiveFile> all) {
        return all.contains(file) ? file.file().path() : "unknown " + file;
    }

    private static String text(Cut cut) {
        String devices = cut.from() == null && cut.to() == null ? "*" : name(cut.from()) + ".." + name(cut.to());
        return devices + bounds(cut);
    }

    private static String bounds(Cut cut) {
        String start = cut.times().start() == Long.MIN_VALUE
                ? "*"
                : String.valueOf(cut.times().start());
        String end = cut.times().end() == Long.MAX_VALUE
                ? "*"
                : String.valueOf(cut.times().end());
        return start.equals("*") && end.equals("*") ? "[*]" : "[" + start + "," + end + "]";
    }

    private static String name(@Nullable IDeviceID device) {
        if (device == null) {
            return "";
        }
        String name = String.valueOf(Devices.segments(device).get(1));
        // Right behind it.
        return device.segmentNum() > 2 ? name + "+" : name;
    }

    /** Files of level 1, with large chunks, which no rule finds anything wrong with but the one that is tested. */
    private static List<LiveFile> settled(String text) {
        return files(Arrays.stream(text.split(" ", -1))
                .map(token -> token.replaceFirst("(!|$)", "^1$1"))
                .collect(Collectors.joining(" ")));
    }

    private static List<LiveFile> files(String text) {
        List<LiveFile> files = new ArrayList<>();
        for (String token : text.trim().split(" +", -1)) {
            Matcher matcher = MORE.matcher(token);
            assertThat(matcher.matches()).as(token).isTrue();
            LiveFile plain = FileText.live(matcher.group(1) + (matcher.group(4) == null ? "" : matcher.group(4)))
                    .get(0);
            int level = matcher.group(2) == null ? 0 : Integer.parseInt(matcher.group(2));
            long chunks = matcher.group(3) == null ? 1 : Long.parseLong(matcher.group(3));
            files.add(new LiveFile(file(plain.file(), level, chunks), plain.deletions()));
        }
        return files;
    }

    private static DataFile file(DataFile file, int level, long chunks) {
        return new DataFile(
                file.path(),
                file.length(),
                file.crc32c(),
                file.version(),
                level,
                file.cleanThrough(),
                file.ordered(),
                file.devices(),
                file.buckets(),
                file.times(),
                file.rows(),
                file.points(),
                chunks,
                file.splits());
    }

    private static Snapshot snapshot(List<LiveFile> files) {
        return new Snapshot(
                SNAPSHOT,
                0,
                TableMetadata.of(SCHEMA, new TimePartitioning(1000), Map.of()),
                files.stream().map(LiveFile::file).toList());
    }
}
