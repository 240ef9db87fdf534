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

import io.tsfile.core.flush.EncodeStage;
import io.tsfile.core.flush.EncodedSeries;
import io.tsfile.core.flush.FlushOptions;
import io.tsfile.core.flush.SortStage;
import io.tsfile.core.flush.memtable.MemTable;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.Deletion;
import io.tsfile.core.model.DeviceScope;
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimePartitioning;
import io.tsfile.core.model.TimeSet;
import io.tsfile.core.model.Tombstone;
import io.tsfile.core.table.TableMetadata;
import io.tsfile.core.testing.Fault;
import io.tsfile.core.testing.FaultPlan;
import io.tsfile.core.testing.FaultyFileStore;
import io.tsfile.core.testing.ObjectRow;
import io.tsfile.flink.commit.WriteResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.tsfile.enums.TSDataType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SeriesWriterTest {
    private static final SinkWriter.Context CONTEXT = new SinkWriter.Context() {
        @Override
        public long currentWatermark() {
            return Long.MIN_VALUE;
        }

        @Override
        public @Nullable Long timestamp() {
            return null;
        }
    };

    private final TableSchema schema = TableSchema.ofTable("t", List.of(Column.field("v", TSDataType.INT32)));

    private final Path folder;

    SeriesWriterTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void closesFilesBetweenIntervalsWhoseBarrierItNeverSaw() throws IOException {
        try (SeriesWriter writer =
                new SeriesWriter(settings(), UnregisteredMetricsGroup.createSinkWriterMetricGroup())) {
            SortStage sort = new SortStage(schema, TimePartitioning.NONE, FlushOptions.DEFAULT);
            write(writer, sort, 0, 10, 1);
            // The buffer passed a barrier here; its checkpoint was aborted before the writer saw it.
            sort.filesClosed();
            write(writer, sort, 1, 10, 2);

            Collection<WriteResult> results = writer.prepareCommit();

            assertThat(results)
                    .hasSize(2)
                    .allSatisfy(result -> assertThat(result.files())
                            .singleElement()
                            .satisfies(
                                    file -> assertThat(file.version().order()).isZero()));
            assertThat(writer.prepareCommit()).isEmpty();
        }
        assertThat(tsFiles()).isEqualTo(2);
    }

    @Test
    void joinsWhatDrainsDeleteOfOneDevice() throws IOException {
        try (SeriesWriter writer =
                new SeriesWriter(settings(), UnregisteredMetricsGroup.createSinkWriterMetricGroup())) {
            DeviceScope one = DeviceScope.of(List.of(Devices.ofTable("t", "x")));
            DeviceScope other = DeviceScope.of(List.of(Devices.ofTable("t", "y")));
            for (int drain = 0; drain < 3000; drain++) {
                delete(writer, 0, Tombstone.open(0, Deletion.ofRows(one, TimeSet.ofTimes(2L * drain))));
            }
            delete(writer, 0, Tombstone.open(1, Deletion.ofRows(one, TimeSet.ofTimes(7))));
            delete(writer, 0, Tombstone.open(0, Deletion.ofRows(other, TimeSet.ofTimes(7))));
            delete(writer, 1, Tombstone.open(0, Deletion.ofRows(one, TimeSet.ofTimes(1))));

            List<WriteResult> results = List.copyOf(writer.prepareCommit());

            TimeSet even = TimeSet.ofTimes(
                    LongStream.iterate(0, time -> time + 2).limit(3000).toArray());
            assertThat(results)
                    .extracting(WriteResult::tombstones)
                    .containsExactly(
                            List.of(
                                    Tombstone.open(0, Deletion.ofRows(one, even)),
                                    Tombstone.open(0, Deletion.ofRows(other, TimeSet.ofTimes(7))),
                                    Tombstone.open(1, Deletion.ofRows(one, TimeSet.ofTimes(7)))),
                            List.of(Tombstone.open(0, Deletion.ofRows(one, TimeSet.ofTimes(1)))));
        }
    }

    private static void delete(SeriesWriter writer, long interval, Tombstone tombstone) throws IOException {
        writer.write(new Staged.Deletions<>(interval, List.of(tombstone)), CONTEXT);
    }

    @Test
    void deletesWhatItDidNotHandOut() throws IOException {
        SeriesWriter writer = new SeriesWriter(settings(), UnregisteredMetricsGroup.createSinkWriterMetricGroup());
        SortStage sort = new SortStage(schema, TimePartitioning.NONE, FlushOptions.DEFAULT);
        write(writer, sort, 0, 10, 1);
        writer.prepareCommit();
        write(writer, sort, 1, 20, 1);
        write(writer, sort, 2, 30, 1);

        writer.close();

        assertThat(tsFiles()).isEqualTo(1);
    }

    @Test
    void triesToDeleteAllThoughOneDeletionFails() throws IOException {
        FaultPlan counting = FaultPlan.none();
        SeriesWriter whole = threeIntervals(counting);
        int before = counting.steps();
        whole.close();
        assertThat(counting.steps() - before).isGreaterThanOrEqualTo(3);
        assertThat(tsFiles()).isZero();
        for (int step = before + 1; step <= counting.steps(); step++) {
            SeriesWriter writer = threeIntervals(FaultPlan.at(step, Fault.FAILED));
            long files = tsFiles();

            assertThatThrownBy(writer::close).isInstanceOf(IOException.class).hasMessageContaining("breaks by plan");

            assertThat(tsFiles()).isLessThanOrEqualTo(1).isLessThan(files);
            for (Path file : listed()) {
                Files.delete(file);
            }
        }
    }

    /** A writer with the files of two intervals closed, and of a third one open; none is handed out. */
    private SeriesWriter threeIntervals(FaultPlan plan) throws IOException {
        FileStore store =
                new FaultyFileStore(StoreLocation.of(folder.toString()).open(), plan);
        SeriesWriter writer =
                new SeriesWriter(settings(), store, UnregisteredMetricsGroup.createSinkWriterMetricGroup());
        SortStage sort = new SortStage(schema, TimePartitioning.NONE, FlushOptions.DEFAULT);
        for (int interval = 0; interval < 3; interval++) {
            write(writer, sort, interval, 10L * interval, 1);
            sort.filesClosed();
        }
        return writer;
    }

    private void write(SeriesWriter writer, SortStage sort, long interval, long time, int value) throws IOException {
        MemTable buffer = new MemTable(schema, true);
        buffer.append(Devices.ofTable("t"), time, ObjectRow.of(value));
        EncodeStage encode = new EncodeStage(FlushOptions.DEFAULT);
        List<Staged<EncodedSeries>> messages = new ArrayList<>();
        sort.sort(buffer, series -> messages.add(new Staged.Series<>(interval, encode.encode(series))));
        for (Staged<EncodedSeries> message : messages) {
            writer.write(message, CONTEXT);
        }
    }

    private StageSettings settings() {
        return new StageSettings(
                StoreLocation.of(folder.toString()),
                TableMetadata.of(schema, TimePartitioning.NONE, Map.of()),
                true,
                StageLimits.DEFAULT,
                FlushOptions.DEFAULT);
    }

    private long tsFiles() throws IOException {
        return listed().size();
    }

    private List<Path> listed() throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            return paths.filter(p -> p.toString().endsWith(".tsfile")).toList();
        }
    }
}
