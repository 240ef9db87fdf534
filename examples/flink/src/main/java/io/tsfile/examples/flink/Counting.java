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
package io.tsfile.examples.flink;

import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.state.CheckpointListener;
import org.apache.flink.types.Row;

/** Passes rows on and counts them, and the checkpoints that complete meanwhile. Who started the job can see the counts. */
final class Counting extends RichMapFunction<Row, Row> implements CheckpointListener {
    static final String ROWS = "rows";
    static final String CHECKPOINTS = "checkpoints";

    private static final long serialVersionUID = 1L;

    private final LongCounter rows = new LongCounter();
    private final LongCounter checkpoints = new LongCounter();

    @Override
    public void open(OpenContext context) {
        getRuntimeContext().addAccumulator(ROWS, rows);
        getRuntimeContext().addAccumulator(CHECKPOINTS, checkpoints);
    }

    @Override
    public Row map(Row row) {
        rows.add(1L);
        return row;
    }

    @Override
    public void notifyCheckpointComplete(long checkpoint) {
        checkpoints.add(1L);
    }
}
