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
package io.tsfile.core.writer;

import io.tsfile.core.flush.FlushOptions;
import io.tsfile.core.flush.manage.FlushManager;
import io.tsfile.core.model.BucketRange;
import io.tsfile.core.wal.WalOptions;
import org.jspecify.annotations.Nullable;

/**
 * How a {@link TsFileWriter} keeps and flushes rows.
 *
 * @param memTableBytes heap of the rows in memory at which they are handed over to a flush
 * @param memTablePoints values in memory at which they are handed over; a row counts once for each field of the table
 * @param stripes how many threads can append at the same moment; all rows of a device go to the same stripe
 * @param aligned whether the columns of a device share their times; always so in the table model
 * @param staged whether a flush sorts and encodes with several threads; the files are the same
 * @param flush how files are cut and encoded
 * @param manager flushes for all writers that are given it, within one budget of memory, and stays the caller's; null for one
 *     of the writer's own, with a quarter of the heap
 * @param wal how appended rows are kept safe until they are in the table; null if they are in memory alone
 */
public record WriterOptions(
        long memTableBytes,
        long memTablePoints,
        int stripes,
        boolean aligned,
        boolean staged,
        FlushOptions flush,
        @Nullable FlushManager manager,
        @Nullable WalOptions wal) {
    /** What is used unless the user says otherwise. */
    public static final WriterOptions DEFAULT =
            new WriterOptions(64L << 20, Long.MAX_VALUE, 4, true, true, FlushOptions.DEFAULT, null, null);

    /** Checks the bounds. */
    public WriterOptions {
        if (memTableBytes < 1 || memTablePoints < 1 || stripes < 1) {
            throw new IllegalArgumentException("Cannot write with memtables of " + memTableBytes + " bytes and "
                    + memTablePoints + " points in " + stripes + " stripes: all must be positive");
        }
        if (stripes > BucketRange.BUCKETS) {
            throw new IllegalArgumentException("Cannot write with " + stripes + " stripes: " + BucketRange.BUCKETS
                    + " are the most; a few more than there are cores are enough");
        }
    }

    /** These options with another size of memtables. */
    public WriterOptions withMemTableBytes(long bytes) {
        return new WriterOptions(bytes, memTablePoints, stripes, aligned, staged, flush, manager, wal);
    }

    /** These options with another number of points in memtables. */
    public WriterOptions withMemTablePoints(long points) {
        return new WriterOptions(memTableBytes, points, stripes, aligned, staged, flush, manager, wal);
    }

    /** These options with another number of stripes. */
    public WriterOptions withStripes(int count) {
        return new WriterOptions(memTableBytes, memTablePoints, count, aligned, staged, flush, manager, wal);
    }

    /** These options for devices that are aligned, or not. */
    public WriterOptions withAligned(boolean sharedTimes) {
        return new WriterOptions(memTableBytes, memTablePoints, stripes, sharedTimes, staged, flush, manager, wal);
    }

    /** These options with flushes of several threads each, or of one. */
    public WriterOptions withStaged(boolean several) {
        return new WriterOptions(memTableBytes, memTablePoints, stripes, aligned, several, flush, manager, wal);
    }

    /** These options with another form of files. */
    public WriterOptions withFlush(FlushOptions options) {
        return new WriterOptions(memTableBytes, memTablePoints, stripes, aligned, staged, options, manager, wal);
    }

    /** These options with flushes by a manager that others may share. */
    public WriterOptions withManager(FlushManager shared) {
        return new WriterOptions(memTableBytes, memTablePoints, stripes, aligned, staged, flush, shared, wal);
    }

    /** These options with a write-ahead log. */
    public WriterOptions withWal(WalOptions options) {
        return new WriterOptions(memTableBytes, memTablePoints, stripes, aligned, staged, flush, manager, options);
    }
}
