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

import java.io.Serializable;
import java.util.List;
import java.util.Set;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.jspecify.annotations.Nullable;

/**
 * What SQL says of the tags of a device of the table model. It has SQL's three values: a comparison with a null tag is neither
 * true nor false, and neither is its opposite, so that {@code site <> 'a'} is not true where the site is null.
 */
public sealed interface TagPredicate extends Serializable {
    /** Whether it is true of the device; null if it is neither true nor false. */
    @Nullable
    Boolean test(IDeviceID device);

    /** The devices that it is true of. */
    default DeviceFilter filter() {
        return device -> Boolean.TRUE.equals(test(device));
    }

    /** The opposite: false where this is true, true where it is false. */
    default TagPredicate not() {
        return new Not(this);
    }

    /**
     * The tag is one of these values.
     *
     * @param tag its position among the tags, from 0
     */
    static TagPredicate in(int tag, Set<String> values) {
        return new In(tag, Set.copyOf(values));
    }

    /**
     * The tag is null.
     *
     * @param tag its position among the tags, from 0
     */
    static TagPredicate isNull(int tag) {
        return new IsNull(tag);
    }

    /** All of them are true; of none, this is. */
    static TagPredicate all(List<TagPredicate> parts) {
        return new All(List.copyOf(parts));
    }

    /** One of them is true. */
    static TagPredicate any(List<TagPredicate> parts) {
        return new All(parts.stream().map(TagPredicate::not).toList()).not();
    }

    /** A tag is one of some values; unknown of null. */
    record In(int tag, Set<String> values) implements TagPredicate {
        @Override
        public @Nullable Boolean test(IDeviceID device) {
            String value = value(device, tag);
            return value == null ? null : values.contains(value);
        }
    }

    /** A tag is null; never unknown. */
    record IsNull(int tag) implements TagPredicate {
        @Override
        public Boolean test(IDeviceID device) {
            return value(device, tag) == null;
        }
    }

    /** All are true; false if one is, whatever is unknown. */
    record All(List<TagPredicate> parts) implements TagPredicate {
        @Override
        public @Nullable Boolean test(IDeviceID device) {
            Boolean all = true;
            for (TagPredicate part : parts) {
                Boolean one = part.test(device);
                if (Boolean.FALSE.equals(one)) {
                    return false;
                }
                all = one == null ? null : all;
            }
            return all;
        }
    }

    /** The opposite; unknown of what is unknown. */
    record Not(TagPredicate part) implements TagPredicate {
        @Override
        public @Nullable Boolean test(IDeviceID device) {
            Boolean value = part.test(device);
            return value == null ? null : !value;
        }
    }

    private static @Nullable String value(IDeviceID device, int tag) {
        // Nulls at the end of a device are not stored; its table comes first.
        return tag + 1 < device.segmentNum() ? (String) device.segment(tag + 1) : null;
    }
}
