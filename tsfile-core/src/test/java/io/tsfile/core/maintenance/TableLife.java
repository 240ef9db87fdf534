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
package io.tsfile.core.maintenance;

import io.tsfile.core.flush.FlushOptions;
import io.tsfile.core.flush.FusedFlush;
import io.tsfile.core.flush.memtable.MemTable;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.Deletion;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.table.Commit;
import io.tsfile.core.table.CommitId;
import io.tsfile.core.table.Table;
import io.tsfile.core.table.TableMetadata;
import io.tsfile.core.testing.ObjectRow;
import io.tsfile.core.testing.Oracle;
import io.tsfile.core.testing.RandomRows;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import org.apache.tsfile.enums.TSDataType;
import org.jspecify.annotations.Nullable;

/**
 * What was written to a table, deleted from it and changed of its columns, in that order, and so what it must answer. Not thread-safe.
 */
final class TableLife {
    private final List<BiConsumer<Oracle, TableSchema>> events = new ArrayList<>();
    private TableSchema schema;
    private Oracle oracle;

    TableLife(TableSchema schema) {
        this.schema = schema;
        this.oracle = new Oracle(schema);
    }

    /** The present columns. */
    TableSchema schema() {
        return schema;
    }

    /** What the table must answer. */
    Oracle oracle() {
        return oracle;
    }

    List<String> fields() {
        return schema.fields().stream().map(Column::name).toList();
    }

    /**
     * Appends rows in one commit.
     *
     * @param later by how much their times are
     * @param drains after how many rows the memtable is written, so that one commit has several files of a time and a device
     */
    void append(Table table, RandomRows rows, int count, long later, boolean aligned, int drains, FlushOptions options)
            throws IOException {
        TableMetadata metadata = table.snapshot().metadata();
        try (FusedFlush flush = new FusedFlush(table.store(), schema, metadata.partitioning(), options)) {
            MemTable memTable = new MemTable(schema, aligned);
            for (int i = 1; i <= count; i++) {
                RandomRows.KeyedRow row = rows.next();
                long time = row.time() + later;
                memTable.append(row.device(), time, row.row());
                happened((to, now) -> to.put(row.device(), time, fitted(row.row(), now)));
                if (i % drains == 0) {
                    flush.drain(memTable);
                }
            }
            flush.drain(memTable);
            table.commit(Commit.append(metadata.id(), CommitId.unique(), "test append", flush.finish()));
        }
    }

    /** A deletion was made. */
    void deleted(Deletion deletion) {
        happened((to, now) -> to.delete(deletion));
    }

    /** Changes the columns. */
    void alter(Table table, UnaryOperator<TableSchema> change) throws IOException {
        table.alter(now -> now.withSchema(change.apply(now.schema())));
        schema = change.apply(schema);
        oracle = new Oracle(schema);
        events.forEach(event -> event.accept(oracle, schema));
    }

    private void happened(BiConsumer<Oracle, TableSchema> event) {
        events.add(event);
        event.accept(oracle, schema);
    }

    /** A row as it is in the present columns. */
    private static ObjectRow fitted(ObjectRow row, TableSchema schema) {
        List<Column> fields = schema.fields();
        @Nullable Object[] values = new Object[fields.size()];
        for (int i = 0; i < row.values().size(); i++) {
            Object value = row.values().get(i);
            TSDataType type = fields.get(i).type();
            if (value instanceof Integer number && type == TSDataType.INT64) {
                values[i] = number.longValue();
            } else if (value instanceof Float number && type == TSDataType.DOUBLE) {
                values[i] = number.doubleValue();
            } else {
                values[i] = value;
            }
        }
        return ObjectRow.of(values);
    }
}
