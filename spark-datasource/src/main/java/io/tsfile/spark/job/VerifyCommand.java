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

import io.tsfile.core.format.check.CheckDepth;
import io.tsfile.core.maintenance.Verify;
import io.tsfile.core.maintenance.VerifyReport;
import io.tsfile.core.table.Table;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code verify}. */
@Command(
        name = "verify",
        sortOptions = false,
        description = "Looks whether the files are whole and as the log describes them; changes nothing.")
final class VerifyCommand extends JobCommand {
    @Option(
            names = "--depth",
            defaultValue = "structure",
            description = "How much of each file is looked at: ${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).")
    private CheckDepth depth = CheckDepth.STRUCTURE;

    @Override
    ExitCode run(SparkSession spark, List<JobTable> found, PrintWriter out) throws IOException, InterruptedException {
        TableWork work = (name, store, newest) -> {
            VerifyReport report = Verify.run(Table.open(store), depth, file -> {});
            if (!report.good()) {
                throw new DamagedTableException("Cannot rely on "
                        + report.findings().size() + " of " + report.files() + " files: " + report.findings());
            }
            return report.files() + " files of " + ByteSizes.show(report.bytes()) + " are good";
        };
        return sweep(work, found, out);
    }
}
