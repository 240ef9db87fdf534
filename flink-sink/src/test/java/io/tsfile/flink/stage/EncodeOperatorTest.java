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

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tsfile.core.flush.EncodeFailedException;
import io.tsfile.core.flush.EncodedSeries;
import io.tsfile.core.flush.FlushOptions;
import io.tsfile.core.flush.SortedSeries;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimePartitioning;
import io.tsfile.core.table.TableMetadata;
import io.tsfile.core.vector.LongVector;
import io.tsfile.core.vector.Vector;
import java.io.Closeable;
import java.io.IOException;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.LongStream;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.tsfile.enums.TSDataType;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EncodeOperatorTest {
    private static final int MESSAGES = 300;

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void failsWithTheSeriesThatCannotBeEncoded(int threads) throws Exception {
        RuntimeException cause = new IllegalStateException("test");
        assertFailure(threads, () -> {
                    throw cause;
                })
                .isInstanceOf(EncodeFailedException.class)
                .hasCause(cause);
    }

    /** Flink ends the process then, if told to; it would restart the job in a process that is out of order. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void hidesNoErrorFromFlink(int threads) throws Exception {
        OutOfMemoryError error = new OutOfMemoryError("test");
        assertFailure(threads, () -> {
                    throw error;
                })
                .isSameAs(error);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void sendsAllInTheirOrder(int threads) throws Exception {
        try (Harness harness = new Harness(StageLimits.DEFAULT.withEncodeThreads(threads))) {
            for (int i = 0; i < MESSAGES; i++) {
                harness.process(i, () -> {});
            }
            harness.endInput();

            assertThat(harness.sent())
                    .isEqualTo(LongStream.range(0, MESSAGES).boxed().toList());
        }
        assertThat(workers()).isEmpty();
    }

    @Test
    void waitsForAllMessagesBeforeABarrier() throws Exception {
        CountDownLatch released = new CountDownLatch(1);
        try (Harness harness = new Harness(StageLimits.DEFAULT.withEncodeThreads(3))) {
            harness.process(0, () -> await(released));
            for (int i = 1; i < MESSAGES; i++) {
                harness.process(i, () -> {});
            }
            assertThat(harness.sent()).as("overtook the first one").isEmpty();
            released.countDown();

            harness.barrier(1);

            assertThat(harness.sent()).hasSize(MESSAGES).isSorted();
        }
    }

    @Test
    void takesNoMoreInputThanItsMemoryHasRoomFor() throws Exception {
        CountDownLatch released = new CountDownLatch(1);
        StageLimits limits = StageLimits.DEFAULT.withEncodeThreads(3).withMemoryBytes(8 * 2_000);
        try (Harness harness = new Harness(limits)) {
            harness.process(0, () -> await(released));
            assertThat(harness.sent()).isEmpty();
            released.countDown();
            // Two messages take more than the 2,000 bytes.
            harness.process(1, () -> {});
            assertThat(harness.sent()).startsWith(0L);
        }
    }

    @Test
    void endsWhileMessagesAreBeingEncoded() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        try (Harness harness = new Harness(StageLimits.DEFAULT.withEncodeThreads(2))) {
            harness.process(0, () -> {
                begun.countDown();
                await(never);
            });
            begun.await();
        }
        assertThat(workers()).isEmpty();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The names of the threads that encode. One that is at its end may take a moment to go. */
    private static List<String> workers() throws InterruptedException {
        List<String> alive = new ArrayList<>();
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().startsWith("tsfile-encode-")) {
                thread.join(10_000);
                if (thread.isAlive()) {
                    alive.add(thread.getName());
                }
            }
        }
        return alive;
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> assertFailure(int threads, Runnable failure)
            throws Exception {
        try (Harness harness = new Harness(StageLimits.DEFAULT.withEncodeThreads(threads))) {
            return assertThatThrownBy(() -> {
                harness.process(0, failure);
                harness.endInput();
            });
        }
    }

    /** The operator, closed in the end. */
    private static final class Harness implements Closeable {
        private final OneInputStreamOperatorTestHarness<Staged<SortedSeries>, Staged<EncodedSeries>> operator;

        Harness(StageLimits limits) throws Exception {
            operator = new OneInputStreamOperatorTestHarness<>(new EncodeOperator(new StageSettings(
                    StoreLocation.of("unused"),
                    TableMetadata.of(
                            TableSchema.ofTable("t", List.of(Column.field("v", TSDataType.INT64))),
                            TimePartitioning.NONE,
                            Map.of()),
                    true,
                    limits,
                    FlushOptions.DEFAULT)));
            operator.open();
        }

        /** Sends a row of a time, whose encoding does something before. */
        void process(long time, Runnable before) throws Exception {
            operator.processElement(new StreamRecord<>(new Staged.Series<>(1, series(time, before))));
        }

        void barrier(long checkpoint) throws Exception {
            operator.prepareSnapshotPreBarrier(checkpoint);
        }

        void endInput() throws Exception {
            operator.endInput();
        }

        /** The times of the rows that came out. */
        List<Long> sent() {
            return operator.extractOutputValues().stream()
                    .map(message -> ((Staged.Series<EncodedSeries>) message)
                            .series()
                            .times()
                            .start())
                    .toList();
        }

        @Override
        public void close() throws IOException {
            try {
                operator.close();
            } catch (Exception e) {
                throw new IOException(e);
            }
        }
    }

    /** A row whose only column cannot be had before something is done. */
    private static SortedSeries series(long time, Runnable before) {
        LongVector times = (LongVector) Vector.of(TSDataType.TIMESTAMP, 1);
        times.append(time);
        List<Column> columns = new AbstractList<>() {
            @Override
            public Column get(int index) {
                before.run();
                return Column.field("v", TSDataType.INT64);
            }

            @Override
            public int size() {
                return 1;
            }
        };
        return new SortedSeries(Devices.ofTable("t", "d"), true, 0, 0, times, columns, List.of(times));
    }
}
