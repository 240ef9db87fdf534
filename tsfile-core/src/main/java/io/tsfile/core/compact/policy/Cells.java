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
package io.tsfile.core.compact.policy;

import io.tsfile.core.compact.CompactionOptions;
import io.tsfile.core.compact.CompactionReason;
import io.tsfile.core.compact.CompactionStrategy;
import io.tsfile.core.model.Cut;
import io.tsfile.core.model.DeviceSplit;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.model.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a merge into tasks of bounded bytes and files: between devices where files say what lies before a device, so that an output
 * holds few devices at all their times; then in time.
 */
final class Cells {
    /** Places inside of a file's time range where a cut may lie. */
    private static final int TIMES_PER_FILE = 8;

    private final Partition partition;
    private final CompactionReason reason;
    private final CompactionStrategy strategy;
    private final CompactionOptions options;

    private Cells(Partition partition, CompactionReason reason, CompactionStrategy strategy) {
        this.partition = partition;
        this.reason = reason;
        this.strategy = strategy;
        this.options = partition.options();
    }

    /**
     * Adds tasks that merge what the files have in the cut.
     *
     * @param files closed (R3)
     */
    static void plan(
            Partition partition, CompactionReason reason, CompactionStrategy strategy, Cut cut, List<SeenFile> files) {
        new Cells(partition, reason, strategy).cutDevices(cut, files);
    }

    private void cutDevices(Cut cut, List<SeenFile> files) {
        long bytes = bytes(cut, files);
        IDeviceID from = cut.from();
        if (bytes > options.maxTaskBytes()) {
            TreeSet<IDeviceID> places = new TreeSet<>();
            files.forEach(file ->
                    file.file().splits().stream().map(DeviceSplit::device).forEach(places::add));
            long cuts = (bytes - 1) / options.maxTaskBytes() + 1;
            long start = bytesBefore(from, files);
            long end = cut.to() == null ? Long.MAX_VALUE : bytesBefore(cut.to(), files);
            long all = Math.min(
                            end,
                            files.stream().mapToLong(f -> f.file().length()).sum())
                    - start;
            long done = 0;
            for (IDeviceID place : places) {
                boolean inside = (from == null || from.compareTo(place) < 0)
                        && (cut.to() == null || place.compareTo(cut.to()) < 0);
                long before = bytesBefore(place, files) - start;
                if (inside && before - done >= all / cuts) {
                    cutTimes(new Cut(from, place, cut.times()), files);
                    from = place;
                    done = before;
                }
            }
        }
        cutTimes(new Cut(from, cut.to(), cut.times()), files);
    }

    private void cutTimes(Cut cut, List<SeenFile> all) {
        List<SeenFile> files = inside(cut, all);
        long bytes = bytes(cut, files);
        long cuts = Math.min(
                Math.max((bytes - 1) / options.maxTaskBytes() + 1, (files.size() - 1) / options.maxTaskFiles() + 1),
                (long) files.size() * TIMES_PER_FILE);
        long start = cut.times().start();
        if (cuts > 1) {
            long[] places = places(cut, files);
            for (int i = 1; i < cuts; i++) {
                long place = places[(int) ((long) i * places.length / cuts)];
                if (place > start && place <= cut.times().end()) {
                    add(new Cut(cut.from(), cut.to(), new TimeRange(start, place - 1)), files);
                    start = place;
                }
            }
        }
        add(new Cut(cut.from(), cut.to(), new TimeRange(start, cut.times().end())), files);
    }

    /** Times in ascending order between which about equally much is stored. */
    private static long[] places(Cut cut, List<SeenFile> files) {
        List<Long> places = new ArrayList<>();
        for (SeenFile file : files) {
            TimeRange times = file.bounds().times();
            // Unsigned, because the range of all times is longer than a long can say.
            long step = Long.divideUnsigned(times.end() - times.start(), TIMES_PER_FILE);
            for (int i = 0; i < TIMES_PER_FILE; i++) {
                long place = times.start() + i * step;
                if (cut.times().contains(place)) {
                    places.add(place);
                }
            }
        }
        if (places.isEmpty()) {
            places.add(cut.times().start());
        }
        return places.stream().mapToLong(Long::longValue).sorted().toArray();
    }

    /**
     * Adds the task of a cell, or where too many files meet in it, several: files that follow each other in version are closed,
     * too (R3). Those of one version stay together, because the output takes over the newest version, and files of one version
     * must not overlap (R9).
     */
    private void add(Cut cut, List<SeenFile> all) {
        List<SeenFile> files = inside(cut, all);
        if (files.size() <= options.maxTaskFiles()) {
            if (!files.isEmpty()) {
                partition.add(reason, strategy, cut, files);
            }
            return;
        }
        Map<Version, List<SeenFile>> byVersion = new TreeMap<>();
        files.forEach(file -> byVersion
                .computeIfAbsent(file.version(), v -> new ArrayList<>())
                .add(file));
        List<SeenFile> slice = new ArrayList<>();
        int versions = 0;
        for (List<SeenFile> ofVersion : byVersion.values()) {
            if (versions > 1 && slice.size() + ofVersion.size() > options.maxTaskFiles()) {
                partition.add(reason, strategy, cut, slice);
                slice.clear();
                versions = 0;
            }
            slice.addAll(ofVersion);
            versions++;
        }
        if (versions > 1) {
            partition.add(reason, strategy, cut, slice);
        }
    }

    private static List<SeenFile> inside(Cut cut, List<SeenFile> files) {
        Box box = Box.of(cut);
        return files.stream().filter(file -> file.region().meets(box)).toList();
    }

    private static long bytes(Cut cut, List<SeenFile> files) {
        Box box = Box.of(cut);
        return files.stream().mapToLong(file -> file.bytesIn(box)).sum();
    }

    private static long bytesBefore(@Nullable IDeviceID device, List<SeenFile> files) {
        return device == null
                ? 0
                : files.stream()
                        .mapToLong(file -> file.bytesBefore(Edge.before(device)))
                        .sum();
    }
}
