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
package io.tsfile.core.format.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.tsfile.core.flush.FlushOptions;
import io.tsfile.core.flush.FusedFlush;
import io.tsfile.core.flush.memtable.MemTable;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimePartitioning;
import io.tsfile.core.testing.ObjectRow;
import io.tsfile.core.testing.Oracle;
import io.tsfile.core.testing.RandomRows;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.apache.tsfile.file.metadata.enums.CompressionType;
import org.apache.tsfile.read.TsFileCheckStatus;
import org.apache.tsfile.read.TsFileReader;
import org.apache.tsfile.read.TsFileSequenceReader;
import org.apache.tsfile.read.common.RowRecord;
import org.apache.tsfile.read.expression.QueryExpression;
import org.apache.tsfile.read.query.dataset.QueryDataSet;
import org.apache.tsfile.read.query.dataset.ResultSet;
import org.apache.tsfile.read.v4.DeviceTableModelReader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The Apache library's own readers answer from our files what went into them. */
class LibraryReadsOurFilesTest {
    private static final int ROWS = 2500;

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(
            value = CompressionType.class,
            names = {"UNCOMPRESSED", "LZ4", "SNAPPY", "ZSTD", "GZIP", "LZMA2"})
    void tableModel(CompressionType compression) throws Exception {
        TableSchema schema = RandomRows.tableOfAllTypes();
        Oracle oracle = new Oracle(schema);
        List<DataFile> files = write(schema, true, new FlushOptions(100, 700, 1L << 30, 4, compression), oracle);
        assertThat(files).hasSize(1);
        List<String> names = schema.columns().stream().map(Column::name).toList();
        Map<String, TreeMap<Long, String>> answer = new HashMap<>();
        try (DeviceTableModelReader reader = new DeviceTableModelReader(
                        folder.resolve(files.get(0).path()).toFile());
                ResultSet rows = reader.query("sensors", names, Long.MIN_VALUE, Long.MAX_VALUE)) {
            while (rows.next()) {
                @Nullable Object[] values = new Object[schema.fields().size()];
                for (int i = 0; i < values.length; i++) {
                    Column field = schema.fields().get(i);
                    values[i] = rows.isNull(field.name()) ? null : value(rows, field);
                }
                String device = "sensors." + (rows.isNull("site") ? "null" : rows.getString("site")) + "."
                        + rows.getString("machine");
                long time = rows.getLong(1);
                answer.computeIfAbsent(device, d -> new TreeMap<>())
                        .put(time, device + "@" + time + Arrays.toString(values));
            }
        }
        List<String> lines = new ArrayList<>();
        answer.values().forEach(byTime -> lines.addAll(byTime.values()));
        assertThat(lines).containsExactlyInAnyOrderElementsOf(oracle.lines());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void treeModel(boolean aligned) throws IOException {
        TableSchema schema = RandomRows.treeOfAllTypes();
        Oracle oracle = new Oracle(schema);
        FlushOptions options = new FlushOptions(100, 700, 1L << 30, 4, CompressionType.LZ4);
        List<DataFile> files = write(schema, aligned, options, oracle);
        Map<String, NavigableMap<Long, @Nullable Object[]>> answer = new TreeMap<>();
        for (DataFile file : files) {
            String path = folder.resolve(file.path()).toString();
            try (TsFileSequenceReader sequence = new TsFileSequenceReader(path);
                    TsFileReader reader = new TsFileReader(sequence)) {
                for (IDeviceID device : sequence.getAllDevices()) {
                    readDevice(reader, device, schema, answer);
                }
            }
        }
        List<String> lines = new ArrayList<>();
        answer.forEach((device, rows) ->
                rows.forEach((time, values) -> lines.add(device + "@" + time + Arrays.toString(values))));
        assertThat(lines).containsExactlyInAnyOrderElementsOf(oracle.lines());
    }

    @Test
    void chunkAndPageStatisticsAgreeWithTheData() throws IOException {
        TableSchema schema = RandomRows.treeOfAllTypes();
        FlushOptions options = new FlushOptions(50, 300, 1L << 30, 4, CompressionType.LZ4);
        for (DataFile file : write(schema, false, options, new Oracle(schema))) {
            try (TsFileSequenceReader reader =
                    new TsFileSequenceReader(folder.resolve(file.path()).toString())) {
                for (IDeviceID device : reader.getAllDevices()) {
                    var series = reader.readChunkMetadataInDevice(device);
                    // The library holds sums with a NaN to differ from themselves.
                    series.keySet().removeAll(Set.of("f", "d"));
                    for (var chunks : series.values()) {
                        for (var chunk : chunks) {
                            assertThat(reader.checkChunkAndPagesStatistics(chunk))
                                    .isEqualTo(TsFileCheckStatus.COMPLETE_FILE);
                        }
                    }
                }
            }
        }
    }

    private List<DataFile> write(TableSchema schema, boolean aligned, FlushOptions options, Oracle oracle)
            throws IOException {
        try (FileStore store = StoreLocation.of(folder.toString()).open();
                FusedFlush flush = new FusedFlush(store, schema, TimePartitioning.NONE, options)) {
            MemTable memTable = new MemTable(schema, aligned);
            RandomRows rows = new RandomRows(schema, 7, 4);
            for (int i = 0; i < ROWS; i++) {
                RandomRows.KeyedRow row = rows.next();
                memTable.append(row.device(), row.time(), row.row());
                oracle.put(row.device(), row.time(), row.row());
            }
            flush.drain(memTable);
            return flush.finish();
        }
    }

    private static void readDevice(
            TsFileReader reader,
            IDeviceID device,
            TableSchema schema,
            Map<String, NavigableMap<Long, @Nullable Object[]>> answer)
            throws IOException {
        List<org.apache.tsfile.read.common.Path> paths = schema.fields().stream()
                .map(field -> new org.apache.tsfile.read.common.Path(device, field.name(), false))
                .toList();
        QueryDataSet rows = reader.query(QueryExpression.create(new ArrayList<>(paths), null));
        while (rows.hasNext()) {
            RowRecord row = rows.next();
            @Nullable
            Object[] values = answer.computeIfAbsent(device.toString(), d -> new TreeMap<>())
                    .computeIfAbsent(row.getTimestamp(), t -> new Object[paths.size()]);
            for (int i = 0; i < paths.size(); i++) {
                var field = row.getFields().get(i);
                if (field != null && field.getDataType() != null) {
                    values[i] = switch (schema.fields().get(i).type()) {
                        case BOOLEAN -> field.getBoolV();
                        case INT32, DATE -> field.getIntV();
                        case INT64, TIMESTAMP -> field.getLongV();
                        case FLOAT -> ObjectRow.comparable(field.getFloatV());
                        case DOUBLE -> ObjectRow.comparable(field.getDoubleV());
                        default -> ObjectRow.Bytes.of(field.getBinaryV().getValues());
                    };
                }
            }
        }
    }

    private static @Nullable Object value(ResultSet rows, Column field) {
        return switch (field.type()) {
            case BOOLEAN -> rows.getBoolean(field.name());
            case INT32 -> rows.getInt(field.name());
            case INT64, TIMESTAMP -> rows.getLong(field.name());
            case FLOAT -> ObjectRow.comparable(rows.getFloat(field.name()));
            case DOUBLE -> ObjectRow.comparable(rows.getDouble(field.name()));
            case DATE -> {
                LocalDate date = rows.getDate(field.name());
                yield date.getYear() * 10_000 + date.getMonthValue() * 100 + date.getDayOfMonth();
            }
            case BLOB -> ObjectRow.Bytes.of(rows.getBinary(field.name()));
            default -> ObjectRow.Bytes.of(rows.getString(field.name()).getBytes(StandardCharsets.UTF_8));
        };
    }
}
