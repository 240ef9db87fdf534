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
import io.tsfile.examples.answer.ExpectedAnswer;
import io.tsfile.examples.cli.CsvArguments.CsvInput;
import io.tsfile.examples.cli.Programs;
import io.tsfile.examples.console.Sizes;
import io.tsfile.examples.csv.CsvTable;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Asks a table a few questions, and compares its answers with those of the CSV file that it was filled from. */
@Command(
        name = "query",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Reads a table with Spark and compares it with the CSV file that it was filled from.")
public final class Query implements Callable<Integer> {
    @Mixin
    private TableArguments arguments = new TableArguments();

    private Query() {}

    /** Runs the program. */
    public static void main(String[] args) {
        Programs.runAndExit(new Query(), args);
    }

    @Override
    public Integer call() throws Exception {
        CsvInput input = arguments.folder().input(arguments.table());
        CsvTable csv = input.read();
        try (SparkSession spark = Sessions.open(arguments.folder())) {
            TableQuestions questions = new TableQuestions(spark, arguments.sqlName(), csv, arguments.averages());
            System.out.println("Query " + arguments.sqlName());
            long start = System.nanoTime();
            Answer answer = questions.ask();
            long nanos = System.nanoTime() - start;
            Answers.print(answer, questions);
            System.out.println("  answered in " + Sizes.duration(nanos));
            Answer expected = ExpectedAnswer.of(csv, questions.averaged());
            boolean right = Answers.check(
                    answer, expected, "those of " + Path.of(input.file()).getFileName());
            return right ? Programs.OK : Programs.FAILED;
        }
    }
}
