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

import java.io.IOException;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Runs in a JVM with Spark and the bundle alone, and prints what it reads. Names no class of the connector's. */
final class BundleProbe {
    private BundleProbe() {}

    public static void main(String[] arguments) throws IOException, ReflectiveOperationException {
        try (SparkSession spark = SparkSession.builder()
                .master("local[2]")
                .config("spark.ui.enabled", false)
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.sql.catalog.ts", "io.tsfile.spark.TsFileCatalog")
                .config("spark.sql.catalog.ts.warehouse", arguments[0])
                .getOrCreate()) {
            String path = arguments[0] + "/default/sensors";
            print(
                    "path",
                    spark.read()
                            .format("tsfile")
                            .load(path)
                            .selectExpr("count(*)")
                            .collectAsList());
            String query = "SELECT machine, count(*), sum(i), max(s) FROM ts.sensors GROUP BY machine ORDER BY machine";
            print("before", spark.sql(query).collectAsList());
            print(
                    "compact",
                    spark.sql("CALL ts.system.compact('sensors')")
                            .select("overlap_after")
                            .collectAsList());
            print("after", spark.sql(query).collectAsList());
            // Ends Spark, and this process too unless all goes well.
            Class.forName("io.tsfile.spark.CompactionJob")
                    .getMethod("main", String[].class)
                    .invoke(null, (Object) new String[] {"compact", "--warehouse", arguments[0], "--all-tables"});
            System.out.println("job=done");
        }
    }

    private static void print(String label, List<Row> rows) {
        System.out.println(label + "=" + rows);
    }
}
