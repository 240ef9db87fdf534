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
package io.tsfile.spark.job;

import io.tsfile.core.TsFileConnectorException;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The command line of the job. */
@Command(
        name = "CompactionJob",
        sortOptions = false,
        subcommands = {CompactCommand.class, VacuumCommand.class, ExpireCommand.class, VerifyCommand.class},
        synopsisSubcommandLabel = "(compact | vacuum | expire | verify)",
        description = "Keeps tables of TsFiles in order. COMMAND --help tells the options of a command.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:all is done, or there was nothing to do",
            "1:at least one table failed; the others are done",
            "2:the arguments are wrong; nothing was begun",
            "3:verify found files that are not as they should be",
            "4:others worked on the same tables and were faster; the next run goes on",
            "130, 143:interrupted or ended; what was committed is done, and the next run goes on"
        })
public final class MaintenanceCommand {
    private static final int WIDTH = 110;

    @Mixin
    HelpOption help = new HelpOption();

    /** Called by the command line. */
    private MaintenanceCommand() {}

    /**
     * Runs the command in the active Spark session.
     *
     * @param out for people
     * @param err for errors
     * @return the exit code
     */
    public static int run(PrintWriter out, PrintWriter err, String... arguments) {
        return new CommandLine(new MaintenanceCommand())
                .setOut(out)
                .setErr(err)
                .setUsageHelpWidth(WIDTH)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler((problem, given) -> {
                    String message = String.valueOf(problem.getMessage());
                    problem.getCommandLine()
                            .getErr()
                            .println((message.startsWith("Cannot") ? message : "Cannot start: " + message)
                                    + ". See --help for all options");
                    return ExitCode.USAGE;
                })
                .setExecutionExceptionHandler((problem, command, parsed) -> {
                    command.getErr().println(message(problem));
                    return ExitCode.FAILED.code();
                })
                .execute(arguments);
    }

    private static String message(Exception problem) {
        return problem instanceof TsFileConnectorException
                ? String.valueOf(problem.getMessage())
                : "Cannot finish: " + problem;
    }

    /** Whether the arguments only ask for help, so that no Spark is needed. */
    public static boolean isHelp(String... arguments) {
        for (String argument : arguments) {
            if (argument.equals("--help") || argument.equals("-h")) {
                return true;
            }
        }
        return arguments.length == 0;
    }
}
