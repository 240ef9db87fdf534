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

import io.tsfile.core.model.Cut;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.LiveFile;
import io.tsfile.core.model.TimeRange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Cuts a source into tasks. Pure: reads no file.
 *
 * <p>Files that overlap must be read together; small groups of them share a task, and a large group is cut by time, where each
 * cut reads all files that meet it, restricted to it. The merge's key holds the time, so cuts are independent.
 */
public final class ScanPlanner {
    /** More cuts than that would read the index of every file more often than it pays. */
    private static final int MAX_CUTS = 64;
    /** Files of one task unless overlap demands more: all of them are open at once, and processes may open about 1000. */
    private static final int MAX_FILES = 256;
    /** Places inside of a file's time range where a cut may lie. */
    private static final int CUT_PLACES_PER_FILE = 8;

    private ScanPlanner() {}

    /** The tasks whose rows together are the answer; none for an empty one. */
    public static List<ScanTask> plan(ScanSource source, ScanRequest request) {
        Map<DataFile, LiveFile> live = new HashMap<>();
        source.files().stream()
                .filter(file -> file.file().times().overlaps(request.times()))
                .forEach(file -> live.put(file.file(), file));
        List<ScanTask> tasks = new ArrayList<>();
        List<DataFile> small = new ArrayList<>();
        long smallBytes = 0;
        for (List<LiveFile> overlapping : OverlapGroups.of(List.copyOf(live.values()))) {
            List<DataFile> group =
                    overlapping.stream().map(LiveFile::file).toList();
            long bytes = bytes(group);
            if (bytes >= request.targetBytes() || group.size() > MAX_FILES) {
                cut(source, request, live, group, bytes, tasks);
                continue;
            }
            if (smallBytes + bytes > request.targetBytes() || small.size() + group.size() > MAX_FILES) {
                tasks.add(task(source, request, live, request.times(), small));
                small = new ArrayList<>();
                smallBytes = 0;
            }
            small.addAll(group);
            smallBytes += bytes;
        }
        if (!small.isEmpty()) {
            tasks.add(task(source, request, live, request.times(), small));
        }
        return tasks;
    }

    private static void cut(
            ScanSource source,
            ScanRequest request,
            Map<DataFile, LiveFile> live,
            List<DataFile> group,
            long bytes,
            List<ScanTask> tasks) {
        // Not (bytes + target - 1) / target, which overflows for a target without bound.
        long cutsByBytes = Math.max(1, bytes / request.targetBytes() + (bytes % request.targetBytes() == 0 ? 0 : 1));
        int cutsByFiles = (group.size() + MAX_FILES - 1) / MAX_FILES;
        int cuts = (int) Math.min(MAX_CUTS, Math.max(cutsByBytes, cutsByFiles));
        long[] places = cutPlaces(group);
        long start = request.times().start();
        for (int i = 1; i <= cuts; i++) {
            long next = i == cuts ? Long.MAX_VALUE : places[(int) ((long) i * places.length / cuts)];
            boolean last = i == cuts || next > request.times().end();
            if (!last && next <= start) {
                continue;
            }
            TimeRange range = new TimeRange(start, last ? request.times().end() : next - 1);
            List<DataFile> files =
                    group.stream().filter(file -> file.times().overlaps(range)).toList();
            if (!files.isEmpty()) {
                tasks.add(task(source, request, live, range, files));
            }
            if (last) {
                return;
            }
            start = next;
        }
    }

    /** Times in ascending order between which about equally much is stored. */
    private static long[] cutPlaces(List<DataFile> group) {
        long[] places = new long[group.size() * CUT_PLACES_PER_FILE];
        int count = 0;
        for (DataFile file : group) {
            long start = file.times().start();
            // Unsigned, because the range of all times is longer than a long can say.
            long step = Long.divideUnsigned(file.times().end() - start, CUT_PLACES_PER_FILE);
            for (int i = 0; i < CUT_PLACES_PER_FILE; i++) {
                places[count++] = start + i * step;
            }
        }
        Arrays.sort(places);
        return places;
    }

    private static ScanTask task(
            ScanSource source,
            ScanRequest request,
            Map<DataFile, LiveFile> live,
            TimeRange times,
            List<DataFile> files) {
        List<DataFile> byVersion = new ArrayList<>(files);
        byVersion.sort(DataFile.BY_VERSION);
        return ScanTask.of(
                source,
                request,
                Cut.ofTimes(times),
                byVersion.stream()
                        .map(file -> Objects.requireNonNull(live.get(file)))
                        .toList());
    }

    private static long bytes(List<DataFile> files) {
        return files.stream().mapToLong(DataFile::length).sum();
    }
}
