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

import io.tsfile.core.flush.SortedSeries;
import io.tsfile.core.model.Tombstone;
import java.io.IOException;
import java.util.List;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.OperatorAttributes;
import org.apache.flink.streaming.api.operators.OperatorAttributesBuilder;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Collects rows and sends them on sorted.
 *
 * <p>It makes room while the buffer is full, and drains all of it when it is too old, before each barrier and at the end of input, so
 * nothing of it goes into a checkpoint.
 */
public final class BufferSortOperator extends AbstractStreamOperator<Staged<SortedSeries>>
        implements OneInputStreamOperator<PackedRows, Staged<SortedSeries>>, BoundedOneInput {
    private final StageSettings settings;
    private transient RowBuffer buffer;
    private transient BufferAge age;
    private transient RowBuffer.Taker taker;
    private transient long interval;

    /** An operator with an empty buffer. */
    @SuppressWarnings({"NullAway.Init", "initialization"}) // open sets what is transient
    public BufferSortOperator(StageSettings settings) {
        this.settings = settings;
    }

    @Override
    public void open() throws Exception {
        super.open();
        buffer = new RowBuffer(settings, getMetricGroup());
        age = new BufferAge(settings.limits().bufferAge(), getProcessingTimeService(), this::drain);
        taker = new Sender();
    }

    @Override
    public void processElement(StreamRecord<PackedRows> element) throws Exception {
        if (buffer.isEmpty()) {
            age.began();
        }
        if (buffer.add(element.getValue())) {
            buffer.makeRoom(taker);
        }
    }

    @Override
    public void prepareSnapshotPreBarrier(long checkpoint) throws Exception {
        super.prepareSnapshotPreBarrier(checkpoint);
        long start = System.nanoTime();
        drain();
        buffer.drainedForBarrier(start);
        // What follows belongs to the next commit and goes to files of its own.
        endInterval();
    }

    @Override
    public void endInput() throws Exception {
        drain();
    }

    /** Rows count in the order of their arrival, so batch jobs must not sort them by key before they come here. */
    @Override
    public OperatorAttributes getOperatorAttributes() {
        return new OperatorAttributesBuilder().setInternalSorterSupported(true).build();
    }

    private void drain() throws IOException {
        buffer.drain(taker);
        age.emptied();
    }

    private void endInterval() {
        buffer.filesClosed();
        interval++;
    }

    /** Sends what is drained to the next stage. */
    private final class Sender implements RowBuffer.Taker {
        @Override
        public void begin() {
            age.left();
        }

        @Override
        public void take(SortedSeries series) {
            SeriesMessages.send(interval, series, message -> output.collect(new StreamRecord<>(message)));
        }

        @Override
        public void delete(List<Tombstone> tombstones) {
            output.collect(new StreamRecord<>(new Staged.Deletions<>(interval, tombstones)));
        }

        @Override
        public void end() {
            age.gone();
            if (buffer.remembersTooMuch()) {
                endInterval();
            }
        }
    }
}
