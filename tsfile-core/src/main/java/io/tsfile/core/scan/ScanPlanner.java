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

import io.tsfile.core.model.BucketRange;
import io.tsfile.core.model.Cut;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.DeviceScope;
import io.tsfile.core.model.LiveFile;
import io.tsfile.core.model.Rectangle;
import io.tsfile.core.model.TimeRange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.tsfile.file.metadata.IDeviceID;

/**
 * Cuts a source into tasks. Pure: reads no file, and the same source and request give the same tasks.
 *
 * <p>Files that overlap must be read together; small groups of them share a task, and a large group is cut between devices and
 * times, where each cut reads all files that meet it, restricted to it. Device and time are the merge's key, so cuts are
 * independent.
 */
public final class ScanPlanner {
    /** Files of one task unless overlap demands more: all of them are open at once, and processes may open about 1000. */
    private static final int MAX_FILES = 256;

    /** Looking for the buckets of more devices than that takes longer than it saves. */
    private static final int MOST_DEVICES_BY_BUCKET = 1000;

    private ScanPlanner() {}

    /** The tasks whose rows together are the answer; none for an empty one. */
    public static List<ScanTask> plan(ScanSource source, ScanRequest request) {
        List<LiveFile> wanted = source.files().stream()
                .filter(file -> mayHoldRows(file, request))
                .toList();
        List<ScanTask> tasks = new ArrayList<>();
        List<LiveFile> small = new ArrayList<>();
        long smallBytes = 0;
        for (List<LiveFile> group : OverlapGroups.of(wanted)) {
            long bytes = group.stream()
                    .mapToLong(file -> bytesWithin(file.file(), request.times()))
                    .sum();
            if (bytes > request.targetBytes() || group.size() > MAX_FILES) {
                SectionCutter.cut(group, request.times(), request.targetBytes(), MAX_FILES)
                        .forEach(section -> tasks.add(task(source, request, section)));
                continue;
            }
            if (smallBytes + bytes > request.targetBytes() || small.size() + group.size() > MAX_FILES) {
                tasks.add(task(source, request, together(small, request)));
                small = new ArrayList<>();
                smallBytes = 0;
            }
            small.addAll(group);
            smallBytes += bytes;
        }
        if (!small.isEmpty()) {
            tasks.add(task(source, request, together(small, request)));
        }
        return tasks;
    }

    private static boolean mayHoldRows(LiveFile file, ScanRequest request) {
        if (!file.file().times().overlaps(request.times())) {
            return false;
        }
        Optional<Rectangle> seen = file.rectangle();
        if (seen.isEmpty()
                || !seen.get().times().overlaps(request.times())
                || !request.devices().mayMatch(seen.get().devices())) {
            return false;
        }
        Optional<DeviceScope.Exactly> exactly = request.devices().exactly();
        return exactly.isEmpty() || mayHold(file.file().buckets(), within(exactly.get(), seen.get()));
    }

    private static List<IDeviceID> within(DeviceScope.Exactly devices, Rectangle seen) {
        List<IDeviceID> within = devices.within(seen.devices());
        int last = within.size() - 1;
        boolean oneTooMany = last >= 0 && !seen.lastInside() && within.get(last).equals(seen.last());
        return oneTooMany ? within.subList(0, last) : within;
    }

    private static boolean mayHold(BucketRange buckets, List<IDeviceID> devices) {
        return (!devices.isEmpty() && buckets.equals(BucketRange.ALL))
                || devices.size() > MOST_DEVICES_BY_BUCKET
                || devices.stream()
                        .mapToInt(BucketRange::bucket)
                        .anyMatch(bucket -> buckets.overlaps(new BucketRange(bucket, bucket)));
    }

    /** About how many of the file's bytes hold these times. */
    static long bytesWithin(DataFile file, TimeRange times) {
        return times.contains(file.times())
                ? file.length()
                : Math.max(1, (long) (file.length() * share(file.times(), times)));
    }

    /** How much of {@code range} lies within {@code times}, which it meets. */
    private static double share(TimeRange range, TimeRange times) {
        double start = Math.max(range.start(), times.start());
        double end = Math.min(range.end(), times.end());
        // As doubles, because the range of all times is longer than a long can say.
        return (end - start + 1) / ((double) range.end() - range.start() + 1);
    }

    private static Section together(List<LiveFile> files, ScanRequest request) {
        Cut cut = Cut.ofTimes(request.times());
        return new Section(
                cut,
                files.stream()
                        .map(file -> file.within(cut))
                        .sorted(Comparator.comparing(LiveFile::file, DataFile.BY_VERSION))
                        .toList());
    }

    private static ScanTask task(ScanSource source, ScanRequest request, Section section) {
        return ScanTask.of(source, request, section.cut(), section.files());
    }
}
