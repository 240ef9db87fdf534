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
import io.tsfile.core.model.LiveFile;
import io.tsfile.core.model.Rectangle;
import io.tsfile.core.model.Version;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.tsfile.file.metadata.IDeviceID;

/**
 * Where files lie in device, bucket and time, as numbers, so that sweeps need not compare devices.
 *
 * <p>Buckets are cut into slabs, wherever one file's begin or end: within a slab, files overlap if their devices and times do.
 */
final class OverlapBoxes {
    /** Slabs become wider where files would lie in more of them than that on average: then some look nearer than they are. */
    private static final int MOST_SLABS_PER_FILE = 40;

    private final List<LiveFile> files;
    private final Rectangle[] rectangles;
    private final IDeviceID[] devices;
    private final int[] low;
    private final int[] high;
    private final long[] start;
    private final long[] end;
    private final int[] version;

    /**
     * Files with buckets in common.
     *
     * @param files which, in ascending order of their first time
     * @param low the place of each one's first device
     * @param high the place of each one's last device
     * @param places how many places there are
     */
    record Slab(int[] files, int[] low, int[] high, int places) {}

    private OverlapBoxes(List<LiveFile> files, Rectangle[] rectangles) {
        this.files = files;
        this.rectangles = rectangles;
        this.devices = devices(rectangles);
        int count = files.size();
        this.low = new int[count];
        this.high = new int[count];
        this.start = new long[count];
        this.end = new long[count];
        this.version = new int[count];
        Map<Version, Integer> versions = new HashMap<>();
        for (int i = 0; i < count; i++) {
            // Odd places lie between devices.
            low[i] = 2 * Arrays.binarySearch(devices, rectangles[i].first());
            high[i] = 2 * Arrays.binarySearch(devices, rectangles[i].last()) - (rectangles[i].lastInside() ? 0 : 1);
            start[i] = rectangles[i].times().start();
            end[i] = rectangles[i].times().end();
            Integer known = versions.putIfAbsent(files.get(i).file().version(), versions.size());
            version[i] = known == null ? versions.size() - 1 : known;
        }
    }

    /** The boxes of those files of which something is seen, in ascending order of their first time. */
    static OverlapBoxes of(List<LiveFile> files) {
        record Seen(LiveFile file, Rectangle rectangle) {}
        List<Seen> seen = new ArrayList<>(files.size());
        for (LiveFile file : files) {
            file.rectangle().ifPresent(rectangle -> seen.add(new Seen(file, rectangle)));
        }
        seen.sort(Comparator.comparingLong(one -> one.rectangle.times().start()));
        return new OverlapBoxes(
                seen.stream().map(Seen::file).toList(),
                seen.stream().map(Seen::rectangle).toArray(Rectangle[]::new));
    }

    private static IDeviceID[] devices(Rectangle[] rectangles) {
        IDeviceID[] all = new IDeviceID[2 * rectangles.length];
        for (int i = 0; i < rectangles.length; i++) {
            all[2 * i] = rectangles[i].first();
            all[2 * i + 1] = rectangles[i].last();
        }
        Arrays.sort(all);
        int distinct = 0;
        for (IDeviceID device : all) {
            if (distinct == 0 || !device.equals(all[distinct - 1])) {
                all[distinct++] = device;
            }
        }
        return Arrays.copyOf(all, distinct);
    }

    int size() {
        return files.size();
    }

    LiveFile file(int box) {
        return files.get(box);
    }

    /** Where its keys lie. */
    Rectangle rectangle(int box) {
        return rectangles[box];
    }

    /** The place of its first device. */
    int low(int box) {
        return low[box];
    }

    /** The place of its last device. */
    int high(int box) {
        return high[box];
    }

    /** The place of any device; those between the same two devices where boxes begin or end have the same. */
    int place(IDeviceID device) {
        int place = Arrays.binarySearch(devices, device);
        return place >= 0 ? 2 * place : -2 * place - 3;
    }

    long start(int box) {
        return start[box];
    }

    long end(int box) {
        return end[box];
    }

    /** The same number for the same version. */
    int version(int box) {
        return version[box];
    }

    /** All slabs; every pair of files that overlaps does so in one of them. */
    List<Slab> slabs() {
        int[] starts = slabStarts();
        int[] sizes = new int[starts.length];
        for (LiveFile file : files) {
            BucketRange buckets = file.file().buckets();
            for (int slab = slab(starts, buckets.first()); slab <= slab(starts, buckets.last()); slab++) {
                sizes[slab]++;
            }
        }
        int[][] members = new int[starts.length][];
        for (int slab = 0; slab < starts.length; slab++) {
            members[slab] = new int[sizes[slab]];
        }
        int[] filled = new int[starts.length];
        for (int box = 0; box < size(); box++) {
            BucketRange buckets = files.get(box).file().buckets();
            for (int slab = slab(starts, buckets.first()); slab <= slab(starts, buckets.last()); slab++) {
                members[slab][filled[slab]++] = box;
            }
        }
        return Arrays.stream(members).map(this::slab).toList();
    }

    private int[] slabStarts() {
        TreeSet<Integer> bounds = new TreeSet<>();
        bounds.add(0);
        for (LiveFile file : files) {
            bounds.add(file.file().buckets().first());
            bounds.add(file.file().buckets().last() + 1);
        }
        bounds.remove(BucketRange.BUCKETS);
        int[] starts = bounds.stream().mapToInt(Integer::intValue).toArray();
        while (crossings(starts) > (long) MOST_SLABS_PER_FILE * size()) {
            int[] fewer = new int[(starts.length + 1) / 2];
            for (int i = 0; i < fewer.length; i++) {
                fewer[i] = starts[2 * i];
            }
            starts = fewer;
        }
        return starts;
    }

    private long crossings(int[] starts) {
        long crossings = 0;
        for (LiveFile file : files) {
            BucketRange buckets = file.file().buckets();
            crossings += 1 + slab(starts, buckets.last()) - slab(starts, buckets.first());
        }
        return crossings;
    }

    private static int slab(int[] starts, int bucket) {
        int place = Arrays.binarySearch(starts, bucket);
        return place >= 0 ? place : -place - 2;
    }

    /** Places are counted anew, because only those where a file of the slab begins or ends matter. */
    private Slab slab(int[] members) {
        int[] places = new int[2 * members.length];
        for (int i = 0; i < members.length; i++) {
            places[2 * i] = low[members[i]];
            places[2 * i + 1] = high[members[i]];
        }
        int[] distinct = Arrays.stream(places).sorted().distinct().toArray();
        int[] from = new int[members.length];
        int[] to = new int[members.length];
        for (int i = 0; i < members.length; i++) {
            from[i] = Arrays.binarySearch(distinct, low[members[i]]);
            to[i] = Arrays.binarySearch(distinct, high[members[i]]);
        }
        return new Slab(members, from, to, distinct.length);
    }
}
