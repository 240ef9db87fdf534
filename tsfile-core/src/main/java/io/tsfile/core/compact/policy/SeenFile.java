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

import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.DeviceSplit;
import io.tsfile.core.model.LiveFile;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.model.Version;
import java.util.List;

/** A file with what is seen of it, and about how many bytes that is. Something of it is seen. Immutable; equal to itself only. */
final class SeenFile {
    private final LiveFile live;
    private final Region region;
    private final Box bounds;
    private final long deviceBytes;
    private final long bytes;

    /**
     * A file.
     *
     * @param fields of the table
     */
    SeenFile(LiveFile live, Region region, int fields) {
        this.live = live;
        this.deviceBytes = deviceBytes(live.file(), fields);
        this.region = region;
        this.bounds = region.boxes().stream().reduce(Box::union).orElseThrow();
        this.bytes = live.deletions().isEmpty() ? live.file().length() : estimate(Box.ALL);
    }

    LiveFile live() {
        return live;
    }

    DataFile file() {
        return live.file();
    }

    Version version() {
        return live.file().version();
    }

    Region region() {
        return region;
    }

    /** The smallest box around the region. */
    Box bounds() {
        return bounds;
    }

    /** About how many bytes are seen. */
    long bytes() {
        return bytes;
    }

    /** About how many bytes of what is seen lie in the box. */
    long bytesIn(Box box) {
        return box.contains(bounds) ? bytes : estimate(box);
    }

    /** How much of the file is not seen, from 0 to 1. */
    double hiddenShare() {
        return hiddenShare(bytes);
    }

    /** How much of the file is not seen if so many bytes are. */
    double hiddenShare(long seenBytes) {
        return 1 - (double) seenBytes / Math.max(1, file().length());
    }

    /** Whether both may have a key in common that is seen of both. */
    boolean mayOverlap(SeenFile other) {
        return file().mayOverlap(other.file()) && region.meets(other.region);
    }

    /** About how many bytes lie before the place; at a place between two splits, what lies before the middle of both. */
    long bytesBefore(Edge edge) {
        return (bytesBefore(edge, false) + bytesBefore(edge, true)) / 2;
    }

    private long estimate(Box box) {
        double sum = 0;
        for (Box piece : region.boxes()) {
            Box common = piece.common(box).orElse(null);
            if (common != null) {
                long ofDevices = bytesBefore(common.to(), true) - bytesBefore(common.from(), false);
                if (common.isOfOneDevice()) {
                    ofDevices = Math.min(ofDevices, deviceBytes);
                }
                sum += ofDevices * share(common.times(), file().times());
            }
        }
        return Math.min(file().length(), (long) Math.ceil(sum));
    }

    /** About what a device takes that has a chunk of each field. Splits bound how wrong that is where one has more. */
    private static long deviceBytes(DataFile file, int fields) {
        return file.chunks() <= fields
                ? file.length()
                : (long) Math.ceil((double) file.length() * fields / file.chunks());
    }

    private static double share(TimeRange part, TimeRange whole) {
        return (1.0 + part.end() - part.start()) / (1.0 + whole.end() - whole.start());
    }

    /** Bytes before the last split that is not behind the edge, or before the first one that is not before it. */
    private long bytesBefore(Edge edge, boolean roundUp) {
        Box whole = Box.of(file());
        if (edge.compareTo(whole.from()) <= 0) {
            return 0;
        }
        if (edge.compareTo(whole.to()) >= 0) {
            return file().length();
        }
        List<DeviceSplit> splits = file().splits();
        long before = 0;
        for (DeviceSplit split : splits) {
            int order = Edge.before(split.device()).compareTo(edge);
            if (order > 0) {
                return roundUp ? split.bytes() : before;
            }
            before = split.bytes();
            if (order == 0) {
                return before;
            }
        }
        return roundUp ? file().length() : before;
    }
}
