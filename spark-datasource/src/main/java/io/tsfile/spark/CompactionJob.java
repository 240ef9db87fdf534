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
package io.tsfile.spark;

import io.tsfile.spark.job.MaintenanceCommand;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import org.apache.spark.sql.SparkSession;

/**
 * Keeps tables in order from a script: {@code spark-submit --class io.tsfile.spark.CompactionJob bundle.jar compact --warehouse
 * /data/warehouse --all-tables}. {@code --help} tells the rest.
 */
public final class CompactionJob {
    private CompactionJob() {}

    /** Runs the job, and ends the process with its exit code if that is not 0. */
    public static void main(String[] args) {
        PrintWriter out = new PrintWriter(new OutputStreamWriter(System.out, Charset.defaultCharset()), true);
        PrintWriter err = new PrintWriter(new OutputStreamWriter(System.err, Charset.defaultCharset()), true);
        int code;
        if (MaintenanceCommand.isHelp(args)) {
            code = MaintenanceCommand.run(out, err, args);
        } else {
            SparkSession spark =
                    SparkSession.builder().appName("TsFile " + args[0]).getOrCreate();
            try {
                code = MaintenanceCommand.run(out, err, args);
            } finally {
                spark.stop();
            }
        }
        if (code != 0) {
            System.exit(code);
        }
    }
}
