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

import java.util.Optional;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.jspecify.annotations.Nullable;

/**
 * A place in the order of devices, next to a device.
 *
 * @param device null for a place before or behind all of them
 * @param behind whether it lies right behind the device; else right before it
 */
record Edge(@Nullable IDeviceID device, boolean behind) implements Comparable<Edge> {
    static final Edge FIRST = new Edge(null, false);
    static final Edge LAST = new Edge(null, true);

    static Edge before(IDeviceID device) {
        return new Edge(device, false);
    }

    static Edge behind(IDeviceID device) {
        return new Edge(device, true);
    }

    /** The device that it lies next to, if there is one. */
    Optional<IDeviceID> at() {
        return Optional.ofNullable(device);
    }

    static Edge earlier(Edge one, Edge other) {
        return one.compareTo(other) <= 0 ? one : other;
    }

    static Edge later(Edge one, Edge other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    @Override
    public int compareTo(Edge other) {
        if (device == null) {
            return equals(other) ? 0 : behind ? 1 : -1;
        }
        if (other.device == null) {
            return other.behind ? -1 : 1;
        }
        int byDevice = device.compareTo(other.device);
        return byDevice != 0 ? byDevice : Boolean.compare(behind, other.behind);
    }
}
