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

import io.tsfile.examples.answer.Answer;
import io.tsfile.examples.cli.Programs;
import io.tsfile.examples.cli.QuickstartFolder;
import io.tsfile.examples.console.Sizes;
import io.tsfile.examples.console.TextTable;
import io.tsfile.examples.csv.CsvTable;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.LongFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Compacts a table, and shows what that changes: the files and the time of a query, never the answer. */
@Command(
        name = "compact",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Compacts a table with Spark and measures a query before and after.")
public final class Compact implements Callable<Integer> {
    @Mixin
    private TableArguments arguments = new TableArguments();

    private Compact() {}

    /** Runs the program. */
    public static void main(String[] args) {
        Programs.runAndExit(new Compact(), args);
    }

    @Override
    public Integer call() throws Exception {
        CsvTable csv = arguments.folder().input(arguments.table()).read();
        try (SparkSession spark = Sessions.open(arguments.folder())) {
            TableQuestions questions = new TableQuestions(spark, arguments.sqlName(), csv, arguments.averages());
            System.out.println("Compact " + arguments.sqlName());
            Answer before = questions.ask();
            Times timesBefore = Times.measure(questions);
            Row report = spark.sql("CALL " + Sessions.CATALOG + ".system.compact(table => '"
                            + QuickstartFolder.NAMESPACE + "." + arguments.table() + "')")
                    .collectAsList()
                    .get(0);
            // Warm-up flatters what is measured last: without any change there is nothing to compare.
            boolean changed = report.<Integer>getAs("tasks") > 0;
            print(report, timesBefore, changed ? Times.measure(questions) : timesBefore);
            if (!changed) {
                System.out.println("  nothing to do: the files are compact");
            }
            return Answers.check(questions.ask(), before, "those before") ? Programs.OK : Programs.FAILED;
        }
    }

    /** How long it takes, in nanoseconds, to answer the devices' averages, and to read everything. */
    private record Times(long query, long scan) {
        static Times measure(TableQuestions questions) {
            return new Times(Stopwatch.medianNanos(questions::askDevices), Stopwatch.medianNanos(questions::readAll));
        }
    }

    private static void print(Row report, Times before, Times after) {
        TextTable table = new TextTable(List.of("", "before", "after", ""));
        add(table, report, "files", Sizes::count);
        add(table, report, "bytes", Sizes::bytes);
        add(table, report, "sections", Sizes::count);
        add(table, report, "overlap", Sizes::count);
        add(table, "query by device", before.query(), after.query());
        add(table, "read all", before.scan(), after.scan());
        table.lines("  ").forEach(System.out::println);
        long millis = report.getAs("duration_ms");
        System.out.printf("  compacted in %s%n", Sizes.duration(millis * 1_000_000));
    }

    private static void add(TextTable table, String what, long before, long after) {
        String speed = String.format(Locale.ROOT, "%.1f times as fast", (double) before / after);
        table.add(List.of(what, Sizes.duration(before), Sizes.duration(after), speed));
    }

    private static void add(TextTable table, Row report, String what, LongFunction<String> shown) {
        Number before = report.getAs(what + "_before");
        Number after = report.getAs(what + "_after");
        table.add(List.of(what, shown.apply(before.longValue()), shown.apply(after.longValue()), ""));
    }
}
