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

import io.tsfile.core.flush.FlushOptions;
import io.tsfile.core.flush.SortedSeries;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimePartitioning;
import io.tsfile.core.table.TableMetadata;
import io.tsfile.core.testing.ObjectRow;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.tsfile.enums.TSDataType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BufferSortOperatorTest {
    private static final TableSchema SCHEMA =
            TableSchema.ofTable("t", List.of(Column.tag("d"), Column.field("v", TSDataType.INT64)));

    @Test
    void drainsRowsThatHaveWaitedTooLong() throws Exception {
        try (Harness harness = new Harness(StageLimits.DEFAULT.withBufferAge(Duration.ofSeconds(10)))) {
            harness.time(1_000);
            harness.process(1, 1);
            harness.time(10_999);
            harness.process(1, 2);
            assertThat(harness.sent()).isEmpty();
            harness.time(11_000);
            assertThat(harness.sent()).containsExactly("0: d1 [1, 2]");
        }
    }

    @Test
    void countsTheAgeFromTheFirstRowBehindABarrier() throws Exception {
        try (Harness harness = new Harness(StageLimits.DEFAULT.withBufferAge(Duration.ofSeconds(10)))) {
            harness.time(0);
            harness.process(1, 1);
            harness.barrier(1);
            assertThat(harness.sent()).containsExactly("0: d1 [1]");
            harness.time(5_000);
            harness.process(1, 2);
            harness.time(14_999);
            assertThat(harness.sent()).hasSize(1);
            harness.time(15_000);
            assertThat(harness.sent()).containsExactly("0: d1 [1]", "1: d1 [2]");
        }
    }

    @Test
    void keepsRowsForAnyTimeUnlessToldOtherwise() throws Exception {
        try (Harness harness = new Harness(StageLimits.DEFAULT)) {
            harness.process(1, 1);
            harness.time(Long.MAX_VALUE / 2);
            assertThat(harness.sent()).isEmpty();
            harness.endInput();
            assertThat(harness.sent()).containsExactly("0: d1 [1]");
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MAX_VALUE / 1_000, Long.MAX_VALUE})
    void keepsRowsAsLongAsToldHoweverLongThatIs(long seconds) throws Exception {
        try (Harness harness = new Harness(StageLimits.DEFAULT.withBufferAge(Duration.ofSeconds(seconds)))) {
            harness.time(1_000);
            harness.process(1, 1);
            assertThat(harness.timers()).isEqualTo(1);
            harness.time(Duration.ofDays(10_000).toMillis());
            assertThat(harness.sent()).isEmpty();
        }
    }

    @Test
    void takesAnAgeBelowAMillisecondForOne() throws Exception {
        try (Harness harness = new Harness(StageLimits.DEFAULT.withBufferAge(Duration.ofNanos(1)))) {
            harness.time(1_000);
            harness.process(1, 1);
            harness.time(1_001);
            assertThat(harness.sent()).containsExactly("0: d1 [1]");
        }
    }

    @Test
    void drainsBeforeItTakesMoreThanHalfOfTheMemory() throws Exception {
        // A row is 16 bytes, and arrays double.
        try (Harness harness = new Harness(StageLimits.DEFAULT.withMemoryBytes(1 << 20))) {
            int rows = 0;
            for (; harness.sent().isEmpty(); rows++) {
                harness.process(1, rows);
            }
            assertThat(rows).isBetween((1 << 19) / 16 / 3, (1 << 19) / 16);
        }
    }

    @Test
    void sendsNoMoreThanNewRowsNeedRoom() throws Exception {
        int devices = 20;
        try (Harness harness = new Harness(StageLimits.DEFAULT.withMemoryBytes(1 << 20))) {
            int rows = 0;
            for (; harness.messages() == 0; rows++) {
                harness.process(rows % devices, rows);
            }
            int whenFull = rows;
            List<Integer> sent = new ArrayList<>();
            for (; rows < 2 * whenFull; rows++) {
                harness.process(rows % devices, rows);
                sent.add(harness.messages());
            }
            assertThat(sent.get(0)).isLessThanOrEqualTo(2);
            assertThat(sent).as("a few at a time").containsSequence(sent.get(0), sent.get(0));
            for (int i = 1; i < sent.size(); i++) {
                assertThat(sent.get(i) - sent.get(i - 1)).as("after %d rows", i).isLessThanOrEqualTo(devices / 4);
            }
            assertThat(sent.get(sent.size() - 1)).isBetween(devices / 2, 2 * devices);
            harness.endInput();
            assertThat(harness.rows()).isEqualTo(rows);
        }
    }

    @Test
    void countsTheAgeOfRowsThatComeWhileOthersLeave() throws Exception {
        int devices = 20;
        try (Harness harness =
                new Harness(StageLimits.DEFAULT.withMemoryBytes(1 << 20).withBufferAge(Duration.ofSeconds(10)))) {
            harness.time(0);
            int rows = 0;
            for (; harness.messages() == 0; rows++) {
                harness.process(rows % devices, rows);
            }
            harness.time(4_000);
            while (harness.messages() <= devices) {
                harness.process(rows % devices, rows++);
            }
            // The rows of the first drain are gone; those of the second are as old as the begin of the first.
            harness.time(9_999);
            int sent = harness.messages();
            harness.time(10_000);
            assertThat(harness.messages()).isGreaterThan(sent);
            assertThat(harness.rows()).isEqualTo(rows);
        }
    }

    /** Sorting takes twice as much as these rows. */
    @Test
    void drainsEarlierWhereSortingTakesMuch() throws Exception {
        try (Harness ordered = new Harness(StageLimits.DEFAULT.withMemoryBytes(1 << 20));
                Harness mixed = new Harness(StageLimits.DEFAULT.withMemoryBytes(1 << 20))) {
            for (int row = 0; mixed.sent().isEmpty(); row++) {
                ordered.process(1, row);
                mixed.process(1, -row);
            }
            assertThat(ordered.sent()).isEmpty();
        }
    }

    /** The last time of each device is remembered until the files are closed, so without a barrier it has to close them. */
    @Test
    void endsAnIntervalWhereItRemembersTooManyDevices() throws Exception {
        try (Harness harness = new Harness(StageLimits.DEFAULT.withMemoryBytes(4 << 20))) {
            for (int device = 0; device < 100_000; device++) {
                harness.process(device, 1);
            }
            harness.process(0, 1);
            harness.endInput();

            List<String> sent = harness.sent();
            assertThat(sent).hasSize(100_001);
            String last = sent.get(sent.size() - 1);
            assertThat(Integer.parseInt(last.substring(0, last.indexOf(':')))).isBetween(1, 20);
        }
    }

    /** The operator, closed in the end. */
    private static final class Harness implements Closeable {
        private final OneInputStreamOperatorTestHarness<PackedRows, Staged<SortedSeries>> operator;

        Harness(StageLimits limits) throws Exception {
            operator = new OneInputStreamOperatorTestHarness<>(new BufferSortOperator(settings(limits)));
            operator.open();
        }

        private static StageSettings settings(StageLimits limits) {
            return new StageSettings(
                    StoreLocation.of("unused"),
                    TableMetadata.of(SCHEMA, TimePartitioning.NONE, Map.of()),
                    true,
                    limits,
                    FlushOptions.DEFAULT);
        }

        void process(int device, long time) throws Exception {
            PackedRows row = Packed.row(SCHEMA, Devices.ofTable("t", "d" + device), time, ObjectRow.of(time));
            operator.processElement(new StreamRecord<>(row));
        }

        void time(long millis) throws Exception {
            operator.setProcessingTime(millis);
        }

        int timers() {
            return operator.getProcessingTimeService().getNumActiveTimers();
        }

        void barrier(long checkpoint) throws Exception {
            operator.prepareSnapshotPreBarrier(checkpoint);
        }

        void endInput() throws Exception {
            operator.endInput();
        }

        @Override
        public void close() throws IOException {
            try {
                operator.close();
            } catch (Exception e) {
                throw new IOException(e);
            }
        }

        /** Interval, device and times of all series that came out. */
        List<String> sent() {
            return operator.extractOutputValues().stream().map(Harness::text).toList();
        }

        int messages() {
            return operator.getOutput().size();
        }

        /** Rows of all series that came out. */
        long rows() {
            return operator.extractOutputValues().stream()
                    .mapToLong(message -> ((Staged.Series<SortedSeries>) message)
                            .series()
                            .times()
                            .size())
                    .sum();
        }

        private static String text(Staged<SortedSeries> message) {
            SortedSeries series = ((Staged.Series<SortedSeries>) message).series();
            StringBuilder text = new StringBuilder()
                    .append(message.interval())
                    .append(": ")
                    .append(series.device().segment(1))
                    .append(" [");
            for (int i = 0; i < series.times().size(); i++) {
                text.append(i == 0 ? "" : ", ").append(series.times().get(i));
            }
            return text.append(']').toString();
        }
    }
}
