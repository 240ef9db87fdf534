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
package io.tsfile.core.scan;

import io.tsfile.core.merge.MergeFiles;
import io.tsfile.core.merge.MergeInput;

/**
 * What a task has read so far.
 *
 * @param files that may have rows of it; of a file that was opened in vain, none
 * @param devices that were found
 * @param chunks whose bytes were read, those of times counted as those of values
 * @param sparedChunks chunks of rows that were not read, because what the index says of them was enough
 * @param pages that were decoded, counted as chunks are
 * @param sparedPages pages of chunks whose bytes were read that were not decoded, because what stands before them was enough
 * @param rows that came out
 * @param mergedRows rows among these that were put together from several files
 */
public record ScanCounts(
        long files,
        long devices,
        long chunks,
        long sparedChunks,
        long pages,
        long sparedPages,
        long rows,
        long mergedRows) {
    /** Nothing yet. */
    public static final ScanCounts NONE = new ScanCounts(0, 0, 0, 0, 0, 0, 0, 0);

    /** What both have read. */
    public ScanCounts plus(ScanCounts other) {
        return new ScanCounts(
                files + other.files,
                devices + other.devices,
                chunks + other.chunks,
                sparedChunks + other.sparedChunks,
                pages + other.pages,
                sparedPages + other.sparedPages,
                rows + other.rows,
                mergedRows + other.mergedRows);
    }

    /** The counts of a task whose files are still open. */
    public static ScanCounts of(MergeFiles files, long devices, long sparedChunks, long rows, long mergedRows) {
        long chunks = 0;
        long pages = 0;
        long sparedPages = 0;
        for (MergeInput input : files.inputs()) {
            chunks += input.bytes().counts().chunks();
            pages += input.bytes().counts().pages();
            sparedPages += input.bytes().counts().sparedPages();
        }
        return new ScanCounts(
                files.inputs().size(), devices, chunks, sparedChunks, pages, sparedPages, rows, mergedRows);
    }
}
