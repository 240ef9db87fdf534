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

import io.tsfile.core.flush.SortStage;
import io.tsfile.core.flush.SortedSeries;
import io.tsfile.core.flush.memtable.MemTable;
import io.tsfile.core.model.Tombstone;
import io.tsfile.flink.RowConverter;
import java.io.IOException;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.OperatorAttributes;
import org.apache.flink.streaming.api.operators.OperatorAttributesBuilder;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;

/**
 * Collects rows and sends them on sorted.
 *
 * <p>It drains when the buffer is full, before each barrier and at the end of input, so nothing of it goes into a
 * checkpoint.
 */
public final class BufferSortOperator<T> extends AbstractStreamOperator<Staged<SortedSeries>>
        implements OneInputStreamOperator<T, Staged<SortedSeries>>, BoundedOneInput {
    /** Lines about rows that cannot be written, if the settings want them there. */
    public static final OutputTag<String> BAD_ROWS = new OutputTag<>("bad-rows", Types.STRING);

    private final StageSettings settings;
    private final RowConverter<T> converter;
    private transient MemTable buffer;
    private transient RowIntake<T> intake;
    private transient SortStage sort;
    private transient long interval;

    /** An operator that takes rows apart with {@code converter}. */
    @SuppressWarnings({"NullAway.Init", "initialization"}) // open sets what is transient
    public BufferSortOperator(StageSettings settings, RowConverter<T> converter) {
        this.settings = settings;
        this.converter = converter;
    }

    @Override
    public void open() throws Exception {
        super.open();
        buffer = new MemTable(settings.table().schema(), settings.aligned());
        intake = RowIntake.of(
                settings,
                converter,
                buffer,
                getRuntimeContext().getJobInfo().getJobId().toString(),
                line -> output.collect(BAD_ROWS, new StreamRecord<>(line)),
                getMetricGroup());
        sort = new SortStage(settings.table().schema(), settings.table().partitioning(), settings.flush());
    }

    @Override
    public void processElement(StreamRecord<T> element) throws IOException {
        intake.take(element.getValue());
        if (buffer.bytes() >= settings.bufferBytes()) {
            drain();
        }
    }

    @Override
    public void prepareSnapshotPreBarrier(long checkpoint) throws Exception {
        super.prepareSnapshotPreBarrier(checkpoint);
        drain();
        intake.flush();
        // What follows belongs to the next commit and goes to files of its own.
        sort.filesClosed();
        interval++;
    }

    @Override
    public void endInput() throws IOException {
        drain();
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

    /** Rows count in the order of their arrival, so batch jobs must not sort them by key before they come here. */
    @Override
    public OperatorAttributes getOperatorAttributes() {
        return new OperatorAttributesBuilder().setInternalSorterSupported(true).build();
    }

    private void drain() {
        if (buffer.isEmpty()) {
            return;
        }
        long rows = buffer.rows();
        long start = System.nanoTime();
        List<Tombstone> tombstones =
                sort.sort(buffer, series -> output.collect(new StreamRecord<>(new Staged.Series<>(interval, series))));
        if (!tombstones.isEmpty()) {
            output.collect(new StreamRecord<>(new Staged.Deletions<>(interval, tombstones)));
        }
        LOG.debug("Drained {} rows in {} ms", rows, (System.nanoTime() - start) / 1_000_000);
    }
}
