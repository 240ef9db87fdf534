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

import io.tsfile.core.maintenance.Vacuum;
import io.tsfile.core.maintenance.VacuumPlan;
import io.tsfile.core.table.Table;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code vacuum}. */
@Command(
        name = "vacuum",
        sortOptions = false,
        description = "Deletes files that no reader and no writer needs any more.")
final class VacuumCommand extends JobCommand {
    @Option(names = "--dry-run", description = "Only say what it would delete.")
    private boolean dryRun;

    @Override
    ExitCode run(SparkSession spark, List<JobTable> found, PrintWriter out) throws IOException, InterruptedException {
        TableWork work = (name, store, newest) -> {
            Table table = Table.open(store);
            VacuumPlan plan = dryRun ? Vacuum.plan(table) : Vacuum.run(table);
            return plan.items().isEmpty()
                    ? ""
                    : (dryRun ? "would delete " : "deleted ") + plan.items().size() + " files of "
                            + ByteSizes.show(plan.bytes());
        };
        return sweep(work, found, out);
    }
}
