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

import io.tsfile.flink.commit.OpenTable;
import io.tsfile.flink.stage.SinkMetrics;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;

/** What the operators of a compaction have in common: the table, a thread beside the task's that works on it, and what failed there. */
abstract class SideOperator<O> extends AbstractStreamOperator<O> {
    final transient CompactSettings settings;
    final transient OpenTable table;
    final transient SideThread side;
    final transient MetricGroup compactMetrics;
    final transient Counter failures;

    /** @param role what the thread is for, in its name */
    SideOperator(
            String role, StreamOperatorParameters<O> parameters, CompactSettings settings, OpenTable.Opener opener) {
        super(parameters);
        this.settings = settings;
        this.table = new OpenTable(settings.location(), opener);
        this.side = new SideThread(
                "tsfile-compact-" + role + " of "
                        + getRuntimeContext().getTaskInfo().getTaskNameWithSubtasks(),
                parameters.getMailboxExecutor());
        this.compactMetrics = getMetricGroup().addGroup(SinkMetrics.COMPACT);
        this.failures = compactMetrics.counter(SinkMetrics.COMPACTION_FAILURES);
    }

    @Override
    public void close() throws Exception {
        try {
            side.close();
            super.close();
        } finally {
            table.close();
        }
    }

    final String uri() {
        return settings.location().uri();
    }
}
