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
package io.tsfile.examples.spark;

import io.tsfile.examples.UserException;
import io.tsfile.examples.answer.Answer;
import io.tsfile.examples.answer.ColumnSum;
import io.tsfile.examples.answer.DeviceAverages;
import io.tsfile.examples.csv.CellType;
import io.tsfile.examples.csv.CsvColumn;
import io.tsfile.examples.csv.CsvTable;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/** Asks a table in SQL what {@link io.tsfile.examples.answer.ExpectedAnswer} finds in the CSV file. */
final class TableQuestions {
    private static final int DEFAULT_AVERAGES = 4;

    private final SparkSession spark;
    private final String table;
    private final String time;
    private final List<String> tags;
    private final int rows;
    private final List<CsvColumn> fields;
    private final List<String> averaged;

    /**
     * Questions about a table.
     *
     * @param table its name in SQL
     * @param csv the file that it was filled from
     * @param averaged the columns to average by device; none takes the first few numbers
     */
    TableQuestions(SparkSession spark, String table, CsvTable csv, List<String> averaged) {
        this.spark = spark;
        this.table = table;
        this.time = stored(csv.layout().timeColumn());
        this.tags =
                csv.layout().tagColumns().stream().map(TableQuestions::stored).toList();
        this.rows = csv.rows();
        this.fields = csv.fields();
        List<String> numbers = fields.stream()
                .filter(field -> field.type().isNumeric())
                .map(field -> stored(field.name()))
                .toList();
        this.averaged = averaged.isEmpty()
                ? numbers.stream().limit(DEFAULT_AVERAGES).toList()
                : averaged.stream().map(TableQuestions::stored).toList();
        for (String column : this.averaged) {
            if (!numbers.contains(column)) {
                throw new UserException("Cannot average column '" + column + "' of " + table
                        + ": its columns with numbers are " + String.join(", ", numbers) + ".");
            }
        }
    }

    /** The tags that name a device, as the table calls them. */
    List<String> tags() {
        return tags;
    }

    /** The columns that are averaged, as the table calls them. */
    List<String> averaged() {
        return averaged;
    }

    /** Runs the query that a person would run; for measuring. */
    void askDevices() {
        spark.sql(devicesQuery()).collectAsList();
    }

    /** Reads every row and column, and does nothing with them; for measuring. */
    void readAll() {
        spark.table(table).write().format("noop").mode(SaveMode.Overwrite).save();
    }

    /** Runs both queries. */
    Answer ask() {
        Row totals = spark.sql(totalsQuery()).collectAsList().get(0);
        List<ColumnSum> columns = new ArrayList<>();
        for (int i = 0; i < fields.size(); i++) {
            columns.add(columnSum(fields.get(i), totals.getLong(3 + 2 * i), totals.get(4 + 2 * i)));
        }
        List<DeviceAverages> devices = spark.sql(devicesQuery()).collectAsList().stream()
                .map(this::device)
                .toList();
        boolean empty = totals.isNullAt(1);
        return new Answer(
                totals.getLong(0), empty ? 0 : totals.getLong(1), empty ? 0 : totals.getLong(2), columns, devices);
    }

    /** One pass over everything: rows, times, and the count and the sum of every column. */
    private String totalsQuery() {
        String sums = fields.stream()
                .map(field -> "count(" + quoted(field) + "), sum(" + summand(field) + ")")
                .collect(Collectors.joining(", "));
        return "SELECT count(*), min(unix_millis(%1$s)), max(unix_millis(%1$s)), %2$s FROM %3$s"
                .formatted(quoted(time), sums, table);
    }

    /** The answer that a person would look at. */
    private String devicesQuery() {
        String columns = Stream.of(
                        tags.stream().map(TableQuestions::quoted),
                        Stream.of("count(*)"),
                        averaged.stream().map(column -> "avg(CAST(" + quoted(column) + " AS DOUBLE))"))
                .flatMap(parts -> parts)
                .collect(Collectors.joining(", "));
        String by = tags.stream().map(TableQuestions::quoted).collect(Collectors.joining(", "));
        return "SELECT " + columns + " FROM " + table + (by.isEmpty() ? "" : " GROUP BY " + by + " ORDER BY " + by);
    }

    private DeviceAverages device(Row row) {
        List<@Nullable String> values = new ArrayList<>();
        for (int i = 0; i < tags.size(); i++) {
            values.add(row.isNullAt(i) ? null : row.getString(i));
        }
        List<@Nullable Double> averages = new ArrayList<>();
        for (int i = tags.size() + 1; i < row.length(); i++) {
            averages.add(row.isNullAt(i) ? null : (Double) row.getDouble(i));
        }
        return new DeviceAverages(values, row.getLong(tags.size()), averages);
    }

    private static ColumnSum columnSum(CsvColumn field, long values, @Nullable Object sum) {
        Optional<BigDecimal> exact;
        if (sum instanceof BigDecimal decimal) {
            exact = Optional.of(decimal);
        } else if (sum instanceof Long whole) {
            exact = Optional.of(BigDecimal.valueOf(whole));
        } else if (sum instanceof Double fraction) {
            exact = Double.isFinite(fraction) ? Optional.of(new BigDecimal(fraction)) : Optional.empty();
        } else {
            exact = Optional.empty();
        }
        return new ColumnSum(stored(field.name()), field.type(), values, exact, 0);
    }

    /** What to add up. */
    private String summand(CsvColumn field) {
        String column = quoted(field);
        CellType type = field.type();
        if (type.isFloating()) {
            return "CAST(" + column + " AS DOUBLE)";
        }
        String whole = switch (type) {
            case BOOLEAN -> "CAST(" + column + " AS INT)";
            case STRING, TEXT -> "crc32(CAST(" + column + " AS BINARY))";
            case DATE -> "unix_date(" + column + ")";
            case TIMESTAMP -> "unix_millis(" + column + ")";
            default -> column;
        };
        return "CAST(" + whole + " AS " + (sumFits64Bits(field) ? "BIGINT" : "DECIMAL(20, 0)") + ")";
    }

    /** Decimals hold any sum, and cost much more. */
    private boolean sumFits64Bits(CsvColumn field) {
        if (field.type() != CellType.INT64 && field.type() != CellType.TIMESTAMP) {
            return true;
        }
        long bound = Long.MAX_VALUE / rows;
        for (int row = 0; row < rows; row++) {
            if (!field.isNull(row) && (field.longValue(row) > bound || field.longValue(row) < -bound)) {
                return false;
            }
        }
        return true;
    }

    private static String stored(String column) {
        return column.toLowerCase(Locale.ROOT);
    }

    private static String quoted(CsvColumn field) {
        return quoted(stored(field.name()));
    }

    private static String quoted(String column) {
        return "`" + column.replace("`", "``") + "`";
    }
}
