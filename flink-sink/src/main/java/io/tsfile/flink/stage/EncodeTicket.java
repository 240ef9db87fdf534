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
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** A message's place in the order of messages while it is encoded. Whoever runs it first encodes it; later runs do nothing. */
final class EncodeTicket implements Runnable {
    /** Of a chunk besides its values. */
    private static final long CHUNK_BYTES = 512;

    private final SeriesEncoder encoder;
    private final SeriesMessages.Joined joined;
    private final FutureTask<Staged<EncodedSeries>> outcome = new FutureTask<>(this::encode);
    private final long bytes;
    private long nanos;

    EncodeTicket(SeriesMessages.Joined joined, SeriesEncoder encoder) {
        this.encoder = encoder;
        this.joined = joined;
        this.bytes = bytes(joined.message());
    }

    @Override
    public void run() {
        outcome.run();
    }

    boolean isDone() {
        return outcome.isDone();
    }

    /** Bytes of heap for the message, and for its chunks. */
    long bytes() {
        return bytes;
    }

    /** The outcome, once somebody has encoded the message. For the task's thread, once. */
    Staged<EncodedSeries> get() throws Exception {
        try {
            Staged<EncodedSeries> encoded = outcome.get();
            if (encoded instanceof Staged.Series<EncodedSeries> series) {
                encoder.encoded(series.series(), nanos);
            }
            joined.release();
            return encoded;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }

    private Staged<EncodedSeries> encode() {
        Staged<SortedSeries> message = joined.message();
        if (message instanceof Staged.Series<SortedSeries> sorted) {
            long start = System.nanoTime();
            EncodedSeries encoded = encoder.encode(sorted.series());
            nanos = System.nanoTime() - start;
            return new Staged.Series<>(sorted.interval(), encoded);
        }
        return new Staged.Deletions<>(message.interval(), ((Staged.Deletions<SortedSeries>) message).tombstones());
    }

    private static long bytes(Staged<SortedSeries> message) {
        return message instanceof Staged.Series<SortedSeries> sorted
                ? 2 * RowBuffer.bytes(sorted.series())
                        + CHUNK_BYTES * (1 + sorted.series().columns().size())
                : CHUNK_BYTES;
    }
}
