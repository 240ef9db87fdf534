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
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimePartitioning;
import io.tsfile.core.table.TableMetadata;
import io.tsfile.flink.row.RowRowFormat;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.types.Row;
import org.apache.flink.types.RowKind;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.junit.jupiter.api.Test;

class PackOperatorTest {
    private static final TableSchema SCHEMA =
            TableSchema.ofTable("t", List.of(Column.tag("d"), Column.field("v", TSDataType.INT64)));

    @Test
    void sendsATrickleOnAfterAMoment() throws Exception {
        try (Harness harness = new Harness(StageLimits.DEFAULT)) {
            harness.time(1_000);
            harness.send(RowKind.INSERT, 1, "a");
            harness.time(1_099);
            harness.send(RowKind.INSERT, 2, "b");
            assertThat(harness.sent()).isEmpty();
            harness.time(1_100);
            assertThat(harness.sent()).containsExactly("a: 1", "b: 2");
            harness.time(5_000);
            harness.send(RowKind.INSERT, 3, "a");
            harness.time(5_100);
            assertThat(harness.sent()).containsExactly("a: 1", "b: 2", "a: 3");
        }
    }

    @Test
    void waitsNoLongerThanTheBuffer() throws Exception {
        try (Harness harness = new Harness(StageLimits.DEFAULT.withBufferAge(Duration.ofMillis(5)))) {
            harness.time(1_000);
            harness.send(RowKind.INSERT, 1, "a");
            harness.time(1_005);
            assertThat(harness.sent()).containsExactly("a: 1");
        }
    }

    @Test
    void sendsEverythingBeforeABarrierAndAtTheEndInTheOrderOfArrival() throws Exception {
        try (Harness harness = new Harness(StageLimits.DEFAULT)) {
            harness.send(RowKind.INSERT, 5, "a");
            harness.send(RowKind.UPDATE_BEFORE, 5, "a");
            harness.send(RowKind.INSERT, 9, "b");
            harness.send(RowKind.UPDATE_AFTER, 4, "a");
            harness.send(RowKind.DELETE, 4, "a");
            harness.send(RowKind.INSERT, 4, "a");
            harness.operator.processWatermark(new Watermark(100));
            assertThat(harness.sent()).isEmpty();
            harness.operator.prepareSnapshotPreBarrier(1);
            assertThat(harness.sent()).containsExactly("a: 5 -5 4 -4 4", "b: 9");
            harness.send(RowKind.INSERT, 6, "b");
            harness.operator.endInput();
            assertThat(harness.sent()).containsExactly("a: 5 -5 4 -4 4", "b: 9", "b: 6");
        }
    }

    @Test
    void keepsMessagesShortWhereThereIsLittleMemory() throws Exception {
        try (Harness harness = new Harness(StageLimits.DEFAULT.withMemoryBytes(100_000))) {
            for (int time = 0; time < 3_000; time++) {
                harness.send(RowKind.INSERT, time, "a");
            }
            harness.operator.endInput();
            List<PackedRows> messages = harness.operator.extractOutputValues();
            assertThat(messages)
                    .hasSizeBetween(50, 200)
                    .allSatisfy(message -> assertThat(message.bytes()).hasSizeLessThan(2_000));
            assertThat(String.join(" ", harness.sent()).replace("a: ", "").split(" "))
                    .hasSize(3_000)
                    .startsWith("0", "1")
                    .endsWith("2999");
        }
    }

    /** The operator, closed in the end. */
    private static final class Harness implements Closeable {
        private final OneInputStreamOperatorTestHarness<Row, PackedRows> operator;

        Harness(StageLimits limits) throws Exception {
            StageSettings settings = new StageSettings(
                    StoreLocation.of("unused"),
                    TableMetadata.of(SCHEMA, TimePartitioning.NONE, Map.of()),
                    true,
                    limits,
                    FlushOptions.DEFAULT);
            operator = new OneInputStreamOperatorTestHarness<>(
                    new PackOperator<>(settings, new RowRowFormat(SCHEMA).converter(SCHEMA)));
            operator.setup(PackedRowsSerializer.INSTANCE);
            operator.open();
        }

        void send(RowKind kind, long time, String device) throws Exception {
            operator.processElement(Row.ofKind(kind, time, device, time), 0);
        }

        void time(long millis) throws Exception {
            operator.setProcessingTime(millis);
        }

        /** Of each message the device and the times, those that are deleted with a minus. */
        List<String> sent() throws IOException {
            RowUnpacker unpacker = new RowUnpacker(SCHEMA);
            List<String> sent = new ArrayList<>();
            for (PackedRows packed : operator.extractOutputValues()) {
                IDeviceID device = unpacker.read(packed);
                StringBuilder line =
                        new StringBuilder().append(device.segment(1)).append(':');
                for (int row = 0; row < unpacker.times().size(); row++) {
                    line.append(unpacker.nextDelete(row) == row ? " -" : " ")
                            .append(unpacker.times().get(row));
                }
                sent.add(line.toString());
            }
            return sent;
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
}
