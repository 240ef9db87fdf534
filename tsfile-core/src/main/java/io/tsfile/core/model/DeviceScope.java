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

import java.io.Serializable;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.jspecify.annotations.Nullable;

/** The devices that something is said of. Immutable. */
public sealed interface DeviceScope extends Serializable {
    /** Every device of the table. */
    DeviceScope ALL = new All();

    /** Whether the device is one of them. */
    boolean contains(IDeviceID device);

    /** Whether a device of the range may be one of them; a yes may be wrong, a no never is. */
    boolean mayMeet(DeviceRange range);

    /** Whether every device of the range is one of them; a no may be wrong, a yes never is. */
    boolean covers(DeviceRange range);

    /** Exactly these devices. */
    static DeviceScope.Exactly of(Collection<IDeviceID> devices) {
        return new Exactly(List.copyOf(new TreeSet<>(devices)));
    }

    /** Every device. */
    record All() implements DeviceScope {
        @Override
        public boolean contains(IDeviceID device) {
            return true;
        }

        @Override
        public boolean mayMeet(DeviceRange range) {
            return true;
        }

        @Override
        public boolean covers(DeviceRange range) {
            return true;
        }
    }

    /**
     * Exactly these.
     *
     * @param devices ascending, each once
     */
    record Exactly(List<IDeviceID> devices) implements DeviceScope {
        @Override
        public boolean contains(IDeviceID device) {
            return place(device) >= 0;
        }

        @Override
        public boolean mayMeet(DeviceRange range) {
            int from = insertion(range.first());
            return from < devices.size() && range.contains(devices.get(from));
        }

        @Override
        public boolean covers(DeviceRange range) {
            return range.first().equals(range.last()) && contains(range.first());
        }

        private int place(IDeviceID device) {
            return Collections.binarySearch(devices, device);
        }

        /** Those of them that lie in the cut, ascending. */
        public List<IDeviceID> within(Cut cut) {
            int from = cut.from() == null ? 0 : insertion(cut.from());
            int to = cut.to() == null ? devices.size() : insertion(cut.to());
            return devices.subList(from, Math.max(from, to));
        }

        /** Those of them that lie in the range, ascending. */
        public List<IDeviceID> within(DeviceRange range) {
            int from = insertion(range.first());
            int last = place(range.last());
            return devices.subList(from, Math.max(from, last < 0 ? -last - 1 : last + 1));
        }

        private int insertion(IDeviceID device) {
            int place = place(device);
            return place < 0 ? -place - 1 : place;
        }
    }

    /**
     * The devices of a part of the order of devices.
     *
     * @param from the first one; null for no bound
     * @param to the first one behind it; null for no bound
     */
    record Between(@Nullable IDeviceID from, @Nullable IDeviceID to) implements DeviceScope {
        @Override
        public boolean contains(IDeviceID device) {
            return (from == null || from.compareTo(device) <= 0) && (to == null || device.compareTo(to) < 0);
        }

        @Override
        public boolean mayMeet(DeviceRange range) {
            return !isEmpty()
                    && (from == null || from.compareTo(range.last()) <= 0)
                    && (to == null || range.first().compareTo(to) < 0);
        }

        /** Whether no device can lie between the bounds. */
        private boolean isEmpty() {
            return from != null && to != null && from.compareTo(to) >= 0;
        }

        @Override
        public boolean covers(DeviceRange range) {
            return contains(range.first()) && contains(range.last());
        }
    }

    /**
     * The device of the tree model with this path, and all below it.
     *
     * @param path nodes with dots between them
     */
    record Below(String path) implements DeviceScope {
        @Override
        public boolean contains(IDeviceID device) {
            String name = Devices.path(device);
            return name.startsWith(path) && (name.length() == path.length() || name.charAt(path.length()) == '.');
        }

        @Override
        public boolean mayMeet(DeviceRange range) {
            return true;
        }

        @Override
        public boolean covers(DeviceRange range) {
            return range.first().equals(range.last()) && contains(range.first());
        }
    }
}
