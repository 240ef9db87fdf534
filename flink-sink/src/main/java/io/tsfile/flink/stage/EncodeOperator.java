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

import io.tsfile.core.flush.EncodeFailedException;
import io.tsfile.core.flush.EncodeStage;
import io.tsfile.core.flush.EncodedSeries;
import io.tsfile.core.flush.FlushOptions;
import io.tsfile.core.flush.SortedSeries;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/** Encodes and compresses series as they come; keeps nothing. */
public final class EncodeOperator extends AbstractStreamOperator<Staged<EncodedSeries>>
        implements OneInputStreamOperator<Staged<SortedSeries>, Staged<EncodedSeries>> {
    /** The metric that counts the chunks of {@link EncodeStage#fallbacks}. */
    static final String FALLBACKS = "encodingFallbacks";

    private final FlushOptions options;
    private transient EncodeStage encode;

    /** An operator that encodes as {@code options} say. */
    @SuppressWarnings({"NullAway.Init", "initialization"}) // open sets what is transient
    public EncodeOperator(FlushOptions options) {
        this.options = options;
    }

    @Override
    public void open() throws Exception {
        super.open();
        encode = new EncodeStage(options);
        getMetricGroup().gauge(FALLBACKS, encode::fallbacks);
    }

    @Override
    public void processElement(StreamRecord<Staged<SortedSeries>> element) {
        output.collect(new StreamRecord<>(encode(element.getValue())));
    }

    private Staged<EncodedSeries> encode(Staged<SortedSeries> message) {
        return message instanceof Staged.Series<SortedSeries> sorted
                ? new Staged.Series<>(sorted.interval(), encode(sorted.series()))
                : new Staged.Deletions<>(message.interval(), ((Staged.Deletions<SortedSeries>) message).tombstones());
    }

    private EncodedSeries encode(SortedSeries series) {
        try {
            return encode.encode(series);
        } catch (EncodeFailedException e) {
            if (e.getCause() instanceof Error error) {
                // Flink ends a process that is out of order, and knows one only by the error itself.
                LOG.error(e.getMessage());
                throw error;
            }
            throw e;
        }
    }
}
