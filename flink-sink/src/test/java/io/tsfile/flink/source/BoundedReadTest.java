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
import io.tsfile.core.model.Column;
import io.tsfile.core.model.Deletion;
import io.tsfile.core.model.DeviceScope;
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.maintenance.Delete;
import io.tsfile.core.scan.DeviceFilter;
import io.tsfile.core.testing.RandomRows;
import io.tsfile.flink.TsFileSource;
import io.tsfile.flink.TsFileSourceBuilder;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.DoubleType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.VarCharType;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.types.Row;
import org.apache.flink.util.CloseableIterator;
import org.apache.tsfile.enums.TSDataType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A job that reads a snapshot, or a plain folder, gets just its rows. */
@SuppressWarnings("try") // Flink's close() may throw any exception.
class BoundedReadTest {
    @RegisterExtension
    static final MiniClusterExtension CLUSTER = ReadFixture.cluster();

    private final Path folder;

    BoundedReadTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void readsEveryRowOnce(boolean tree) throws Exception {
        TableSchema schema = tree ? RandomRows.treeOfAllTypes() : RandomRows.tableOfAllTypes();
        try (ReadFixture fixture = new ReadFixture(folder, schema, 1)) {
            for (int i = 0; i < 4; i++) {
                fixture.append(300);
            }
            Deletion deletion = Deletion.ofRows(DeviceScope.ALL, new TimeRange(200, 400));
            Delete.from(fixture.table, deletion);
            fixture.oracle.delete(deletion);

            List<String> internal = new ArrayList<>();
            for (RowData row : read(TsFileSource.forRowData(ReadFixture.type(schema)).splitBytes(20_000))) {
                internal.add(ReadFixture.line(row, schema));
            }
            assertThat(internal).containsExactlyInAnyOrderElementsOf(fixture.oracle.lines());

            List<String> objects = new ArrayList<>();
            for (Row row : read(TsFileSource.forRow())) {
                objects.add(ReadFixture.line(row, schema));
            }
            assertThat(objects).containsExactlyInAnyOrderElementsOf(fixture.oracle.lines());
        }
    }

    @Test
    void readsOnlyWhatIsWanted() throws Exception {
        TableSchema schema = RandomRows.tableOfAllTypes();
        try (ReadFixture fixture = new ReadFixture(folder, schema, 2)) {
            fixture.append(500);
            fixture.append(500);
            TimeRange times = new TimeRange(100, 1_200);
            DeviceFilter devices =
                    DeviceFilter.of(List.of(Devices.ofTable("sensors", "site1", "m1"), Devices.ofTable("sensors", null, "m3")));
            RowType type = RowType.of(
                    new LogicalType[] {
                        new DoubleType(), new VarCharType(VarCharType.MAX_LENGTH), new BigIntType(), new BigIntType()
                    },
                    new String[] {"f", "MACHINE", "time", "i"});

            List<String> read = new ArrayList<>();
            for (RowData row : read(TsFileSource.forRowData(type).times(times).devices(devices))) {
                read.add(row.getString(1) + "@" + row.getLong(2) + (row.isNullAt(3) ? "" : row.getLong(3)));
            }

            List<String> expected = fixture.oracle.lines(List.of("i"), times, devices).stream()
                    .map(line -> line.replaceAll("^sensors\\.[^.]*\\.", "").replace("[null]", "").replaceAll("[\\[\\]]", ""))
                    .toList();
            assertThat(read).isNotEmpty().containsExactlyInAnyOrderElementsOf(expected);

            assertThat(read(TsFileSource.forRowData(RowType.of())))
                    .hasSize(Math.toIntExact(fixture.oracle.size()));
        }
    }

    @Test
    void readsAsManyRowsAsTheLimitSays() throws Exception {
        TableSchema schema = RandomRows.tableOfAllTypes();
        try (ReadFixture fixture = new ReadFixture(folder, schema, 3)) {
            fixture.append(400);
            for (int limit : new int[] {0, 1, 250, 100_000}) {
                List<String> read = new ArrayList<>();
                for (Row row : read(TsFileSource.forRow().splitBytes(5_000).limit(limit))) {
                    read.add(ReadFixture.line(row, schema));
                }
                assertThat(read)
                        .hasSize((int) Math.min(limit, fixture.oracle.size()))
                        .doesNotHaveDuplicates()
                        .isSubsetOf(fixture.oracle.lines());
            }
        }
    }

    @Test
    void readsOlderSnapshots() throws Exception {
        TableSchema schema = RandomRows.tableOfAllTypes();
        try (ReadFixture fixture = new ReadFixture(folder, schema, 4)) {
            fixture.append(100);
            long size = fixture.oracle.size();
            long time = fixture.table.snapshot().timeMillis();
            fixture.append(100);

            assertThat(read(TsFileSource.forRow().snapshot(2))).hasSize(Math.toIntExact(size));
            assertThat(read(TsFileSource.forRow().asOf(Instant.ofEpochMilli(time)))).hasSize(Math.toIntExact(size));
            assertThat(read(TsFileSource.forRow().snapshot(1))).isEmpty();
        }
    }

    @Test
    void readsFoldersWithoutALog() throws Exception {
        TableSchema schema = RandomRows.tableOfAllTypes();
        try (ReadFixture fixture = new ReadFixture(folder, schema, 5)) {
            fixture.append(200);
            List<Row> read = run(TsFileSource.forRow().location(folder.resolve("data").toString()).plainOrder("name"));
            assertThat(read).isNotEmpty();
        }
    }

    @Test
    void saysWhatIsWrong(@TempDir Path empty) throws Exception {
        assertThatThrownBy(() -> TsFileSource.forRow().location(empty.toString()).build())
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageStartingWith("Cannot read ")
                .hasMessageContaining("no table");
        TableSchema schema = TableSchema.ofTable("t", List.of(Column.tag("a"), Column.field("v", TSDataType.INT64)));
        try (ReadFixture fixture = new ReadFixture(folder, schema, 6, Map.of())) {
            assertThat(read(TsFileSource.forRow())).isEmpty();
            assertThatThrownBy(() -> TsFileSource.forRow("w").location(folder.toString()).build())
                    .hasMessageContaining("Cannot read column 'w'")
                    .hasMessageContaining("[time, a, v]");
            assertThatThrownBy(() -> TsFileSource.forRowData(RowType.of(
                                    new LogicalType[] {new DoubleType()},
                                    new String[] {"v"}))
                            .location(folder.toString())
                            .build())
                    .hasMessageContaining("Cannot show column 'v', which is stored as INT64, as DOUBLE");
            assertThatThrownBy(() -> TsFileSource.forRow()
                            .location(folder.toString())
                            .mode(ScanMode.LATEST)
                            .limit(1)
                            .build())
                    .hasMessageContaining("does not end");
        }
    }

    private <T> List<T> read(TsFileSourceBuilder<T> builder) throws Exception {
        return run(builder.location(folder.toString()));
    }

    private static <T> List<T> run(TsFileSourceBuilder<T> builder) throws Exception {
        StreamExecutionEnvironment environment =
                StreamExecutionEnvironment.getExecutionEnvironment(ReadFixture.configuration());
        List<T> rows = new ArrayList<>();
        try (CloseableIterator<T> read = environment
                .fromSource(builder.build(), WatermarkStrategy.noWatermarks(), "read")
                .executeAndCollect()) {
            read.forEachRemaining(rows::add);
        }
        return rows;
    }
}
