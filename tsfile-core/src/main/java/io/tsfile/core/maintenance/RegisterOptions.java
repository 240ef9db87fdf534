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
package io.tsfile.core.maintenance;

import io.tsfile.core.model.TimePartitioning;
import io.tsfile.core.model.TimePrecision;
import io.tsfile.core.scan.PlainOptions;
import java.util.Map;
import java.util.Optional;

/**
 * How a plain folder becomes a table.
 *
 * @param reading which of two files is newer, and what to do with unsealed ones; a table named here is only checked
 * @param precision the unit of the times, which the files do not say
 * @param partitioning how the table's files are cut by time. Absent: as an IoTDB cuts them by default if all files keep to that,
 *     else not at all
 * @param options of the table, by the names of {@code docs/}
 */
public record RegisterOptions(
        PlainOptions reading,
        TimePrecision precision,
        Optional<TimePartitioning> partitioning,
        Map<String, String> options) {
    /** Milliseconds; everything else follows from the files. */
    public static final RegisterOptions DEFAULT =
            new RegisterOptions(PlainOptions.DEFAULT, TimePrecision.MILLIS, Optional.empty(), Map.of());

    /** Copies the map. */
    public RegisterOptions {
        options = Map.copyOf(options);
    }
}
