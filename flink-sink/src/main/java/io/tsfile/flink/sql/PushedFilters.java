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
package io.tsfile.flink.sql;

import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.scan.DeviceFilter;
import io.tsfile.core.scan.TagPredicate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a source answers of a query's conditions. Immutable.
 *
 * @param times only rows at these; nothing if there are none
 * @param devices only rows of devices that all of these are true of
 */
record PushedFilters(Optional<TimeRange> times, List<TagPredicate> devices) {
    /** Every row. */
    static final PushedFilters NONE = new PushedFilters(Optional.of(TimeRange.ALL), List.of());

    /** Copies the list. */
    PushedFilters {
        devices = List.copyOf(devices);
    }

    PushedFilters and(TagPredicate device) {
        List<TagPredicate> more = new ArrayList<>(devices);
        more.add(device);
        return new PushedFilters(times, more);
    }

    PushedFilters and(Optional<TimeRange> range) {
        return new PushedFilters(
                times.flatMap(own -> range.filter(own::overlaps).map(own::intersection)), devices);
    }

    /** The times to read; of no time, all, and then {@link #filter} has no device. */
    TimeRange range() {
        return times.orElse(TimeRange.ALL);
    }

    DeviceFilter filter(TableSchema schema) {
        if (times.isEmpty()) {
            return TagPredicate.any(List.of()).filter(schema);
        }
        return devices.isEmpty()
                ? DeviceFilter.ALL
                : TagPredicate.all(devices).filter(schema);
    }
}
