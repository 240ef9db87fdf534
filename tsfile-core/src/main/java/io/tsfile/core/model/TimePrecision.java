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

import java.util.concurrent.TimeUnit;

/** The unit in which a table stores its times and its columns of type TIMESTAMP. */
public enum TimePrecision {
    /** Milliseconds since the epoch; IoTDB's default. */
    MILLIS(TimeUnit.MILLISECONDS),
    /** Microseconds since the epoch. */
    MICROS(TimeUnit.MICROSECONDS),
    /** Nanoseconds since the epoch. */
    NANOS(TimeUnit.NANOSECONDS);

    private final TimeUnit unit;

    TimePrecision(TimeUnit unit) {
        this.unit = unit;
    }

    /** The unit for conversions. */
    public TimeUnit unit() {
        return unit;
    }
}
