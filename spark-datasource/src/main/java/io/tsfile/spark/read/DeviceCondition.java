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
package io.tsfile.spark.read;

import io.tsfile.core.model.DeviceRange;
import io.tsfile.core.model.Devices;
import java.io.Serializable;
import java.util.Objects;
import java.util.TreeSet;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.jspecify.annotations.Nullable;

/**
 * A condition on one column that names the device.
 *
 * @param column its name, for people
 * @param tag the position of the tag, or {@link #PATH}
 * @param kind what is asked
 * @param values the values of {@link Kind#IN}
 */
record DeviceCondition(String column, int tag, Kind kind, TreeSet<String> values) implements Serializable {
    /** The column is the path of a device of the tree model. */
    static final int PATH = -1;

    private static final int SHOWN_VALUES = 5;

    /** What is asked of the value. */
    enum Kind {
        /** It is one of several; null is none of them. */
        IN,
        /** It is null. */
        NULL,
        /** It is not null. */
        NOT_NULL
    }

    boolean matches(IDeviceID device) {
        String value = value(device, tag);
        return switch (kind) {
            case IN -> value != null && values.contains(value);
            case NULL -> value == null;
            case NOT_NULL -> value != null;
        };
    }

    /** Whether a device of the range may meet it; a yes may be wrong, a no never is. */
    boolean mayMatch(DeviceRange range) {
        if (tag == PATH || !sameBefore(range.first(), range.last())) {
            return true;
        }
        // Devices of the range differ in this tag first, and null comes first.
        String low = value(range.first(), tag);
        String high = value(range.last(), tag);
        return switch (kind) {
            case IN ->
                high != null
                        && !values.subSet(low == null ? "" : low, true, high, true)
                                .isEmpty();
            case NULL -> low == null;
            case NOT_NULL -> high != null;
        };
    }

    private boolean sameBefore(IDeviceID first, IDeviceID last) {
        boolean same = first.getTableName().equals(last.getTableName());
        for (int i = 0; same && i < tag; i++) {
            same = Objects.equals(value(first, i), value(last, i));
        }
        return same;
    }

    /** The value of a tag of a device, or its path. Nulls at the end of a device are not stored. */
    static @Nullable String value(IDeviceID device, int tag) {
        if (tag == PATH) {
            return Devices.path(device);
        }
        return tag + 1 < device.segmentNum() ? (String) device.segment(tag + 1) : null;
    }

    @Override
    public String toString() {
        return switch (kind) {
            case IN ->
                column + " IN ("
                        + String.join(", ", values.stream().limit(SHOWN_VALUES).toList())
                        + (values.size() > SHOWN_VALUES ? ", and " + (values.size() - SHOWN_VALUES) + " more" : "")
                        + ")";
            case NULL -> column + " IS NULL";
            case NOT_NULL -> column + " IS NOT NULL";
        };
    }
}
