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

/**
 * How a table's time is cut into partitions, which no file crosses: equal intervals counted from the epoch, like IoTDB's
 * {@code time_partition_interval}.
 *
 * @param interval length in the table's time unit, or 0 for one partition that holds all
 */
public record TimePartitioning(long interval) implements Serializable {
    /** One partition for all times. */
    public static final TimePartitioning NONE = new TimePartitioning(0);

    private static final long DEFAULT_DAYS = 7;

    /** Checks the interval. */
    public TimePartitioning {
        if (interval < 0) {
            throw new IllegalArgumentException("Cannot cut time into partitions of length " + interval);
        }
    }

    /** Seven days, IoTDB's default. */
    public static TimePartitioning defaultFor(TimePrecision precision) {
        return new TimePartitioning(precision.unit().convert(DEFAULT_DAYS, java.util.concurrent.TimeUnit.DAYS));
    }

    /** The number of the partition that holds {@code time}. */
    public long partition(long time) {
        return interval == 0 ? 0 : Math.floorDiv(time, interval);
    }

    /** The last time of a partition. */
    public long end(long partition) {
        if (interval == 0) {
            return Long.MAX_VALUE;
        }
        long next = partition + 1;
        long high = Math.multiplyHigh(next, interval);
        long low = next * interval;
        // The last partition of all ends with time itself.
        boolean overflows = high != (low >> 63);
        return overflows ? Long.MAX_VALUE : low - 1;
    }

    /** The folder of a partition below the table's data folder, with a slash behind it, or nothing without partitions. */
    public String folder(long partition) {
        return interval == 0 ? "" : partition + "/";
    }
}
