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

import io.tsfile.core.model.Cut;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.TimeRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.jspecify.annotations.Nullable;

/**
 * Keys of neighbouring devices at neighbouring times.
 *
 * @param from the first place, before {@code to}
 * @param to the last one
 */
record Box(Edge from, Edge to, TimeRange times) {
    /** Every key. */
    static final Box ALL = new Box(Edge.FIRST, Edge.LAST, TimeRange.ALL);

    static Box of(DataFile file) {
        return new Box(
                Edge.before(file.devices().first()), Edge.behind(file.devices().last()), file.times());
    }

    static Box of(Cut cut) {
        return between(cut.from(), cut.to(), cut.times());
    }

    /** The devices from {@code first} up to and without {@code end}; null for no bound. */
    static Box between(@Nullable IDeviceID first, @Nullable IDeviceID end, TimeRange times) {
        return new Box(
                first == null ? Edge.FIRST : Edge.before(first), end == null ? Edge.LAST : Edge.before(end), times);
    }

    /** Whether it holds a device and none that follows it. */
    boolean isOfOneDevice() {
        IDeviceID device = from.device();
        return device != null && !from.behind() && to.compareTo(Edge.before(Devices.after(device))) <= 0;
    }

    boolean meets(Box other) {
        return times.overlaps(other.times) && from.compareTo(other.to) < 0 && other.from.compareTo(to) < 0;
    }

    boolean contains(Box other) {
        return times.contains(other.times) && from.compareTo(other.from) <= 0 && other.to.compareTo(to) <= 0;
    }

    /** What both have in common. */
    Optional<Box> common(Box other) {
        return meets(other)
                ? Optional.of(new Box(
                        Edge.later(from, other.from),
                        Edge.earlier(to, other.to),
                        new TimeRange(
                                Math.max(times.start(), other.times.start()),
                                Math.min(times.end(), other.times.end()))))
                : Optional.empty();
    }

    /** The smallest box that holds both. */
    Box union(Box other) {
        return new Box(Edge.earlier(from, other.from), Edge.later(to, other.to), times.union(other.times));
    }

    /**
     * What is left of this without the other: at most four boxes.
     *
     * <pre>
     *   devices
     *     |  4 4 4 4
     *     |  1 x x 2      x: taken away
     *     |  3 3 3 3
     *     +---------- times
     * </pre>
     */
    List<Box> minus(Box other) {
        Box gone = common(other).orElse(null);
        if (gone == null) {
            return List.of(this);
        }
        List<Box> left = new ArrayList<>(4);
        if (times.start() < gone.times.start()) {
            left.add(new Box(gone.from, gone.to, new TimeRange(times.start(), gone.times.start() - 1)));
        }
        if (gone.times.end() < times.end()) {
            left.add(new Box(gone.from, gone.to, new TimeRange(gone.times.end() + 1, times.end())));
        }
        if (from.compareTo(gone.from) < 0) {
            left.add(new Box(from, gone.from, times));
        }
        if (gone.to.compareTo(to) < 0) {
            left.add(new Box(gone.to, to, times));
        }
        return left;
    }
}
