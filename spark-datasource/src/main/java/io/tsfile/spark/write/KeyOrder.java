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
package io.tsfile.spark.write;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.connector.distributions.Distribution;
import org.apache.spark.sql.connector.distributions.Distributions;
import org.apache.spark.sql.connector.expressions.Expression;
import org.apache.spark.sql.connector.expressions.Expressions;
import org.apache.spark.sql.connector.expressions.SortDirection;
import org.apache.spark.sql.connector.expressions.SortOrder;
import org.jspecify.annotations.Nullable;

/**
 * How Spark must bring rows: each task gets a range of (device, time), in that order. Rows of one key come to one task, and a device
 * with many rows goes to several.
 *
 * <p>Where Spark knows the function, the range is one of (time partition, device, time): a task then writes files of few partitions,
 * while it would else write one of each.
 */
final class KeyOrder {
    /** Of a task's rows in the shuffle; encoded, they are a fraction of that. */
    private static final long TASK_BYTES = 256L << 20;

    /** What tasks get. */
    enum Range {
        /** A range of (time partition, device, time): Spark looks for functions in the table's catalog. */
        PARTITIONS,
        /** A range of (device, time). */
        KEYS,
        /** Rows as they come: they are in order. */
        NONE
    }

    private final Range range;
    private final List<Expression> key = new ArrayList<>();
    private final @Nullable Expression newerBy;

    private KeyOrder(RowParts rows, Duplicates duplicates, Range range) {
        this.range = range;
        rows.key().forEach(cell -> key.add(reference(cell)));
        String column = duplicates.column();
        this.newerBy = column == null ? null : reference(rows.cell(column));
    }

    /**
     * The order of rows for a table.
     *
     * @param range what tasks get
     */
    static KeyOrder of(WriteTarget target, Range range) {
        RowParts rows = new RowParts(target.rows(), target.metadata().schema());
        KeyOrder order = new KeyOrder(rows, target.duplicates(), range);
        Cell time = rows.time();
        long interval = time.shown(target.metadata().partitioning().interval());
        if (range == Range.PARTITIONS && interval > 0) {
            order.key.add(0, Expressions.apply(PartitionFunction.NAME, Expressions.literal(interval), reference(time)));
        }
        return order;
    }

    Distribution distribution() {
        return range == Range.NONE ? Distributions.unspecified() : Distributions.ordered(orders(key));
    }

    /** Of a task's rows in the shuffle, where there is one; 0 where there is none. */
    long taskBytes() {
        return range == Range.NONE ? 0 : TASK_BYTES;
    }

    SortOrder[] ordering() {
        if (range == Range.NONE) {
            return new SortOrder[0];
        }
        List<Expression> all = new ArrayList<>(key);
        if (newerBy != null) {
            all.add(newerBy);
        }
        return orders(all);
    }

    private static Expression reference(Cell cell) {
        return Expressions.column(Cell.quoted(cell.column()));
    }

    private static SortOrder[] orders(List<Expression> columns) {
        return columns.stream()
                .map(column -> Expressions.sort(column, SortDirection.ASCENDING))
                .toArray(SortOrder[]::new);
    }
}
