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
package io.tsfile.spark.job;

import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.compact.CompactionOptions;
import io.tsfile.core.model.TimeRange;
import java.io.Serializable;

/**
 * How tables are compacted.
 *
 * @param targetFileBytes how long files get; files of about that length are left alone unless they overlap others
 * @param maxBytesPerSecond what all merges of an executor may read and write together; 0 for as fast as they can
 * @param force whether all files that were not compacted yet are written again, also where little is gained
 * @param times only files are merged that have rows at these times, and what they overlap
 */
public record CompactSettings(long targetFileBytes, long maxBytesPerSecond, boolean force, TimeRange times)
        implements Serializable {
    /** What suits most tables. */
    public static final CompactSettings DEFAULT = new CompactSettings(256L << 20, 0, false, TimeRange.ALL);

    /** Checks the numbers. */
    public CompactSettings {
        if (targetFileBytes < 1) {
            throw new TsFileConnectorException(
                    "Cannot compact to files of " + targetFileBytes + " bytes: target_file_size is at least 1");
        }
        if (maxBytesPerSecond < 0) {
            throw new TsFileConnectorException("Cannot compact with " + maxBytesPerSecond
                    + " bytes per second: max_bytes_per_second is positive, or 0 for no limit");
        }
    }

    /** The same with files of about that length. */
    public CompactSettings withTargetFileBytes(long bytes) {
        return new CompactSettings(bytes, maxBytesPerSecond, force, times);
    }

    /** The same at that rate. */
    public CompactSettings withMaxBytesPerSecond(long bytes) {
        return new CompactSettings(targetFileBytes, bytes, force, times);
    }

    /** The same, whether it is worth it or not. */
    public CompactSettings withForce(boolean forced) {
        return new CompactSettings(targetFileBytes, maxBytesPerSecond, forced, times);
    }

    /** The same for these times. */
    public CompactSettings withTimes(TimeRange range) {
        return new CompactSettings(targetFileBytes, maxBytesPerSecond, force, range);
    }

    CompactionOptions options() {
        return CompactionOptions.DEFAULT.withTargetFileBytes(targetFileBytes).withForce(force);
    }
}
