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
package io.tsfile.core.compact;

import io.tsfile.core.flush.FlushOptions;
import java.io.Serializable;

/**
 * How a table is compacted.
 *
 * @param output how files are written: their length, rows of a chunk and of a page, encoding
 * @param smallChunkPoints chunks with fewer points on average are worth gathering
 * @param maxTaskBytes bytes of a task's inputs where it can be cut so: what is lost when a process dies, and what its memory and time
 *     are bounded by
 * @param maxTaskFiles files of a task unless two versions have more: all of them are open at once
 * @param validateValues whether the values of outputs are compared with the merged values of the inputs before the commit; their structure always
 *     is
 * @param force whether all files that were not compacted yet are written again, worth it or not
 */
public record CompactionOptions(
        FlushOptions output,
        int smallChunkPoints,
        long maxTaskBytes,
        int maxTaskFiles,
        boolean validateValues,
        boolean force)
        implements Serializable {
    /** What suits most tables. */
    public static final CompactionOptions DEFAULT =
            new CompactionOptions(FlushOptions.DEFAULT, 1_000, 512L << 20, 256, false, false);

    /** Checks the numbers. */
    public CompactionOptions {
        if (smallChunkPoints < 0 || maxTaskBytes < 1 || maxTaskFiles < 2) {
            throw new IllegalArgumentException("Cannot compact with chunks of " + smallChunkPoints
                    + " points as small ones, tasks of " + maxTaskBytes + " bytes and of " + maxTaskFiles + " files");
        }
    }

    /** Options for what is worth it. */
    public CompactionOptions(
            FlushOptions output, int smallChunkPoints, long maxTaskBytes, int maxTaskFiles, boolean validateValues) {
        this(output, smallChunkPoints, maxTaskBytes, maxTaskFiles, validateValues, false);
    }

    /** The usual options, with files written like that. */
    public static CompactionOptions of(FlushOptions output) {
        return new CompactionOptions(
                output, DEFAULT.smallChunkPoints, DEFAULT.maxTaskBytes, DEFAULT.maxTaskFiles, DEFAULT.validateValues);
    }

    /** The same with files written like that. */
    public CompactionOptions withOutput(FlushOptions other) {
        return new CompactionOptions(other, smallChunkPoints, maxTaskBytes, maxTaskFiles, validateValues, force);
    }

    /** The same with files of about that length. */
    public CompactionOptions withTargetFileBytes(long bytes) {
        return withOutput(output.withTargetFileBytes(bytes));
    }

    /** The same with tasks of that size. */
    public CompactionOptions withTasks(long maxBytes, int maxFiles) {
        return new CompactionOptions(output, smallChunkPoints, maxBytes, maxFiles, validateValues, force);
    }

    /** The same with chunks of fewer points than that as small ones. */
    public CompactionOptions withSmallChunkPoints(int points) {
        return new CompactionOptions(output, points, maxTaskBytes, maxTaskFiles, validateValues, force);
    }

    /** The same, whether it is worth it or not. */
    public CompactionOptions withForce(boolean forced) {
        return new CompactionOptions(output, smallChunkPoints, maxTaskBytes, maxTaskFiles, validateValues, forced);
    }
}
