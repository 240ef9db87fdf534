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
package io.tsfile.core.flush.staged;

import io.tsfile.core.flush.FlushOptions;
import io.tsfile.core.flush.memtable.MemTable;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.TableModel;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimePartitioning;
import io.tsfile.core.testing.ObjectRow;
import io.tsfile.core.testing.RandomRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.apache.tsfile.file.metadata.enums.CompressionType;

/**
 * What a writer flushes between two commits. Engines leave memtables as they are, so one workload serves any number of them.
 *
 * @param flushes the memtables of each flush
 */
record Workload(TableSchema schema, TimePartitioning partitioning, FlushOptions options, List<List<MemTable>> flushes) {
    private static final FlushOptions FINE = new FlushOptions(10, 50, 3000, 2, CompressionType.LZ4);
    private static final FlushOptions COARSE = new FlushOptions(1000, 5000, 1 << 20, 8, CompressionType.LZ4);

    /** All types, nulls, late and repeated rows over several flushes and partitions, several files open and rolled. */
    static Workload random(TableModel model, boolean aligned, long seed, int flushes, int tablesPerFlush) {
        TableSchema schema = model == TableModel.TABLE ? RandomRows.tableOfAllTypes() : RandomRows.treeOfAllTypes();
        RandomRows rows = new RandomRows(schema, seed, 6);
        List<List<MemTable>> all = new ArrayList<>();
        for (int flush = 0; flush < flushes; flush++) {
            List<MemTable> tables = new ArrayList<>();
            for (int i = 0; i < tablesPerFlush; i++) {
                MemTable table = new MemTable(schema, aligned);
                for (int row = 0; row < 300; row++) {
                    RandomRows.KeyedRow next = rows.next();
                    table.append(next.device(), next.time(), next.row());
                }
                tables.add(table);
            }
            all.add(tables);
        }
        return new Workload(schema, new TimePartitioning(500), FINE, all);
    }

    /** One device with many columns, most of them without a value in most chunks. */
    static Workload wide(TableModel model, boolean aligned, int columns) {
        Random random = new Random(3);
        TableSchema schema = schema(model, TSDataType.INT64, columns);
        MemTable table = new MemTable(schema, aligned);
        for (int row = 0; row < 60; row++) {
            Object[] values = new Object[columns];
            Arrays.setAll(values, i -> i % 100 < 90 ? null : random.nextLong(1000));
            // Rows 20 to 39 have no value at all, and chunks have 20 rows.
            table.append(
                    device(model, 0), row, row / 20 == 1 ? ObjectRow.of(new Object[columns]) : ObjectRow.of(values));
        }
        FlushOptions options = new FlushOptions(20, 20, 1 << 20, 8, CompressionType.LZ4);
        return new Workload(schema, TimePartitioning.NONE, options, List.of(List.of(table)));
    }

    /** One device with one long column that arrived in any order, and a small device on each side. */
    static Workload huge(TableModel model, boolean aligned) {
        Random random = new Random(4);
        TableSchema schema = schema(model, TSDataType.DOUBLE, 1);
        MemTable table = new MemTable(schema, aligned);
        table.append(device(model, 0), 1, ObjectRow.of(1.0));
        for (int row = 0; row < 60_000; row++) {
            table.append(device(model, 1), random.nextInt(50_000), ObjectRow.of((double) random.nextInt(100)));
        }
        table.append(device(model, 2), 1, ObjectRow.of(2.0));
        return new Workload(schema, TimePartitioning.NONE, COARSE, List.of(List.of(table)));
    }

    /** Many devices of a row or two. */
    static Workload tiny(TableModel model, boolean aligned, int devices) {
        TableSchema schema = schema(model, TSDataType.INT32, 2);
        MemTable table = new MemTable(schema, aligned);
        for (int i = 0; i < devices; i++) {
            table.append(device(model, i), i, ObjectRow.of(i, i % 3 == 0 ? null : 7));
        }
        for (int i = 0; i < devices; i += 2) {
            table.append(device(model, i), 5, ObjectRow.of(null, i));
        }
        return new Workload(schema, TimePartitioning.NONE, COARSE, List.of(List.of(table)));
    }

    /** A few devices with some rows each, for tests that do it very often. */
    static Workload small(int devices, int rows) {
        TableSchema schema = schema(TableModel.TABLE, TSDataType.INT64, 3);
        MemTable table = new MemTable(schema, true);
        for (int row = 0; row < rows; row++) {
            for (int i = 0; i < devices; i++) {
                // Every tenth row is late, so that something is copied when it is sorted.
                table.append(
                        device(TableModel.TABLE, i), row % 10 == 9 ? row - 5 : row, ObjectRow.of((long) row, 2L, 3L));
            }
        }
        return new Workload(schema, TimePartitioning.NONE, COARSE, List.of(List.of(table)));
    }

    /** Nothing, in several ways. */
    static Workload empty() {
        TableSchema schema = schema(TableModel.TREE, TSDataType.INT32, 2);
        MemTable cleared = new MemTable(schema, true);
        cleared.append(device(TableModel.TREE, 1), 1, ObjectRow.of(1, 2));
        cleared.clear();
        MemTable empty = new MemTable(schema, false);
        return new Workload(
                schema,
                TimePartitioning.NONE,
                COARSE,
                List.of(List.of(empty), List.of(cleared), List.of(empty, empty)));
    }

    /** The same rows in fewer files. */
    Workload inFewFiles() {
        FlushOptions few = new FlushOptions(50, 200, 1 << 20, 3, CompressionType.LZ4);
        return new Workload(schema, partitioning, few, flushes);
    }

    static IDeviceID device(TableModel model, int i) {
        String name = String.format("d%05d", i);
        return model == TableModel.TABLE ? Devices.ofTable("t", name) : Devices.ofPath("root.t." + name);
    }

    private static TableSchema schema(TableModel model, TSDataType type, int fields) {
        List<Column> columns = new ArrayList<>();
        if (model == TableModel.TABLE) {
            columns.add(Column.tag("id"));
        }
        IntStream.range(0, fields).forEach(i -> columns.add(Column.field("f" + i, type)));
        return model == TableModel.TABLE ? TableSchema.ofTable("t", columns) : TableSchema.ofTree("t", columns);
    }
}
