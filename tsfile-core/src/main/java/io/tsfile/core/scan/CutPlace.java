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
import io.tsfile.core.model.DeviceSplit;
import io.tsfile.core.model.TimeRange;
import java.util.List;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.jspecify.annotations.Nullable;

/**
 * A place to cut a section in two: between two devices, or between two times.
 *
 * @param device the first device behind it; null for a place between times
 * @param place where the device is among those of the boxes
 * @param time the first time behind it, of a place between times
 */
record CutPlace(@Nullable IDeviceID device, int place, long time) {
    static CutPlace before(IDeviceID device, OverlapBoxes boxes) {
        return new CutPlace(device, boxes.place(device), 0);
    }

    static CutPlace before(long time) {
        return new CutPlace(null, 0, time);
    }

    /** Whether the box has keys before the place. */
    boolean isLeft(OverlapBoxes boxes, int box) {
        return device == null ? boxes.start(box) < time : boxes.low(box) < place;
    }

    /** Whether the box has keys behind the place. */
    boolean isRight(OverlapBoxes boxes, int box) {
        return device == null ? boxes.end(box) >= time : boxes.high(box) >= place;
    }

    /** The part of the cut before the place. */
    Cut left(Cut cut) {
        return device == null
                ? new Cut(cut.from(), cut.to(), new TimeRange(cut.times().start(), time - 1))
                : new Cut(cut.from(), device, cut.times());
    }

    /** The part of the cut behind the place. */
    Cut right(Cut cut) {
        return device == null
                ? new Cut(cut.from(), cut.to(), new TimeRange(time, cut.times().end()))
                : new Cut(device, cut.to(), cut.times());
    }

    /** Which part of a file's bytes within the cut lies before the place, if it lies on both sides; between 0 and 1. */
    double leftShare(DataFile file, Cut cut) {
        if (device == null) {
            double start = Math.max(file.times().start(), cut.times().start());
            double end = Math.min(file.times().end(), cut.times().end());
            return (time - start) / (end - start + 1);
        }
        if (file.splits().isEmpty()) {
            return 0.5;
        }
        double from = bytesBefore(file, cut.from(), 0);
        double to = bytesBefore(file, cut.to(), file.length());
        double here = bytesBefore(file, device, 0);
        return to <= from ? 0.5 : (here - from) / (to - from);
    }

    private static long bytesBefore(DataFile file, @Nullable IDeviceID device, long withoutDevice) {
        if (device == null) {
            return withoutDevice;
        }
        int before = splitsBefore(file.splits(), device);
        return before == 0 ? 0 : file.splits().get(before - 1).bytes();
    }

    /** How many of them are not behind the device; none without a device. */
    static int splitsBefore(List<DeviceSplit> splits, @Nullable IDeviceID device) {
        int from = 0;
        int to = device == null ? 0 : splits.size();
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (splits.get(middle).device().compareTo(device) <= 0) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from;
    }
}
