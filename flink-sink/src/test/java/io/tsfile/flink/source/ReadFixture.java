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

import io.tsfile.core.flush.FlushOptions;
import io.tsfile.core.flush.FusedFlush;
import io.tsfile.core.flush.memtable.MemTable;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.TableModel;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimePartitioning;
import io.tsfile.core.table.Commit;
import io.tsfile.core.table.CommitId;
import io.tsfile.core.table.Table;
import io.tsfile.core.table.TableMetadata;
import io.tsfile.core.testing.ObjectRow;
import io.tsfile.core.testing.Oracle;
import io.tsfile.core.testing.RandomRows;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.types.Row;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.apache.tsfile.file.metadata.enums.CompressionType;
import org.jspecify.annotations.Nullable;

/** A table with random rows, what it must answer, and rows in the oracle's form. */
final class ReadFixture implements AutoCloseable {
    static final FlushOptions FLUSH = new FlushOptions(20, 60, 12_000, 4, CompressionType.LZ4);
    private static final TimePartitioning PARTITIONING = new TimePartitioning(1000);

    final TableSchema schema;
    final FileStore store;
    final Table table;
    final Oracle oracle;
    private final RandomRows rows;

    ReadFixture(Path folder, TableSchema schema, long seed) throws IOException {
        this(folder, schema, seed, Map.of());
    }

    ReadFixture(Path folder, TableSchema schema, long seed, Map<String, String> options) throws IOException {
        this.schema = schema;
        this.store = StoreLocation.of(folder.toString()).open();
        this.table = Table.create(store, TableMetadata.of(schema, PARTITIONING, options));
        this.oracle = new Oracle(schema);
        this.rows = new RandomRows(schema, seed, 7);
    }

    /** A cluster of two slots for all tests of a class. */
    static MiniClusterExtension cluster() {
        return new MiniClusterExtension(new MiniClusterResourceConfiguration.Builder()
                .setNumberTaskManagers(1)
                .setNumberSlotsPerTaskManager(2)
                .build());
    }

    /** Of a job that serializes nothing with Kryo. */
    static Configuration configuration() {
        Configuration configuration = new Configuration();
        configuration.set(PipelineOptions.GENERIC_TYPES, false);
        return configuration;
    }

    /** Commits random rows; the answer is what this commit alone holds. */
    Oracle append(int count) throws IOException {
        Oracle commit = new Oracle(schema);
        try (FusedFlush flush = new FusedFlush(store, schema, PARTITIONING, FLUSH)) {
            MemTable memTable = new MemTable(schema, true);
            for (int i = 0; i < count; i++) {
                RandomRows.KeyedRow row = rows.next();
                memTable.append(row.device(), row.time(), row.row());
                oracle.put(row.device(), row.time(), row.row());
                commit.put(row.device(), row.time(), row.row());
                if (i % 100 == 99) {
                    flush.drain(memTable);
                }
            }
            flush.drain(memTable);
            table.commit(Commit.append(
                    table.snapshot().metadata().id(), CommitId.unique(), "test append", flush.finish()));
        }
        return commit;
    }

    /** Commits a row of each device at each time from {@code from} to below {@code to}. */
    void append(int devices, long from, long to) throws IOException {
        @Nullable Object[] values = new Object[schema.fields().size()];
        try (FusedFlush flush = new FusedFlush(store, schema, TimePartitioning.NONE, FLUSH)) {
            MemTable memTable = new MemTable(schema, true);
            for (int i = 0; i < devices; i++) {
                for (long time = from; time < to; time++) {
                    memTable.append(Devices.ofTable(schema.name(), "site", "m" + i), time, ObjectRow.of(values));
                }
            }
            flush.drain(memTable);
            table.commit(Commit.append(
                    table.snapshot().metadata().id(), CommitId.unique(), "test append", flush.finish()));
        }
    }

    /** All columns, each in the type that shows all its values. */
    static RowType type(TableSchema schema) {
        ReadColumns columns = ReadColumns.all(schema);
        return RowType.of(
                RowReadFormat.of(columns, schema).types().toArray(new LogicalType[0]),
                columns.names().toArray(new String[0]));
    }

    /** A row with all columns, in the oracle's form. */
    static String line(RowData row, TableSchema schema) {
        RowType type = type(schema);
        List<@Nullable Object> values = new ArrayList<>();
        for (int i = 0; i < type.getFieldCount(); i++) {
            values.add(RowData.createFieldGetter(type.getTypeAt(i), i).getFieldOrNull(row));
        }
        return line(values, schema);
    }

    /** A row with all columns, in the oracle's form. */
    static String line(Row row, TableSchema schema) {
        List<@Nullable Object> values = new ArrayList<>();
        for (int i = 0; i < row.getArity(); i++) {
            values.add(row.getField(i));
        }
        return line(values, schema);
    }

    private static String line(List<@Nullable Object> values, TableSchema schema) {
        int first = 1 + (schema.model() == TableModel.TREE ? 1 : schema.tags().size());
        List<@Nullable String> names = new ArrayList<>();
        values.subList(1, first).forEach(name -> names.add(name == null ? null : name.toString()));
        IDeviceID device = schema.model() == TableModel.TREE
                ? Devices.ofPath(String.valueOf(names.get(0)))
                : Devices.ofTable(schema.name(), names.toArray(new String[0]));
        @Nullable Object[] fields = new Object[schema.fields().size()];
        for (int i = 0; i < fields.length; i++) {
            fields[i] = stored(values.get(first + i), schema.fields().get(i));
        }
        return device + "@" + stored(values.get(0), Column.field("time", TSDataType.TIMESTAMP))
                + Arrays.toString(fields);
    }

    private static @Nullable Object stored(@Nullable Object shown, Column column) {
        if (shown instanceof StringData text) {
            return ObjectRow.Bytes.of(text.toBytes());
        } else if (shown instanceof String text) {
            return ObjectRow.Bytes.of(text.getBytes(StandardCharsets.UTF_8));
        } else if (shown instanceof byte[] bytes) {
            return ObjectRow.Bytes.of(bytes);
        } else if (shown instanceof TimestampData time) {
            return time.getMillisecond();
        } else if (shown instanceof Instant time) {
            return time.toEpochMilli();
        } else if (shown instanceof LocalDate date) {
            return yyyymmdd(date);
        } else if (shown instanceof Integer day && column.type() == TSDataType.DATE) {
            return yyyymmdd(LocalDate.ofEpochDay(day));
        }
        return ObjectRow.comparable(shown);
    }

    private static int yyyymmdd(LocalDate date) {
        return date.getYear() * 10_000 + date.getMonthValue() * 100 + date.getDayOfMonth();
    }

    @Override
    public void close() throws IOException {
        store.close();
    }
}
