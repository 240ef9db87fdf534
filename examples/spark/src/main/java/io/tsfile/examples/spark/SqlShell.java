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

import io.tsfile.examples.cli.FolderArguments;
import io.tsfile.examples.cli.Programs;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.SparkSession;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs SQL over the quickstart's tables: statements from the command line, from standard input, or typed at a prompt. */
@Command(
        name = "sql",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Runs SQL over the tables. Try: SHOW TABLES; DESCRIBE machine; SELECT * FROM machine LIMIT 5")
public final class SqlShell implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(SqlShell.class);

    @Mixin
    private FolderArguments folder = new FolderArguments();

    @Option(names = "--prompt", description = "Standard input is a terminal: show a prompt")
    private boolean prompt;

    @Parameters(paramLabel = "SQL", description = "Statements, separated by semicolons. Default: from standard input")
    private List<String> statements = new ArrayList<>();

    private SqlShell() {}

    /** Runs the program. */
    public static void main(String[] args) {
        Programs.runAndExit(new SqlShell(), args);
    }

    @Override
    public Integer call() throws Exception {
        try (SparkSession spark = Sessions.open(folder.folder())) {
            if (!statements.isEmpty()) {
                return runAll(spark, Statements.split(String.join(" ", statements)));
            }
            return prompt ? converse(spark) : runAll(spark, Statements.split(standardInput()));
        }
    }

    /** Stops at the first statement that fails. */
    private static int runAll(SparkSession spark, List<String> all) {
        for (int i = 0; i < all.size(); i++) {
            if (i > 0) {
                System.out.println();
            }
            String statement = all.get(i);
            if (!run(spark, statement)) {
                return Programs.FAILED;
            }
        }
        return Programs.OK;
    }

    private static boolean run(SparkSession spark, String statement) {
        try {
            Results.print(spark.sql(statement));
            return true;
        } catch (Exception e) {
            LOG.warn("Statement failed: {}", statement, e);
            System.out.flush();
            // Without the plan, which says little to the one who typed the statement.
            System.err.println(e instanceof AnalysisException wrong ? wrong.getSimpleMessage() : Programs.message(e));
            return false;
        }
    }

    private static int converse(SparkSession spark) throws IOException {
        System.out.println("Statements end with a semicolon; Ctrl-D ends the session. Try: SHOW TABLES;");
        try (Terminal terminal = TerminalBuilder.terminal()) {
            LineReader reader = LineReaderBuilder.builder().terminal(terminal).build();
            // A statement is not a shell command: "!" and "\" are characters like others.
            reader.setOpt(LineReader.Option.DISABLE_EVENT_EXPANSION);
            StringBuilder pending = new StringBuilder();
            while (true) {
                try {
                    String line = reader.readLine(pending.isEmpty() ? Sessions.CATALOG + "> " : "  > ");
                    pending.append(line).append('\n');
                } catch (UserInterruptException e) {
                    pending.setLength(0);
                    continue;
                } catch (EndOfFileException e) {
                    return Programs.OK;
                }
                String text = pending.toString().strip();
                if (text.isEmpty() || Statements.isComplete(text)) {
                    Statements.split(text).forEach(statement -> run(spark, statement));
                    pending.setLength(0);
                }
            }
        }
    }

    private static String standardInput() throws IOException {
        StringBuilder text = new StringBuilder();
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            text.append(line).append('\n');
        }
        return text.toString();
    }
}
