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
package io.tsfile.flink.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.scan.DeviceFilter;
import io.tsfile.core.scan.PlainOptions;
import io.tsfile.core.scan.ScanSource;
import io.tsfile.core.testing.RandomRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SourceOutput;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.io.InputStatus;
import org.apache.flink.metrics.groups.SourceReaderMetricGroup;
import org.apache.flink.runtime.metrics.groups.InternalSourceReaderMetricGroup;
import org.apache.flink.runtime.metrics.groups.UnregisteredMetricGroups;
import org.apache.flink.table.data.RowData;
import org.apache.flink.util.SimpleUserCodeClassLoader;
import org.apache.flink.util.UserCodeClassLoader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A reader gives out the rows of its splits, and after a failure exactly those that were not given out. */
class ReaderTest {
    private static final TableSchema SCHEMA = RandomRows.tableOfAllTypes();
    private static final int BATCH_ROWS = 7;

    private final Path folder;
    private final ReadFixture fixture;

    ReaderTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.fixture = new ReadFixture(folder, SCHEMA, 31);
    }

    @BeforeEach
    void fill() throws IOException {
        fixture.append(40);
        fixture.append(40);
    }

    @AfterEach
    void closeStore() throws IOException {
        fixture.close();
    }

    @Test
    void goesOnBehindEveryRow() throws Exception {
        for (long limit : new long[] {ReadSettings.NO_LIMIT, 53}) {
            TsFileSplit split = split(limit);
            List<String> all = rest(split);
            assertThat(all).hasSize((int) Math.min(limit, fixture.oracle.size()));
            assertThat(fixture.oracle.lines()).containsAll(all).doesNotHaveDuplicates();
            for (int given = 0; given <= all.size(); given++) {
                assertThat(rest(stateAfter(split, given))).as("after " + given).isEqualTo(all.subList(given, all.size()));
            }
        }
    }

    @Test
    void countsWhatItGives() throws Exception {
        Context context = new Context();
        try (TsFileReader<RowData> reader = reader(context, settings(ReadSettings.NO_LIMIT))) {
            reader.addSplits(List.of(split(ReadSettings.NO_LIMIT)));
            reader.start();
            assertThat(context.requests).as("while it has a split").isZero();
            Output output = new Output();
            drain(reader, output, Integer.MAX_VALUE);
            assertThat(context.requests).isEqualTo(1);
            assertThat(context.metrics.getIOMetricGroup().getNumRecordsInCounter().getCount())
                    .isEqualTo(fixture.oracle.size());
            assertThat(context.metrics.getIOMetricGroup().getNumBytesInCounter().getCount())
                    .isPositive();
            assertThat(output.times)
                    .isEqualTo(output.lines.stream()
                            .map(line -> Long.valueOf(line.substring(line.indexOf('@') + 1, line.indexOf('['))))
                            .toList());
            reader.notifyNoMoreSplits();
            assertThat(reader.isAvailable()).isDone();
            assertThat(reader.pollNext(output)).isEqualTo(InputStatus.END_OF_INPUT);
        }
    }

    @Test
    void holdsTheWatermarkUntilACommitIsDone() throws Exception {
        try (TsFileReader<RowData> reader = reader(new Context(), settings(ReadSettings.NO_LIMIT))) {
            Output output = new Output();
            reader.addSplits(List.of(split(ReadSettings.NO_LIMIT)));
            drain(reader, output, Integer.MAX_VALUE);
            assertThat(output.outputs).as("the split is finished").containsExactly("rows", "commit 3");
            reader.handleSourceEvents(new CommitDone(2));
            assertThat(output.outputs).containsExactly("rows", "commit 3");
            reader.handleSourceEvents(new CommitDone(3));
            assertThat(output.outputs).containsExactly("rows");
        }
    }

    @Test
    void saysWhatToDoWhenFilesAreGone() throws Exception {
        TsFileSplit split = split(ReadSettings.NO_LIMIT);
        Files.delete(folder.resolve(split.sections().get(0).files().get(0).file().path()));
        ReadSettings following = settings(
                ReadSettings.NO_LIMIT, new ReadRange(ScanMode.LATEST, null, null));
        try (TsFileReader<RowData> reader = reader(new Context(), following)) {
            reader.addSplits(List.of(split));
            assertThatThrownBy(() -> drain(reader, new Output(), Integer.MAX_VALUE))
                    .isInstanceOf(TsFileConnectorException.class)
                    .hasMessageStartingWith("Cannot deliver the rows of commit 3")
                    .hasMessageContaining("'retention'");
        }
    }

    private static ReadSettings settings(long limit, ReadRange range, Path folder) {
        return new ReadSettings(
                StoreLocation.of(folder.toString()),
                false,
                range,
                TimeRange.ALL,
                DeviceFilter.ALL,
                limit,
                8_000,
                BATCH_ROWS,
                Duration.ofSeconds(1),
                DeletesMode.FAIL,
                null,
                null,
                PlainOptions.Unsealed.FAIL);
    }

    private ReadSettings settings(long limit) {
        return settings(limit, ReadRange.NEWEST);
    }

    private ReadSettings settings(long limit, ReadRange range) {
        return settings(limit, range, folder);
    }

    private static RowDataReadFormat format() {
        return new RowDataReadFormat(ReadColumns.all(SCHEMA), ReadFixture.type(SCHEMA));
    }

    private TsFileReader<RowData> reader(SourceReaderContext context, ReadSettings settings) {
        return new TsFileReader<>(context, format(), new SplitFetcher(settings, format(), 0));
    }

    /** All sections of the table in one split. */
    private TsFileSplit split(long limit) throws IOException {
        List<TsFileSplit> splits = new SplitPlanner(settings(Math.min(limit, Long.MAX_VALUE - 1)), format().columns(), 1)
                .plan(ScanSource.of(fixture.store, fixture.table.snapshot()), 3);
        assertThat(splits).hasSize(1);
        assertThat(splits.get(0).sections()).hasSizeGreaterThan(1);
        return splits.get(0);
    }

    private List<String> rest(TsFileSplit split) throws Exception {
        Output output = new Output();
        try (TsFileReader<RowData> reader = reader(new Context(), settings(split.limit()))) {
            reader.addSplits(List.of(split));
            drain(reader, output, Integer.MAX_VALUE);
            assertThat(reader.snapshotState(1)).isEmpty();
        }
        return output.lines;
    }

    /** What a checkpoint holds after so many rows. */
    private TsFileSplit stateAfter(TsFileSplit split, int rows) throws Exception {
        SplitSerializer serializer = new SplitSerializer();
        try (TsFileReader<RowData> reader = reader(new Context(), settings(split.limit()))) {
            reader.addSplits(List.of(split));
            drain(reader, new Output(), rows);
            List<TsFileSplit> state = reader.snapshotState(1);
            assertThat(state).hasSize(1);
            return serializer.deserialize(1, serializer.serialize(state.get(0)));
        }
    }

    /** Polls until so many rows came, or the split is finished. */
    private static void drain(TsFileReader<RowData> reader, Output output, int rows) throws Exception {
        while (output.lines.size() < rows && !reader.snapshotState(0).isEmpty()) {
            if (reader.pollNext(output) == InputStatus.NOTHING_AVAILABLE) {
                reader.isAvailable().get(1, TimeUnit.MINUTES);
            }
        }
    }

    /** Remembers rows and times, and which outputs of splits there are. */
    private static final class Output implements ReaderOutput<RowData> {
        final List<String> lines = new ArrayList<>();
        final List<Long> times = new ArrayList<>();
        final List<String> outputs = new ArrayList<>();

        @Override
        public void collect(RowData row) {
            throw new AssertionError("a row without a time");
        }

        @Override
        public void collect(RowData row, long timestamp) {
            lines.add(ReadFixture.line(row, SCHEMA));
            times.add(timestamp);
        }

        @Override
        public SourceOutput<RowData> createOutputForSplit(String splitId) {
            outputs.add(splitId);
            return this;
        }

        @Override
        public void releaseOutputForSplit(String splitId) {
            outputs.remove(splitId);
        }

        @Override
        public void emitWatermark(Watermark watermark) {}

        @Override
        public void markIdle() {}

        @Override
        public void markActive() {}
    }

    /** What a task gives to its reader. */
    private static final class Context implements SourceReaderContext {
        final SourceReaderMetricGroup metrics = InternalSourceReaderMetricGroup.wrap(
                UnregisteredMetricGroups.createUnregisteredOperatorMetricGroup());
        int requests;

        @Override
        public SourceReaderMetricGroup metricGroup() {
            return metrics;
        }

        @Override
        public Configuration getConfiguration() {
            return new Configuration();
        }

        @Override
        public String getLocalHostName() {
            return "host";
        }

        @Override
        public int getIndexOfSubtask() {
            return 0;
        }

        @Override
        public void sendSplitRequest() {
            requests++;
        }

        @Override
        public void sendSourceEventToCoordinator(SourceEvent event) {
            throw new AssertionError("nobody waits for events");
        }

        @Override
        public UserCodeClassLoader getUserCodeClassLoader() {
            return SimpleUserCodeClassLoader.create(ReaderTest.class.getClassLoader());
        }
    }
}
