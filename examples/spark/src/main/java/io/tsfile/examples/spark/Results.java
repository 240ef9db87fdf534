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

import io.tsfile.examples.console.Sizes;
import io.tsfile.examples.console.TextTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/** Prints the result of a statement. */
final class Results {
    private static final int SHOWN = 1000;

    private Results() {}

    /** Prints the rows, up to a thousand; nothing for a statement without a result. */
    static void print(Dataset<Row> result) {
        String[] names = result.columns();
        if (names.length == 0) {
            return;
        }
        // Columns of a result may share a name; numbers never do.
        String[] numbers =
                IntStream.range(0, names.length).mapToObj(Integer::toString).toArray(String[]::new);
        Column[] texts = Arrays.stream(numbers)
                .map(number -> functions.col(number).cast("string"))
                .toArray(Column[]::new);
        List<Row> rows = result.toDF(numbers).select(texts).limit(SHOWN + 1).collectAsList();
        TextTable table = new TextTable(Arrays.asList(names));
        rows.stream().limit(SHOWN).forEach(row -> table.add(cells(row)));
        table.lines("").forEach(System.out::println);
        if (rows.size() > SHOWN) {
            System.out.println(
                    "There are more than " + Sizes.count(SHOWN) + " rows: narrow the query to see the others.");
        }
    }

    private static List<String> cells(Row row) {
        List<String> cells = new ArrayList<>();
        for (int i = 0; i < row.length(); i++) {
            cells.add(row.isNullAt(i) ? "NULL" : row.getString(i));
        }
        return cells;
    }
}
