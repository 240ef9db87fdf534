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
package io.tsfile.flink.commit;

import io.tsfile.core.model.DataFile;
import io.tsfile.flink.stage.SinkMetrics;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;

/** What the committer counts. Written by the task's thread; read by any. */
final class CommitMetrics {
    private final Counter commits;
    private final Counter files;
    private final Counter bytes;
    private final Counter retries;
    private volatile long lastMillis;
    private volatile long maxMillis;

    /**
     * The metrics, all 0.
     *
     * @param operator the scope of the committer's operator
     */
    CommitMetrics(MetricGroup operator) {
        MetricGroup group = operator.addGroup(SinkMetrics.COMMIT);
        this.commits = group.counter(SinkMetrics.COMMITS);
        this.files = group.counter(SinkMetrics.COMMITTED_FILES);
        this.bytes = group.counter(SinkMetrics.COMMITTED_BYTES);
        this.retries = group.counter(SinkMetrics.COMMIT_RETRIES);
        group.gauge(SinkMetrics.LAST_COMMIT_MILLIS, (Gauge<Long>) () -> lastMillis);
        group.gauge(SinkMetrics.MAX_COMMIT_MILLIS, (Gauge<Long>) () -> maxMillis);
    }

    /**
     * Counts a commit, unless the table had it already.
     *
     * @param start when its first attempt began, of {@link System#nanoTime}
     */
    void committed(TableCommittable committable, boolean alreadyThere, long start) {
        long millis = (System.nanoTime() - start) / 1_000_000;
        lastMillis = millis;
        maxMillis = Math.max(maxMillis, millis);
        if (!alreadyThere) {
            commits.inc();
            files.inc(committable.files().size());
            bytes.inc(committable.files().stream().mapToLong(DataFile::length).sum());
        }
    }

    /** Counts an attempt that failed, and is made again. */
    void retried() {
        retries.inc();
    }
}
