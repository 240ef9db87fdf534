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

import io.tsfile.core.flush.memtable.DeviceBatches;
import io.tsfile.flink.RowConverter;
import java.io.IOException;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;

/**
 * Takes rows apart and packs those of each device together, in the task where they come from, so that the exchange behind it moves
 * messages of many rows.
 *
 * <p>It hands out when it is full, before each barrier, at the end of input, and when its oldest row has waited for a moment; so
 * nothing of it goes into a checkpoint. Watermarks overtake the rows in it, as they do in the buffer: nobody behind looks at them.
 */
public final class PackOperator<T> extends AbstractStreamOperator<PackedRows>
        implements OneInputStreamOperator<T, PackedRows>, BoundedOneInput {
    /** Lines about rows that cannot be written, if the settings want them there. */
    public static final OutputTag<String> BAD_ROWS = new OutputTag<>("bad-rows", Types.STRING);

    private static final long serialVersionUID = 1;
    /** Of a message. */
    private static final int MOST_ROWS = 256;

    private final StageSettings settings;
    private final RowConverter<T> converter;
    private transient DeviceBatches rows;
    private transient RowIntake<T> intake;
    private transient RowPacker packer;
    private transient StageMetrics counts;
    private transient BufferAge age;

    /** An operator that takes rows apart with {@code converter}. */
    @SuppressWarnings({"NullAway.Init", "initialization"}) // open sets what is transient
    public PackOperator(StageSettings settings, RowConverter<T> converter) {
        this.settings = settings;
        this.converter = converter;
    }

    @Override
    public void open() throws Exception {
        super.open();
        rows = new DeviceBatches(settings.table().schema(), settings.memory().pack());
        intake = RowIntake.of(
                settings,
                converter,
                rows,
                getRuntimeContext().getJobInfo().getJobId().toString(),
                line -> output.collect(BAD_ROWS, new StreamRecord<>(line)),
                getMetricGroup());
        packer = new RowPacker();
        counts = new StageMetrics(getMetricGroup(), SinkMetrics.PACK);
        age = new BufferAge(settings.limits().packAge(), getProcessingTimeService(), this::handOut);
    }

    @Override
    public void processElement(StreamRecord<T> element) throws Exception {
        boolean wasEmpty = rows.isEmpty();
        intake.take(element.getValue());
        if (wasEmpty && !rows.isEmpty()) {
            age.began();
        }
        if (rows.isFull()) {
            handOut();
        }
    }

    @Override
    public void prepareSnapshotPreBarrier(long checkpoint) throws Exception {
        super.prepareSnapshotPreBarrier(checkpoint);
        long start = System.nanoTime();
        handOut();
        intake.flush();
        counts.drained(start);
    }

    @Override
    public void endInput() throws Exception {
        handOut();
        intake.flush();
    }

    @Override
    public void close() throws Exception {
        try {
            super.close();
        } finally {
            // Flink closes what it never opened, too.
            if (intake != null) {
                intake.close();
            }
        }
    }

    private void handOut() throws IOException {
        if (rows.isEmpty()) {
            return;
        }
        long start = System.nanoTime();
        int most = rowsPerMessage();
        rows.handOut((device, content, positions, from, to) -> {
            for (int first = from; first < to; first += most) {
                int end = Math.min(to, first + most);
                PackedRows packed = packer.pack(device, content, positions, first, end);
                counts.sent(end - first, packer.points(), packed.bytes().length);
                output.collect(new StreamRecord<>(packed));
            }
        });
        age.emptied();
        counts.busy(System.nanoTime() - start);
    }

    /** So many that more would not be cheaper, and that a message is not longer than the memory behind it likes. */
    private int rowsPerMessage() {
        long rowBytes = Math.max(1, rows.bytes() / rows.size());
        return (int) Math.max(1, Math.min(MOST_ROWS, settings.memory().packedMessage() / rowBytes));
    }
}
