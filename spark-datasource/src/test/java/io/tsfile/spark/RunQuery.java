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

import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.execution.datasources.v2.BatchScanExec;
import scala.jdk.javaapi.CollectionConverters;

/** A query that ran, with what its one scan said of itself. Only in sessions that do not plan anew while they run. */
record RunQuery(List<Row> rows, String plan, BatchScanExec scan) {
    /** A session whose plans stay as they are. */
    static SparkSession session() {
        SparkSession session = LocalSpark.session();
        session.conf().set("spark.sql.adaptive.enabled", "false");
        session.conf().set("spark.sql.session.timeZone", "UTC");
        return session;
    }

    static RunQuery of(Dataset<Row> query) {
        SparkPlan plan = query.queryExecution().executedPlan();
        List<Row> rows = query.collectAsList();
        return new RunQuery(rows, plan.toString(), scan(plan).orElseThrow());
    }

    private static Optional<BatchScanExec> scan(SparkPlan plan) {
        if (plan instanceof BatchScanExec scan) {
            return Optional.of(scan);
        }
        return CollectionConverters.asJava(plan.children()).stream()
                .map(RunQuery::scan)
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** One of {@code io.tsfile.spark.metric.ReadMetrics}, over all tasks. */
    long metric(String name) {
        return scan.metrics().apply(name).value();
    }
}
