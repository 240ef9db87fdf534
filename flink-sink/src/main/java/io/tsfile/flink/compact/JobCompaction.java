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
package io.tsfile.flink.compact;

import java.io.Serializable;
import java.time.Duration;

/**
 * When and how hard a job compacts the table that it writes.
 *
 * @param interval how long it waits at least between two looks at the table
 * @param minCommits commits of the job that make another look worthwhile; what an earlier look has begun is gone on with before
 * @param parallelism how many tasks are carried out at once, each in a subtask of its own
 * @param threads how many threads carry out a task; all but one of each task are shared with the other tasks of the process
 * @param maxBytesPerSecond bytes that all tasks of a process may read and write; 0 for no limit
 */
public record JobCompaction(Duration interval, int minCommits, int parallelism, int threads, long maxBytesPerSecond)
        implements Serializable {
    /** What suits most jobs: a task takes one CPU from them. */
    public static final JobCompaction DEFAULT = new JobCompaction(Duration.ofMinutes(1), 5, 1, 1, 0);

    /** Checks the numbers. */
    public JobCompaction {
        if (interval.toMillis() < 1 || minCommits < 1 || parallelism < 1 || threads < 1 || maxBytesPerSecond < 0) {
            throw new IllegalArgumentException("Cannot compact every " + interval + ", after " + minCommits
                    + " commits, in " + parallelism + " subtasks of " + threads + " threads, with " + maxBytesPerSecond
                    + " bytes per second: all must be positive, the last one or 0");
        }
    }

    /** The same with another time between two looks. */
    public JobCompaction withInterval(Duration other) {
        return new JobCompaction(other, minCommits, parallelism, threads, maxBytesPerSecond);
    }

    /** The same after another number of commits. */
    public JobCompaction withMinCommits(int commits) {
        return new JobCompaction(interval, commits, parallelism, threads, maxBytesPerSecond);
    }

    /** The same with another number of subtasks. */
    public JobCompaction withParallelism(int subtasks) {
        return new JobCompaction(interval, minCommits, subtasks, threads, maxBytesPerSecond);
    }

    /** The same with another number of threads. */
    public JobCompaction withThreads(int ofTask) {
        return new JobCompaction(interval, minCommits, parallelism, ofTask, maxBytesPerSecond);
    }

    /** The same with another limit. */
    public JobCompaction withMaxBytesPerSecond(long bytes) {
        return new JobCompaction(interval, minCommits, parallelism, threads, bytes);
    }
}
