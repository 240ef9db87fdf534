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
import org.apache.flink.metrics.MetricGroup;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The second stage in Flink: sorted series to chunks. Any thread encodes; the task's thread counts what was encoded. */
final class SeriesEncoder {
    private static final Logger LOG = LoggerFactory.getLogger(SeriesEncoder.class);

    private final EncodeStage encode;
    private final StageMetrics metrics;

    /** A stage that encodes as {@code options} say. */
    SeriesEncoder(FlushOptions options, MetricGroup operator) {
        this.encode = new EncodeStage(options);
        this.metrics = new StageMetrics(operator, SinkMetrics.ENCODE);
        metrics.gauge(SinkMetrics.ENCODING_FALLBACKS, encode::fallbacks);
    }

    /** Encodes and compresses, a pure function of the series. */
    EncodedSeries encode(SortedSeries series) {
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

    /** Takes note of what was encoded within some time. */
    void encoded(EncodedSeries series, long nanos) {
        metrics.busy(nanos);
        metrics.sent(series.rows(), series.points(), series.bytes());
    }

    StageMetrics metrics() {
        return metrics;
    }
}
