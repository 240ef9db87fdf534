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
package io.tsfile.examples.cli;

import io.tsfile.examples.UserException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;

/** Runs a program: parses its arguments, and turns its end into an exit code. */
public final class Programs {
    /** All went well. */
    public static final int OK = 0;

    /** The program ran, and what it found is wrong, or it failed. */
    public static final int FAILED = 1;

    /** The user has to correct something. */
    public static final int USER_ERROR = 2;

    private static final Logger LOG = LoggerFactory.getLogger(Programs.class);

    private Programs() {}

    /** Runs the program and ends this process with its exit code. */
    public static void runAndExit(Callable<Integer> program, String... arguments) {
        endWithParent();
        int code = run(program, arguments);
        System.out.flush();
        System.exit(code);
    }

    /** A script that is killed cannot stop what it started, and nobody waits for the result any more. */
    private static void endWithParent() {
        String parent = System.getProperty("quickstart.parent", "");
        if (!parent.isEmpty()) {
            ProcessHandle.of(Long.parseLong(parent)).ifPresent(process -> {
                var unused = process.onExit().thenRun(() -> Runtime.getRuntime().halt(FAILED));
            });
        }
    }

    /** Runs the program. Mistakes of the user are one message on standard error; stack traces go to the log. */
    static int run(Callable<Integer> program, String... arguments) {
        return new CommandLine(program)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpWidth(110)
                .setParameterExceptionHandler((problem, args) -> {
                    PrintWriter err = problem.getCommandLine().getErr();
                    err.println("Cannot start: " + problem.getMessage() + ". See --help for all options.");
                    return USER_ERROR;
                })
                .setExecutionExceptionHandler((problem, command, parsed) -> report(problem, command))
                .execute(arguments);
    }

    private static int report(Exception problem, CommandLine command) {
        PrintWriter err = command.getErr();
        if (problem instanceof UserException) {
            err.println(problem.getMessage());
            return USER_ERROR;
        }
        LOG.error("{} failed", command.getCommandName(), problem);
        err.println(message(problem));
        String log = System.getProperty("quickstart.log", "");
        if (!log.isEmpty()) {
            err.println("Details are in " + log);
        }
        return FAILED;
    }

    /** Engines wrap what happened many times; the innermost message that tells how to go on is the one to show. */
    public static String message(Throwable problem) {
        Throwable innermost = problem;
        for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
            String message = cause.getMessage();
            if (message != null && message.startsWith("Cannot ")) {
                return message;
            }
            innermost = cause;
        }
        return String.format(Locale.ROOT, "Cannot finish: %s", innermost);
    }
}
