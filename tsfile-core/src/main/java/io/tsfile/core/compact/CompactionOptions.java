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
 * @param threads of a task, with the one that runs it; {@value #ALL_PROCESSORS} for as many as the process has processors, but
 *     {@value #MOST_THREADS} at most. All but one of each task are shared with the other tasks and flushes of the process. The bytes
 *     of the output do not depend on it
 */
public record CompactionOptions(
        FlushOptions output,
        int smallChunkPoints,
        long maxTaskBytes,
        int maxTaskFiles,
        boolean validateValues,
        boolean force,
        int threads)
        implements Serializable {
    /** As many threads as there are processors. */
    public static final int ALL_PROCESSORS = 0;

    private static final int MOST_THREADS = 8;

    /** What suits most tables. */
    public static final CompactionOptions DEFAULT =
            new CompactionOptions(FlushOptions.DEFAULT, 1_000, 512L << 20, 256, false, false, ALL_PROCESSORS);

    /** Checks the numbers. */
    public CompactionOptions {
        if (smallChunkPoints < 0 || maxTaskBytes < 1 || maxTaskFiles < 2) {
            throw new IllegalArgumentException("Cannot compact with chunks of " + smallChunkPoints
                    + " points as small ones, tasks of " + maxTaskBytes + " bytes and of " + maxTaskFiles + " files");
        }
        if (threads < 0) {
            throw new IllegalArgumentException("Cannot compact with " + threads + " threads: 1 is the least, and "
                    + ALL_PROCESSORS + " means one per processor");
        }
    }

    /** Options for what is worth it. */
    public CompactionOptions(
            FlushOptions output, int smallChunkPoints, long maxTaskBytes, int maxTaskFiles, boolean validateValues) {
        this(output, smallChunkPoints, maxTaskBytes, maxTaskFiles, validateValues, false, ALL_PROCESSORS);
    }

    /** The usual options, with files written like that. */
    public static CompactionOptions of(FlushOptions output) {
        return new CompactionOptions(
                output, DEFAULT.smallChunkPoints, DEFAULT.maxTaskBytes, DEFAULT.maxTaskFiles, DEFAULT.validateValues);
    }

    /** The same with files written like that. */
    public CompactionOptions withOutput(FlushOptions other) {
        return new CompactionOptions(
                other, smallChunkPoints, maxTaskBytes, maxTaskFiles, validateValues, force, threads);
    }

    /** The same with files of about that length. */
    public CompactionOptions withTargetFileBytes(long bytes) {
        return withOutput(output.withTargetFileBytes(bytes));
    }

    /** The same with tasks of that size. */
    public CompactionOptions withTasks(long maxBytes, int maxFiles) {
        return new CompactionOptions(output, smallChunkPoints, maxBytes, maxFiles, validateValues, force, threads);
    }

    /** The same with chunks of fewer points than that as small ones. */
    public CompactionOptions withSmallChunkPoints(int points) {
        return new CompactionOptions(output, points, maxTaskBytes, maxTaskFiles, validateValues, force, threads);
    }

    /** The same, whether it is worth it or not. */
    public CompactionOptions withForce(boolean forced) {
        return new CompactionOptions(
                output, smallChunkPoints, maxTaskBytes, maxTaskFiles, validateValues, forced, threads);
    }

    /** The same with so many threads for a task, or {@link #ALL_PROCESSORS}. */
    public CompactionOptions withThreads(int most) {
        return new CompactionOptions(output, smallChunkPoints, maxTaskBytes, maxTaskFiles, validateValues, force, most);
    }

    /** How many threads may help the one that runs a task in this process. */
    int workers() {
        int most = threads == ALL_PROCESSORS
                ? Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors())
                : threads;
        return most - 1;
    }
}
