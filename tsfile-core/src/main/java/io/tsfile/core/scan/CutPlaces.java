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
import io.tsfile.core.model.DeviceSplit;
import io.tsfile.core.model.Rectangle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.apache.tsfile.file.metadata.IDeviceID;

/** Finds a handful of places where a section might be cut, spread over what is in it. Pure. */
final class CutPlaces {
    /** Boxes that are asked for places, evenly taken from all. */
    private static final int MOST_ASKED = 128;

    /** Places within files that are asked for, in all. */
    private static final int MOST_SPLITS = 64;

    /** Places of a kind that are worth judging where there are many. */
    private static final int MOST_PLACES = 15;

    /** Up to here there are few, and all are judged. */
    private static final int FEW_PLACES = 31;

    /** Places inside of a file's time range. */
    private static final int TIMES_PER_BOX = 8;

    private CutPlaces() {}

    static List<CutPlace> of(OverlapBoxes boxes, Cut cut, int[] members) {
        int[] asked = sample(members);
        List<CutPlace> places = new ArrayList<>();
        for (IDeviceID device : spread(devices(boxes, cut, asked))) {
            places.add(CutPlace.before(device, boxes));
        }
        for (long time : spread(times(boxes, cut, asked))) {
            places.add(CutPlace.before(time));
        }
        return places;
    }

    private static int[] sample(int[] members) {
        if (members.length <= MOST_ASKED) {
            return members;
        }
        int[] sample = new int[MOST_ASKED];
        for (int i = 0; i < MOST_ASKED; i++) {
            sample[i] = members[(int) ((long) i * members.length / MOST_ASKED)];
        }
        return sample;
    }

    /** Devices that some file begins with or may be cut at. */
    private static List<IDeviceID> devices(OverlapBoxes boxes, Cut cut, int[] asked) {
        TreeSet<IDeviceID> devices = new TreeSet<>();
        int splitsOfBox = Math.max(1, MOST_SPLITS / asked.length);
        for (int box : asked) {
            Rectangle where = boxes.rectangle(box);
            devices.add(where.first());
            if (!where.lastInside()) {
                devices.add(where.last());
            }
            List<DeviceSplit> splits = boxes.file(box).file().splits();
            int from = CutPlace.splitsBefore(splits, cut.from());
            int to = cut.to() == null ? splits.size() : CutPlace.splitsBefore(splits, cut.to());
            int count = Math.min(splitsOfBox, to - from);
            for (int i = 0; i < count; i++) {
                // In the middle of equal parts: a single one is the middle of all.
                devices.add(splits.get(from + (int) ((2L * i + 1) * (to - from) / (2L * count)))
                        .device());
            }
        }
        return devices.stream()
                .filter(device -> (cut.from() == null || cut.from().compareTo(device) < 0)
                        && (cut.to() == null || device.compareTo(cut.to()) < 0))
                .toList();
    }

    /** Times that some file begins at, ends before, or holds. */
    private static List<Long> times(OverlapBoxes boxes, Cut cut, int[] asked) {
        long[] times = new long[asked.length * (TIMES_PER_BOX + 1)];
        int count = 0;
        for (int box : asked) {
            long start = Math.max(boxes.start(box), cut.times().start());
            long end = Math.min(boxes.end(box), cut.times().end());
            // Unsigned, because the range of all times is longer than a long can say.
            long step = Long.divideUnsigned(end - start, TIMES_PER_BOX);
            long rest = Long.remainderUnsigned(end - start, TIMES_PER_BOX) + 1;
            for (int i = 0; i < TIMES_PER_BOX; i++) {
                times[count++] = start + i * step + i * rest / TIMES_PER_BOX;
            }
            times[count++] = end == Long.MAX_VALUE ? end : end + 1;
        }
        return Arrays.stream(times)
                .filter(time ->
                        time > cut.times().start() && time <= cut.times().end())
                .sorted()
                .boxed()
                .toList();
    }

    /** Some of them, evenly taken from all, each once. */
    private static <T> List<T> spread(List<T> sorted) {
        List<T> distinct = sorted.stream().distinct().toList();
        if (distinct.size() <= FEW_PLACES) {
            return distinct;
        }
        List<T> spread = new ArrayList<>(MOST_PLACES);
        for (int i = 1; i <= MOST_PLACES; i++) {
            spread.add(sorted.get((int) ((long) i * sorted.size() / (MOST_PLACES + 1))));
        }
        return spread.stream().distinct().toList();
    }
}
