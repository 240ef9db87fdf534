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

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.flush.FlushOptions;
import io.tsfile.core.flush.SortedSeries;
import io.tsfile.core.flush.memtable.DeviceBatches;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.maintenance.Vacuum;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimePartitioning;
import io.tsfile.core.table.Table;
import io.tsfile.core.table.TableMetadata;
import io.tsfile.core.testing.Fault;
import io.tsfile.core.testing.FaultPlan;
import io.tsfile.core.testing.FaultyFileStore;
import io.tsfile.flink.BadRows;
import io.tsfile.flink.Deletes;
import io.tsfile.flink.Nulls;
import io.tsfile.flink.row.RowRowFormat;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.stream.Stream;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.SimpleCounter;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.types.Row;
import org.apache.flink.types.RowKind;
import org.apache.tsfile.enums.TSDataType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RowIntakeTest {
    private static final TableSchema SCHEMA =
            TableSchema.ofTree("t", List.of(Column.field("v", TSDataType.DOUBLE), Column.field("n", TSDataType.INT32)));

    private final Path folder;

    RowIntakeTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void setsBadRowsAsideBeforeTheBarrierAndWritesTheOthers() throws Exception {
        try (Harness harness = new Harness(new RowRules(Deletes.APPLY, Nulls.KEEP, BadRows.deadLetters()))) {
            harness.send(Row.of(1L, "root.a", 1.5, 1));
            harness.send(Row.of(null, "root.a", 2.5, 2));
            // The second value fails when the first one is in the memtable already.
            harness.send(Row.of(3L, "root.a", 3.5, "three\n\"3\""));
            harness.send(Row.of(4L, "", 4.5, 4));
            harness.send(Row.of(5L, "root.\ud800", 5.5, 5));
            harness.send(Row.of(6L, "root.a", 6.5, 6));
            assertThat(letters()).isEmpty();

            harness.barrier(1);

            List<JsonNode> letters = letters();
            assertThat(letters).hasSize(4);
            assertThat(letters).allSatisfy(letter -> {
                assertThat(Instant.parse(letter.get("at").asText())).isBeforeOrEqualTo(Instant.now());
                assertThat(letter.get("kind").asText()).isEqualTo("+I");
                assertThat(letter.get("reason").asText()).startsWith("Cannot write ");
            });
            assertThat(letters.get(0).get("column").asText()).isEqualTo("time");
            assertThat(letters.get(0).get("value").isNull()).isTrue();
            assertThat(letters.get(1).get("column").asText()).isEqualTo("n");
            assertThat(letters.get(1).get("value").asText()).isEqualTo("three\n\"3\"");
            assertThat(letters.get(1).get("row").asText()).startsWith("+I[3, root.a, 3.5, three");
            assertThat(letters.get(2).get("column").asText()).isEqualTo("device");
            assertThat(letters.get(3).get("reason").asText()).contains("half a character");
            SortedSeries series = harness.onlySeries();
            assertThat(series.times().size()).isEqualTo(2);
            assertThat(series.times().get(0)).isEqualTo(1);
            assertThat(series.times().get(1)).isEqualTo(6);

            harness.barrier(2);
            assertThat(letters()).hasSize(4);
        }
    }

    @Test
    void keepsDeadLettersFromVacuumsAndReaders() throws Exception {
        try (Harness harness = new Harness(new RowRules(Deletes.APPLY, Nulls.KEEP, BadRows.deadLetters()))) {
            harness.send(Row.of(null, "root.a", 2.5, 2));
            harness.barrier(1);
        }
        for (Path file : letterFiles(folder)) {
            Files.setLastModifiedTime(file, FileTime.fromMillis(0));
        }
        try (FileStore store = location().open()) {
            assertThat(Vacuum.run(Table.open(store)).items()).isEmpty();
            assertThat(Table.open(store).snapshot().files()).isEmpty();
        }
        assertThat(letters()).hasSize(1);
    }

    @Test
    void writesToAnotherFolderOnlyWhenThereIsABadRow(@TempDir Path other) throws Exception {
        Path letters = other.resolve("letters");
        BadRows rule = BadRows.deadLetters(letters.toString());
        try (Harness harness = new Harness(new RowRules(Deletes.APPLY, Nulls.KEEP, rule))) {
            harness.send(Row.of(1L, "root.a", 1.5, 1));
            harness.barrier(1);
            assertThat(letters).doesNotExist();
            harness.send(Row.of(null, "root.a", 2.5, 2));
            harness.operator.endInput();
            assertThat(letterFiles(letters)).hasSize(1);
        }
    }

    @Test
    void failsTheCheckpointWhoseLettersAreNotDurable() throws IOException {
        try (FileStore store = location().open()) {
            FaultPlan count = FaultPlan.none();
            writeLetters(new FaultyFileStore(store, count));
            assertThat(count.steps()).isGreaterThan(1);
            for (int step = 1; step <= count.steps(); step++) {
                FaultPlan plan = FaultPlan.at(step, Fault.FAILED);
                FileStore faulty = new FaultyFileStore(store, plan);
                assertThatThrownBy(() -> writeLetters(faulty))
                        .as("step %d", step)
                        .isInstanceOf(IOException.class);
                assertThat(plan.openFiles()).as("step %d", step).isZero();
            }
        }
    }

    private void writeLetters(FileStore store) throws IOException {
        // The store is the test's to close.
        DeadLetterFiles letters = new DeadLetterFiles(location(), "letters/", () -> store);
        letters.add("{}");
        letters.flush();
    }

    @Test
    void sendsBadRowsToAStreamIfTold() throws Exception {
        try (Harness harness = new Harness(new RowRules(Deletes.APPLY, Nulls.KEEP, new BadRows.SideOutput()))) {
            harness.send(Row.of(null, "root.a", 2.5, 2));
            Queue<StreamRecord<String>> lines =
                    Objects.requireNonNull(harness.operator.getSideOutput(PackOperator.BAD_ROWS));
            assertThat(lines).hasSize(1);
            assertThat(new JsonMapper()
                            .readTree(lines.element().getValue())
                            .get("column")
                            .asText())
                    .isEqualTo("time");
        }
    }

    @Test
    void failsUnlessToldOtherwise() throws Exception {
        try (Harness harness = new Harness(RowRules.DEFAULT)) {
            assertThatThrownBy(() -> harness.send(Row.of(null, "root.a", 2.5, 2)))
                    .isInstanceOf(TsFileConnectorException.class)
                    .hasMessageStartingWith("Cannot write row");
        }
    }

    @Test
    void ignoresOrRefusesDeletesIfTold() throws Exception {
        try (Harness harness = new Harness(new RowRules(Deletes.IGNORE, Nulls.KEEP, BadRows.fail()))) {
            harness.send(Row.ofKind(RowKind.INSERT, 1L, "root.a", 1.5, 1));
            harness.send(Row.ofKind(RowKind.DELETE, 1L, "root.a", 1.5, 1));
            harness.send(Row.ofKind(RowKind.UPDATE_BEFORE, 2L, "root.a", 1.5, 1));
            harness.barrier(1);
            assertThat(harness.onlySeries().times().size()).isEqualTo(1);
        }
        try (Harness harness = new Harness(new RowRules(Deletes.REFUSE, Nulls.KEEP, BadRows.fail()))) {
            assertThatThrownBy(() -> harness.send(Row.ofKind(RowKind.DELETE, 1L, "root.a", 1.5, 1)))
                    .isInstanceOf(TsFileConnectorException.class)
                    .hasMessageStartingWith("Cannot write row -D[1, root.a, 1.5, 1] of kind DELETE: this sink refuses");
        }
    }

    @Test
    void countsWhatIsNotWritten() throws IOException {
        Map<String, Counter> counters = new HashMap<>();
        MetricGroup metrics = new UnregisteredMetricsGroup() {
            @Override
            public Counter counter(String name) {
                return counters.computeIfAbsent(name, n -> new SimpleCounter());
            }
        };
        StageSettings settings = settings(new RowRules(Deletes.IGNORE, Nulls.KEEP, new BadRows.SideOutput()));
        DeviceBatches rows = new DeviceBatches(SCHEMA, 1 << 20);
        List<String> lines = new ArrayList<>();
        try (RowIntake<Row> intake =
                RowIntake.of(settings, new RowRowFormat(SCHEMA).converter(SCHEMA), rows, "job", lines::add, metrics)) {
            intake.take(Row.ofKind(RowKind.DELETE, 1L, "root.a"));
            intake.take(Row.of(null, "root.a", 1.5, 1));
            intake.take(Row.of(2L, "root.a", 1.5, "no number"));
        }
        assertThat(rows.isEmpty()).isTrue();
        assertThat(lines).hasSize(2);
        assertThat(counters)
                .hasEntrySatisfying(
                        SinkMetrics.BAD_ROWS,
                        count -> assertThat(count.getCount()).isEqualTo(2))
                .hasEntrySatisfying(
                        SinkMetrics.IGNORED_DELETES,
                        count -> assertThat(count.getCount()).isEqualTo(1));
    }

    private StageSettings settings(RowRules rules) throws IOException {
        try (FileStore store = location().open()) {
            TableMetadata table = Table.openOrCreate(store, TableMetadata.of(SCHEMA, TimePartitioning.NONE, Map.of()))
                    .snapshot()
                    .metadata();
            return new StageSettings(
                    location(), table, true, StageLimits.DEFAULT.withMemoryBytes(1 << 20), FlushOptions.DEFAULT, rules);
        }
    }

    private List<JsonNode> letters() throws IOException {
        List<JsonNode> letters = new ArrayList<>();
        for (Path file : letterFiles(folder)) {
            for (String line : Files.readAllLines(file)) {
                letters.add(new JsonMapper().readTree(line));
            }
        }
        return letters;
    }

    private static List<Path> letterFiles(Path below) throws IOException {
        try (Stream<Path> paths = Files.walk(below)) {
            return paths.filter(path -> path.toString().endsWith(".jsonl")).toList();
        }
    }

    private StoreLocation location() {
        return StoreLocation.of(folder.toString());
    }

    /** The operator that takes rows, and the buffer behind it, with a table of their own. */
    private final class Harness implements Closeable {
        private final OneInputStreamOperatorTestHarness<Row, PackedRows> operator;
        private final OneInputStreamOperatorTestHarness<PackedRows, Staged<SortedSeries>> buffer;

        Harness(RowRules rules) throws Exception {
            operator = new OneInputStreamOperatorTestHarness<>(
                    new PackOperator<>(settings(rules), new RowRowFormat(SCHEMA).converter(SCHEMA)));
            operator.setup(PackedRowsSerializer.INSTANCE);
            operator.open();
            buffer = new OneInputStreamOperatorTestHarness<>(new BufferSortOperator(settings(rules)));
            buffer.setup(MessageTypeInfo.SORTED.createSerializer(new SerializerConfigImpl()));
            buffer.open();
        }

        void send(Row row) throws Exception {
            operator.processElement(row, 0);
        }

        void barrier(long checkpoint) throws Exception {
            operator.prepareSnapshotPreBarrier(checkpoint);
            for (PackedRows packed : operator.extractOutputValues()) {
                buffer.processElement(packed, 0);
            }
            operator.getOutput().clear();
            buffer.prepareSnapshotPreBarrier(checkpoint);
        }

        SortedSeries onlySeries() {
            assertThat(buffer.extractOutputValues()).hasSize(1);
            return ((Staged.Series<SortedSeries>) buffer.extractOutputValues().get(0)).series();
        }

        @Override
        public void close() throws IOException {
            try {
                operator.close();
                buffer.close();
            } catch (Exception e) {
                throw new IOException(e);
            }
        }
    }
}
