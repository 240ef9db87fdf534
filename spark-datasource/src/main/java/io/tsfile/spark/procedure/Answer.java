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
package io.tsfile.spark.procedure;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.connector.read.LocalScan;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/** The rows that a procedure answers. Filled by one thread, then read. */
final class Answer implements LocalScan {
    private final StructType columns;
    private final List<InternalRow> rows = new ArrayList<>();

    Answer(StructType columns) {
        this.columns = columns;
    }

    /** Adds a row: one value for each column, of Spark's Java types; texts are strings. */
    Answer add(@Nullable Object... values) {
        if (values.length != columns.length()) {
            throw new IllegalArgumentException(
                    "Cannot answer " + values.length + " values for " + columns.length() + " columns");
        }
        @Nullable Object[] row = new Object[values.length];
        for (int i = 0; i < row.length; i++) {
            row[i] = values[i] instanceof String text ? UTF8String.fromString(text) : values[i];
        }
        rows.add(new GenericInternalRow(row));
        return this;
    }

    @Override
    public InternalRow[] rows() {
        return rows.toArray(InternalRow[]::new);
    }

    @Override
    public StructType readSchema() {
        return columns;
    }
}
