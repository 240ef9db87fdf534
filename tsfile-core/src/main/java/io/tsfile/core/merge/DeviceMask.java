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
package io.tsfile.core.merge;

import io.tsfile.core.model.TimeSet;
import java.util.Map;

/**
 * What must not be seen of one device in one file.
 *
 * @param rows times whose rows are gone
 * @param values times at which a measurement's values are gone, of the measurements that miss any
 */
public record DeviceMask(TimeSet rows, Map<String, TimeSet> values) {
    /** All is seen. */
    static final DeviceMask NONE = new DeviceMask(TimeSet.NONE, Map.of());

    /** Times at which the measurement's values are gone; those whose rows are gone need not be among them. */
    public TimeSet of(String measurement) {
        return values.getOrDefault(measurement, TimeSet.NONE);
    }

    /** The mask of the points of one measurement with times of its own, where a point that is gone leaves no row. */
    public TimeSet ofPoints(String measurement) {
        return rows.union(of(measurement));
    }
}
