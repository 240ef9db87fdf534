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
package io.tsfile.benchmarks.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;

/** A query on a table, to look at in Spark's web page until Enter is pressed. */
public final class WebPage {
    private static final int DEVICES = 20;
    private static final int ROWS = 50_000;
    private static final int COMMITS = 5;

    private WebPage() {}

    /** Takes nothing. */
    public static void main(String[] args) throws IOException {
        Path folder = Files.createTempDirectory("spark-page");
        try (SparkSession spark = SparkBenchmark.session(true)) {
            SensorTable sensors = SensorTable.of(DEVICES, ROWS, SensorTable.Values.TWO_DECIMALS);
            sensors.write(folder, COMMITS);
            spark.read().format("tsfile").load(folder.toString()).createOrReplaceTempView("metrics");
            spark.sql("SELECT host, avg(v0 + 1) FROM metrics WHERE host < 'host00010' AND time >= timestamp_millis("
                            + sensors.middle() + ") AND v1 > 30 GROUP BY host")
                    .collectAsList();
            System.out.println(spark.sparkContext().uiWebUrl().get() + "/SQL/");
            System.out.println("Press Enter to stop.");
            System.in.read();
        } finally {
            SparkBenchmark.delete(folder);
        }
    }
}
