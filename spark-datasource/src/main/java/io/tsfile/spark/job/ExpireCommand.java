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

import io.tsfile.core.maintenance.Retention;
import io.tsfile.core.table.Table;
import io.tsfile.core.table.TimeToLive;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;

/** {@code expire}. */
@Command(name = "expire", sortOptions = false, description = "Deletes rows that are older than the ttl of their table.")
final class ExpireCommand extends JobCommand {
    @Override
    ExitCode run(SparkSession spark, List<JobTable> found, PrintWriter out) throws IOException, InterruptedException {
        TableWork work = (name, store, newest) -> newest.metadata().options().containsKey(TimeToLive.OPTION)
                ? Retention.apply(Table.open(store))
                        .map(done -> "deleted old rows in commit " + done.number())
                        .orElse("")
                : "";
        return sweep(work, found, out);
    }
}
