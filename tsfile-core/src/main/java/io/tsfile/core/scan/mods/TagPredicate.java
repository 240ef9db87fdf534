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
package io.tsfile.core.scan.mods;

import java.util.List;
import java.util.Objects;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.jspecify.annotations.Nullable;

/** Which devices of a table a deletion is of. */
sealed interface TagPredicate {
    boolean matches(IDeviceID device);

    /** All of them. */
    record Any() implements TagPredicate {
        @Override
        public boolean matches(IDeviceID device) {
            return true;
        }
    }

    /** Exactly one. */
    record Device(IDeviceID device) implements TagPredicate {
        @Override
        public boolean matches(IDeviceID other) {
            return device.equals(other);
        }
    }

    /**
     * Those with this value of a tag.
     *
     * @param segment the tag's place in the device; the table's name is at 0
     * @param value null for those without one
     */
    record Segment(int segment, @Nullable String value) implements TagPredicate {
        @Override
        public boolean matches(IDeviceID device) {
            // Behind the last segment all tags are null.
            Object own = segment < device.segmentNum() ? device.segment(segment) : null;
            return Objects.equals(value, own);
        }
    }

    /** Those that all of these match. */
    record Every(List<TagPredicate> predicates) implements TagPredicate {
        @Override
        public boolean matches(IDeviceID device) {
            return predicates.stream().allMatch(predicate -> predicate.matches(device));
        }
    }
}
