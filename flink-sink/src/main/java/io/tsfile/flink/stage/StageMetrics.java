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

import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What all stages count. Written by the task's thread; read by any. */
final class StageMetrics {
    private static final Logger LOG = LoggerFactory.getLogger(StageMetrics.class);
    /** From there on, a barrier's wait is worth a line in the log. */
    private static final long LONG_DRAIN_MILLIS = 1000;

    private final String stage;
    private final MetricGroup group;
    private final Counter rows;
    private final Counter points;
    private final Counter bytes;
    private final Counter busyNanos;
    private final Counter drains;
    private volatile long lastDrainMillis;
    private volatile long maxDrainMillis;

    /**
     * The metrics of one stage.
     *
     * @param operator the scope of the operator that runs the stage
     * @param stage the stage's name in {@link SinkMetrics}
     */
    StageMetrics(MetricGroup operator, String stage) {
        this.stage = stage;
        this.group = operator.addGroup(stage);
        this.rows = group.counter(SinkMetrics.ROWS);
        this.points = group.counter(SinkMetrics.POINTS);
        this.bytes = group.counter(SinkMetrics.BYTES);
        this.busyNanos = group.counter(SinkMetrics.BUSY_NANOS);
        this.drains = group.counter(SinkMetrics.DRAINS);
        gauge(SinkMetrics.LAST_DRAIN_MILLIS, () -> lastDrainMillis);
        gauge(SinkMetrics.MAX_DRAIN_MILLIS, () -> maxDrainMillis);
    }

    /** Adds a number that only this stage has; any thread asks for it. */
    void gauge(String name, Gauge<Long> value) {
        group.gauge(name, value);
    }

    /** Adds a counter that only this stage has. */
    Counter counter(String name) {
        return group.counter(name);
    }

    /** Counts what was handed on. */
    void sent(long moreRows, long morePoints, long moreBytes) {
        rows.inc(moreRows);
        points.inc(morePoints);
        bytes.inc(moreBytes);
    }

    /** Counts work. */
    void busy(long nanos) {
        busyNanos.inc(nanos);
    }

    /** Takes note that the stage got rid of what it held for a barrier, from {@code start}, of {@link System#nanoTime}, until now. */
    void drained(long start) {
        long millis = (System.nanoTime() - start) / 1_000_000;
        drains.inc();
        lastDrainMillis = millis;
        maxDrainMillis = Math.max(maxDrainMillis, millis);
        if (millis >= LONG_DRAIN_MILLIS) {
            LOG.info("A barrier waited {} ms for the {} stage", millis, stage);
        } else {
            LOG.debug("A barrier waited {} ms for the {} stage", millis, stage);
        }
    }
}
