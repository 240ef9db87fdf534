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
import org.apache.spark.sql.connector.expressions.Expressions;
import org.apache.spark.sql.connector.expressions.SortDirection;
import org.apache.spark.sql.connector.expressions.SortOrder;
import org.jspecify.annotations.Nullable;

/**
 * How Spark must bring rows: each task gets a range of (device, time), in that order. Rows of one key come to one task, and a device
 * with many rows goes to several.
 */
final class KeyOrder {
    /** Of a task's rows in the shuffle; encoded, they are a fraction of that. */
    static final long TASK_BYTES = 256L << 20;

    private final List<Cell> key;
    private final @Nullable Cell newerBy;

    KeyOrder(RowParts rows, Duplicates duplicates) {
        this.key = rows.key();
        String column = duplicates.column();
        this.newerBy = column == null ? null : rows.cell(column);
    }

    Distribution distribution() {
        return Distributions.ordered(orders(key));
    }

    SortOrder[] ordering() {
        List<Cell> all = new ArrayList<>(key);
        if (newerBy != null) {
            all.add(newerBy);
        }
        return orders(all);
    }

    private static SortOrder[] orders(List<Cell> cells) {
        return cells.stream()
                .map(cell -> Expressions.sort(
                        Expressions.column(Cell.quoted(cell.column())), SortDirection.ASCENDING))
                .toArray(SortOrder[]::new);
    }
}
