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
package io.tsfile.spark.read;

import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.scan.ScanTask;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.spark.sql.connector.expressions.Expressions;
import org.apache.spark.sql.connector.expressions.NamedReference;
import org.apache.spark.sql.connector.read.Statistics;
import org.apache.spark.sql.connector.read.colstats.ColumnStatistics;
import org.apache.spark.sql.types.StructType;

/**
 * What the log tells the optimizer. Rows are about an upper bound: what is stored twice is counted twice, and so is what conditions on
 * devices leave out of a file; of a file that is read in part, the rows are taken to lie evenly in time.
 *
 * @param numRows rows
 * @param sizeInBytes bytes of the columns that are read
 * @param columnStats of the time, which has no nulls; of other columns, the log knows nothing
 */
record TableStatistics(
        OptionalLong numRows, OptionalLong sizeInBytes, Map<NamedReference, ColumnStatistics> columnStats)
        implements Statistics {
    /**
     * Of tasks.
     *
     * @param columns that are read
     */
    static TableStatistics of(ReadPlan plan, List<ScanTask> tasks, StructType columns) {
        TimeRange range = plan.range().orElse(TimeRange.ALL);
        double expected = 0;
        TimeRange found = null;
        for (DataFile file : ReadPlan.files(tasks).values()) {
            if (file.times().overlaps(range)) {
                TimeRange read = file.times().intersection(range);
                expected += file.rows() * length(read) / length(file.times());
                found = found == null ? read : found.union(read);
            }
        }
        long rows = (long) Math.ceil(plan.limit() > 0 ? Math.min(expected, plan.limit()) : expected);
        Map<NamedReference, ColumnStatistics> ofColumns = new HashMap<>();
        String time = plan.schema().timeColumn();
        if (found != null && List.of(columns.fieldNames()).contains(time)) {
            ofColumns.put(
                    Expressions.column("`" + time.replace("`", "``") + "`"),
                    new TimeStatistics(shown(found.start(), plan), shown(found.end(), plan)));
        }
        return new TableStatistics(
                OptionalLong.of(rows),
                OptionalLong.of(Math.max(1, rows * Math.max(8, columns.defaultSize()))),
                ofColumns);
    }

    private static double length(TimeRange range) {
        return (double) range.end() - range.start() + 1;
    }

    /** A time that cannot be shown is no error before it is read. */
    private static Optional<Object> shown(long time, ReadPlan plan) {
        long scale = plan.times().scale();
        return Math.abs((double) time) < Long.MAX_VALUE / (double) scale ? Optional.of(time * scale) : Optional.empty();
    }

    private record TimeStatistics(Optional<Object> min, Optional<Object> max) implements ColumnStatistics {
        @Override
        public OptionalLong nullCount() {
            return OptionalLong.of(0);
        }
    }
}
