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
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A job on tables: finds them, works on them, and tells how it went. Filled by the command line; used once. */
abstract class JobCommand implements Callable<Integer> {
    @Mixin
    private TableArguments tables = new TableArguments();

    @Mixin
    HelpOption help = new HelpOption();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /**
     * Works on the tables.
     *
     * @throws TsFileConnectorException if the arguments contradict each other; then nothing was begun
     */
    abstract ExitCode run(SparkSession spark, List<JobTable> found, PrintWriter out)
            throws IOException, InterruptedException;

    /** Checks what this command was given, before anything is begun. */
    void check() {}

    @Override
    public final Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        List<JobTable> found;
        SparkSession spark = SparkSession.active();
        try {
            check();
            tables.atOnce();
            found = tables.find();
        } catch (TsFileConnectorException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
        return run(spark, found, out).code();
    }

    /** Does the work on each table; an end of this process cancels it first. */
    final ExitCode sweep(TableWork work, List<JobTable> found, PrintWriter out)
            throws IOException, InterruptedException {
        try (TableStores stores = tables.stores()) {
            return sweep(new TableSweep(stores, work, tables.atOnce(), out), found, out);
        }
    }

    private static ExitCode sweep(TableSweep sweep, List<JobTable> found, PrintWriter out) throws InterruptedException {
        Thread hook = new Thread(sweep::cancel, "cancel");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            return sweep.run(found);
        } finally {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                out.println("Stopped: what was committed is done, and the next run goes on from there");
                out.flush();
            }
        }
    }
}
