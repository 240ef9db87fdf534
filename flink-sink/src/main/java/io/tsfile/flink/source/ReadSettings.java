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
package io.tsfile.flink.source;

import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.scan.DeviceFilter;
import io.tsfile.core.scan.PlainOptions;
import java.io.Serializable;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a source reads. Travels to the enumerator and to the readers.
 *
 * @param location the folder
 * @param plain whether it is a folder without a log
 * @param range which part of the table's history
 * @param times only rows inside
 * @param devices only rows of these
 * @param limit rows at most, or {@link #NO_LIMIT}
 * @param splitBytes of files that one split reads, where it can be cut so
 * @param batchRows rows that are merged at once, at most
 * @param discovery how long to wait between two looks for new commits
 * @param deletes what commits that delete rows lead to
 * @param plainTable of a plain folder, which table where it holds several
 * @param plainOrder of a plain folder, how to tell which of two overlapping files is newer
 * @param plainUnsealed of a plain folder, what to do with files that are not complete
 */
public record ReadSettings(
        StoreLocation location,
        boolean plain,
        ReadRange range,
        TimeRange times,
        DeviceFilter devices,
        long limit,
        long splitBytes,
        int batchRows,
        Duration discovery,
        DeletesMode deletes,
        @Nullable String plainTable,
        @Nullable String plainOrder,
        PlainOptions.Unsealed plainUnsealed)
        implements Serializable {
    /** All rows. */
    public static final long NO_LIMIT = Long.MAX_VALUE;

    /** How a plain folder is read. */
    public PlainOptions plainOptions() {
        return new PlainOptions(Optional.ofNullable(plainTable), Optional.ofNullable(plainOrder), plainUnsealed);
    }
}
