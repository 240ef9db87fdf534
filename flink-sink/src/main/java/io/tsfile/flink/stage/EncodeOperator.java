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

import io.tsfile.core.flush.EncodedSeries;
import io.tsfile.core.flush.SortedSeries;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Encodes and compresses series, several at once if told to, and sends them on in their order.
 *
 * <p>Nothing of it goes into a checkpoint: it waits for all series before each barrier, and at the end of input. While there is
 * more to encode than fits into its memory, it takes no more input.
 */
public final class EncodeOperator extends AbstractStreamOperator<Staged<EncodedSeries>>
        implements OneInputStreamOperator<Staged<SortedSeries>, Staged<EncodedSeries>>, BoundedOneInput {
    private final StageSettings settings;
    private transient SeriesEncoder encoder;
    private transient EncodeTickets tickets;
    private transient SeriesMessages messages;

    /** An operator that encodes as {@code settings} say. */
    @SuppressWarnings({"NullAway.Init", "initialization"}) // open sets what is transient
    public EncodeOperator(StageSettings settings) {
        this.settings = settings;
    }

    @Override
    public void open() throws Exception {
        super.open();
        messages = new SeriesMessages();
        encoder = new SeriesEncoder(settings.flush(), getMetricGroup());
        EncodeTickets all = new EncodeTickets(
                settings.limits(),
                settings.memory().tickets(),
                getRuntimeContext().getTaskInfo().getTaskNameWithSubtasks());
        tickets = all;
        encoder.metrics().gauge(SinkMetrics.TICKETS, () -> (long) all.count());
        encoder.metrics().gauge(SinkMetrics.TICKET_BYTES, all::bytes);
    }

    @Override
    public void processElement(StreamRecord<Staged<SortedSeries>> element) throws Exception {
        if (element.getValue() instanceof Staged.Columns<SortedSeries> columns) {
            messages.add(columns);
            return;
        }
        tickets.add(new EncodeTicket(messages.join(element.getValue()), encoder));
        while (tickets.isFirstDone() || tickets.isFull()) {
            sendFirst();
        }
    }

    @Override
    public void prepareSnapshotPreBarrier(long checkpoint) throws Exception {
        super.prepareSnapshotPreBarrier(checkpoint);
        long start = System.nanoTime();
        drain();
        encoder.metrics().drained(start);
    }

    @Override
    public void endInput() throws Exception {
        drain();
    }

    @Override
    public void close() throws Exception {
        try {
            super.close();
        } finally {
            // Flink closes what it never opened, too.
            if (tickets != null) {
                tickets.close();
            }
        }
    }

    private void drain() throws Exception {
        while (!tickets.isEmpty()) {
            sendFirst();
        }
    }

    private void sendFirst() throws Exception {
        output.collect(new StreamRecord<>(tickets.take().get()));
    }
}
