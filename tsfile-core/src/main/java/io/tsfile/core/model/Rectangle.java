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
package io.tsfile.core.model;

import java.util.Optional;
import org.apache.tsfile.file.metadata.IDeviceID;

/**
 * A span of devices and a range of times.
 *
 * @param first the first device
 * @param last the last device, or the first one behind
 * @param lastInside whether {@code last} belongs to it
 * @param times the times
 */
public record Rectangle(IDeviceID first, IDeviceID last, boolean lastInside, TimeRange times) {
    /** Where the keys of a file lie. */
    public static Rectangle of(DataFile file) {
        return new Rectangle(file.devices().first(), file.devices().last(), true, file.times());
    }

    /** The devices; where the last one does not belong to it, one too many. */
    public DeviceRange devices() {
        return new DeviceRange(first, last);
    }

    /** Whether both have a device and a time in common. */
    public boolean overlaps(Rectangle other) {
        return times.overlaps(other.times) && startsWithin(other) && other.startsWithin(this);
    }

    private boolean startsWithin(Rectangle other) {
        int order = first.compareTo(other.last);
        return order < 0 || (order == 0 && other.lastInside);
    }

    /**
     * What remains of it without what is deleted, or as much of that as is a rectangle again: a deletion of all rows at one
     * of its four sides makes it smaller. Nothing if nothing remains.
     */
    Optional<Rectangle> without(Deletion deletion) {
        if (!deletion.ofRows()) {
            return Optional.of(this);
        }
        if (isCoveredBy(deletion.devices())) {
            return withoutTimes(deletion.times());
        }
        if (deletion.devices() instanceof DeviceScope.Between between
                && deletion.times().covers(times)) {
            return withoutDevices(between);
        }
        return Optional.of(this);
    }

    private boolean isCoveredBy(DeviceScope scope) {
        if (lastInside || !(scope instanceof DeviceScope.Between between)) {
            return scope.covers(devices());
        }
        return between.contains(first) && (between.to() == null || last.compareTo(between.to()) <= 0);
    }

    private Optional<Rectangle> withoutTimes(TimeSet gone) {
        if (gone.covers(times)) {
            return Optional.empty();
        }
        long start = times.start();
        long end = times.end();
        int first = gone.firstEndingAtLeast(start);
        if (first < gone.size() && gone.start(first) <= start) {
            start = gone.end(first) + 1;
        }
        int last = gone.firstEndingAtLeast(end);
        if (last < gone.size() && gone.start(last) <= end) {
            end = gone.start(last) - 1;
        }
        return Optional.of(start == times.start() && end == times.end() ? this : at(new TimeRange(start, end)));
    }

    private Rectangle at(TimeRange remaining) {
        return new Rectangle(first, last, lastInside, remaining);
    }

    /** The devices are not all gone. */
    private Optional<Rectangle> withoutDevices(DeviceScope.Between gone) {
        if (gone.to() != null && gone.contains(first)) {
            return Optional.of(new Rectangle(gone.to(), last, lastInside, times));
        }
        if (gone.from() != null && first.compareTo(gone.from()) < 0 && reaches(gone)) {
            return Optional.of(new Rectangle(first, gone.from(), false, times));
        }
        return Optional.of(this);
    }

    /** Whether what is gone holds the last devices. */
    private boolean reaches(DeviceScope.Between gone) {
        if (gone.from() != null && last.compareTo(gone.from()) < (lastInside ? 0 : 1)) {
            return false;
        }
        return gone.to() == null || last.compareTo(gone.to()) < (lastInside ? 0 : 1);
    }
}
