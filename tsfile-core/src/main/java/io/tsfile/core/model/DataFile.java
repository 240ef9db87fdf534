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
import java.util.Comparator;
import java.util.List;

/**
 * A complete, immutable TsFile of a table, as the table log describes it.
 *
 * @param path relative to the table's folder
 * @param length bytes
 * @param crc32c checksum of all bytes (Castagnoli), or -1 where nobody has computed it yet
 * @param version how new its points are
 * @param level 0 as written, one more with every compaction
 * @param cleanThrough tombstones of commits up to this one are already applied to it (R4)
 * @param ordered whether a series' times strictly increase over the whole file (R1)
 * @param devices the devices it holds lie in this range
 * @param buckets the devices it holds lie in these buckets
 * @param times its times lie in this range
 * @param rows rows of aligned devices plus points of the others
 * @param points values that are not null
 * @param chunks chunks of values, also of nothing but nulls; those of an aligned device's times not counted; -1 where nobody has
 *     counted them
 * @param splits places to cut it between devices, ascending by device and by bytes, at most {@value #MOST_SPLITS}; of a short file none
 */
public record DataFile(
        String path,
        long length,
        long crc32c,
        Version version,
        int level,
        long cleanThrough,
        boolean ordered,
        DeviceRange devices,
        BucketRange buckets,
        TimeRange times,
        long rows,
        long points,
        long chunks,
        List<DeviceSplit> splits)
        implements Serializable {
    /** How many places to cut it a file names at most. */
    public static final int MOST_SPLITS = 64;

    /** The number of chunks of a file whose chunks nobody has counted. */
    public static final long UNKNOWN_CHUNKS = -1;

    /** The commit number of a version that only its commit will fill in. */
    public static final long UNCOMMITTED = -1;

    /** The checksum of a file that nobody has computed yet. */
    public static final long UNKNOWN_CRC = -1;

    /** Oldest first; files of one version share no key, and come in the order of their paths. */
    public static final Comparator<DataFile> BY_VERSION =
            Comparator.comparing(DataFile::version).thenComparing(DataFile::path);

    /** Copies the list. */
    public DataFile {
        splits = List.copyOf(splits);
    }

    /**
     * This file as the commit {@code number} brings it: its version and clean-through are filled in where they are open. It may be
     * concerned by tombstones of its own commit, of a higher order.
     */
    public DataFile committed(long number) {
        return version.commit() == UNCOMMITTED
                ? withVersion(new Version(number, version.order()), level, number - 1)
                : this;
    }

    /** This file at another place within its commit. */
    public DataFile withOrder(int order) {
        return withVersion(new Version(version.commit(), order), level, cleanThrough);
    }

    /** This file as the output of a compaction, which says itself how new its points are (R5) and what it applied (R4). */
    public DataFile compacted(Version newest, int toLevel, long through) {
        return withVersion(newest, toLevel, through);
    }

    /**
     * Whether the two may hold rows of one device and time. A yes may be wrong, a no never is: files of one version share none
     * (R9), which is how a writer that splits what it writes by size says so.
     */
    public boolean mayOverlap(DataFile other) {
        return !version.equals(other.version)
                && times.overlaps(other.times)
                && buckets.overlaps(other.buckets)
                && devices.overlaps(other.devices);
    }

    /**
     * Whether this is {@code before} at another level, rather than restored to what it was once: then other tombstones count as
     * applied to it.
     */
    public boolean isMoved(DataFile before) {
        return cleanThrough == before.cleanThrough;
    }

    /** This file without places to cut it, which only planning needs. */
    public DataFile withoutSplits() {
        return splits.isEmpty() ? this : with(version, level, cleanThrough, List.of());
    }

    private DataFile withVersion(Version newVersion, int newLevel, long newCleanThrough) {
        return with(newVersion, newLevel, newCleanThrough, splits);
    }

    private DataFile with(Version newVersion, int newLevel, long newCleanThrough, List<DeviceSplit> newSplits) {
        return new DataFile(
                path,
                length,
                crc32c,
                newVersion,
                newLevel,
                newCleanThrough,
                ordered,
                devices,
                buckets,
                times,
                rows,
                points,
                chunks,
                newSplits);
    }
}
