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
package io.tsfile.core.flush;

import io.tsfile.core.format.EncodedChunk;
import io.tsfile.core.format.write.ChunkEncoder;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.vector.LongVector;
import io.tsfile.core.vector.Vector;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;

/**
 * The second stage: sorted series to chunks. A pure function of the series and the options; thread-safe.
 *
 * <p>An encoder's buffers serve one call after the other; there are as many encoders as there were calls at once.
 */
public final class EncodeStage {
    private final FlushOptions options;
    private final Queue<ChunkEncoder> idle = new ConcurrentLinkedQueue<>();
    private final LongAdder fallbacks = new LongAdder();

    /** A stage with the given options. */
    public EncodeStage(FlushOptions options) {
        this.options = options;
    }

    /**
     * Encodes and compresses. The series' arrays are only read.
     *
     * @throws EncodeFailedException if a chunk cannot be made, whatever the reason
     */
    public EncodedSeries encode(SortedSeries series) {
        return encode(series, series.aligned());
    }

    /**
     * As {@link #encode(SortedSeries)}, without the time chunk: the later columns of an aligned device whose first ones are
     * encoded by another call.
     */
    public EncodedSeries encodeMore(SortedSeries series) {
        return encode(series, false);
    }

    private EncodedSeries encode(SortedSeries series, boolean withTimes) {
        ChunkEncoder found = idle.poll();
        ChunkEncoder encoder = found != null ? found : new ChunkEncoder(options.pageRows(), options.encoding());
        long before = encoder.fallbacks();
        EncodedSeries encoded = encode(series, withTimes, encoder);
        fallbacks.add(encoder.fallbacks() - before);
        idle.add(encoder);
        return encoded;
    }

    /**
     * How many chunks are in another encoding than the user fixed or a sample suggested, because that would have lost a value.
     */
    public long fallbacks() {
        return fallbacks.sum();
    }

    private static EncodedSeries encode(SortedSeries series, boolean withTimes, ChunkEncoder encoder) {
        LongVector times = series.times();
        List<EncodedChunk> chunks = new ArrayList<>(series.columns().size() + 1);
        long points = 0;
        String measurement = "";
        try {
            if (withTimes) {
                chunks.add(encoder.times(times));
            }
            for (int i = 0; i < series.columns().size(); i++) {
                measurement = series.columns().get(i).name();
                Vector values = series.values().get(i);
                chunks.add(
                        series.aligned()
                                ? encoder.alignedValues(measurement, times, values)
                                : encoder.series(measurement, times, values));
                points += values.size() - values.nullCount();
            }
        } catch (RuntimeException | Error e) {
            throw new EncodeFailedException(series.device(), measurement, e);
        }
        return new EncodedSeries(
                series.device(),
                series.aligned(),
                series.partition(),
                series.order(),
                new TimeRange(times.get(0), times.get(times.size() - 1)),
                times.size(),
                points,
                chunks);
    }
}
