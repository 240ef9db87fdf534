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

import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.scan.TagPredicate;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.connector.expressions.filter.Predicate;

/**
 * What conditions say of the keys of rows.
 *
 * @param times rows that meet them all have these times; nothing if no row can
 * @param devices rows that meet them all are of such devices
 * @param exact whether all rows of these times and devices meet them
 */
public record KeyFilter(Optional<TimeRange> times, TagPredicate devices, boolean exact) {
    private static final TagPredicate ALL_DEVICES = TagPredicate.all(List.of());

    static KeyFilter of(TableSchema schema, TimeDisplay times, Predicate[] predicates) {
        FilterPushdown filters = new FilterPushdown(schema, times, Optional.empty());
        boolean exact = true;
        for (Predicate predicate : predicates) {
            exact &= predicate.name().equals("ALWAYS_TRUE") || filters.push(predicate);
        }
        return new KeyFilter(filters.range(), filters.devices(), exact);
    }

    /** Whether no device is left out. */
    public boolean ofAllDevices() {
        return devices.equals(ALL_DEVICES);
    }
}
