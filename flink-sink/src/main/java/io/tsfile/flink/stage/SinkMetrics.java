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
package io.tsfile.flink.stage;

/**
 * The names of the sink's metrics: a group per stage in the scope of the operator that runs it, the same in both forms of the sink.
 */
public final class SinkMetrics {
    /** The group of the operator that packs rows for the exchange. */
    public static final String PACK = "pack";
    /** The group of the stage that buffers and sorts. */
    public static final String SORT = "sort";
    /** The group of the stage that encodes. */
    public static final String ENCODE = "encode";
    /** The group of the stage that writes. */
    public static final String IO = "io";

    /** Of the operator that takes rows in, a counter: rows that cannot be written. */
    public static final String BAD_ROWS = "badRows";
    /** Of the operator that takes rows in, a counter: deletes that were ignored, as the user wanted. */
    public static final String IGNORED_DELETES = "ignoredDeletes";

    /** In each stage, a counter: rows handed on; of measurements with times of their own, points. */
    public static final String ROWS = "rows";
    /** In each stage, a counter: values handed on that are not null. */
    public static final String POINTS = "points";
    /** In each stage, a counter: bytes handed on, as arrays before, as chunks after they are encoded. */
    public static final String BYTES = "bytes";
    /** In each stage, a counter: time that threads worked, without what they waited. */
    public static final String BUSY_NANOS = "busyNanos";
    /** In each stage, a counter: barriers for which it got rid of what it held. */
    public static final String DRAINS = "drains";
    /** In each stage, a gauge: how long the last barrier waited for that. */
    public static final String LAST_DRAIN_MILLIS = "lastDrainMillis";
    /** In each stage, a gauge: the longest that a barrier waited for that. */
    public static final String MAX_DRAIN_MILLIS = "maxDrainMillis";

    /** While sorting, a gauge: heap of the rows that wait, and of what is remembered of those that were sent. */
    public static final String BUFFERED_BYTES = "bufferedBytes";
    /** While sorting, a gauge: rows that went to a file of their own because they came late, or again. */
    public static final String LATE_ROWS = "lateRows";

    /** While encoding, a gauge: messages that are being encoded, or wait for one before them. */
    public static final String TICKETS = "tickets";
    /** While encoding, a gauge: their bytes. */
    public static final String TICKET_BYTES = "ticketBytes";
    /** While encoding, a gauge: chunks in another encoding than was fixed or chosen, which would have lost a value. */
    public static final String ENCODING_FALLBACKS = "encodingFallbacks";

    /** While writing, a gauge: files that are open. */
    public static final String OPEN_FILES = "openFiles";
    /** While writing, a gauge: heap of what is known of their chunks. */
    public static final String METADATA_BYTES = "metadataBytes";
    /** While writing, a counter: files completed. */
    public static final String FILES = "files";
    /** While writing, a counter: bytes of completed files. */
    public static final String FILE_BYTES = "fileBytes";

    /** The group of the committer. */
    public static final String COMMIT = "commit";
    /** Of the committer, a counter: commits, without those that the table had already. */
    public static final String COMMITS = "commits";
    /** Of the committer, a counter: files of these commits. */
    public static final String COMMITTED_FILES = "committedFiles";
    /** Of the committer, a counter: bytes of these files. */
    public static final String COMMITTED_BYTES = "committedBytes";
    /** Of the committer, a counter: attempts that failed, and were made again. */
    public static final String COMMIT_RETRIES = "commitRetries";
    /** Of the committer, a gauge: how long the last commit took, with all its attempts. */
    public static final String LAST_COMMIT_MILLIS = "lastCommitMillis";
    /** Of the committer, a gauge: the longest that a commit took. */
    public static final String MAX_COMMIT_MILLIS = "maxCommitMillis";

    /** The group of each operator of the compaction in the job. */
    public static final String COMPACT = "compact";
    /** Of the one that commits, a counter: tasks committed. */
    public static final String COMPACTION_TASKS = "compactionTasks";
    /** Of the one that commits, a counter: bytes of these tasks' inputs. */
    public static final String COMPACTED_BYTES = "compactedBytes";
    /** Of the one that commits, a counter: tasks that lost against another commit. */
    public static final String COMPACTION_CONFLICTS = "compactionConflicts";
    /** Of each, a counter: plans, tasks or commits that failed, and are tried again later. */
    public static final String COMPACTION_FAILURES = "compactionFailures";
    /** Of those that compact, a gauge: tasks of the subtask that are under way, or wait for one before them. */
    public static final String RUNNING_COMPACTIONS = "runningCompactions";
    /** Of the one that plans, a gauge: tasks of the last plan that had to wait for others. */
    public static final String WAITING_COMPACTIONS = "waitingCompactions";
    /** Of the one that plans, a gauge: bytes of the inputs of these tasks, how far the compaction lags behind. */
    public static final String WAITING_COMPACTION_BYTES = "waitingCompactionBytes";

    private SinkMetrics() {}
}
