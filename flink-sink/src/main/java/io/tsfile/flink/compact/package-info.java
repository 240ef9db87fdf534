/**
 * Compaction in the job that writes: plans behind the committer, rewrites on threads of its own, commits through the table's log. Internal but
 * for {@link io.tsfile.flink.compact.JobCompaction}.
 *
 * <p>Invariant: it has no state, no checkpoint waits for it, and whatever becomes of it the job goes on. What it has done is in the log,
 * and nowhere else.
 */
@NullMarked
package io.tsfile.flink.compact;

import org.jspecify.annotations.NullMarked;
