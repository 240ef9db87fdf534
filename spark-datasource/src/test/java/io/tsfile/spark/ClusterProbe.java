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
import org.apache.spark.sql.SparkSession;

/**
 * Writes, reads, joins and compacts on executors that are processes, under the settings that change what goes between them. Its
 * arguments are the warehouse and the JVM's flags.
 */
final class ClusterProbe {
    private record Setting(String name, String serializer, boolean offHeap, boolean adaptive) {}

    private static final List<Setting> SETTINGS = List.of(
            new Setting("java", "org.apache.spark.serializer.JavaSerializer", false, true),
            new Setting("kryo-off-heap", "org.apache.spark.serializer.KryoSerializer", true, false));

    private ClusterProbe() {}

    public static void main(String[] arguments) throws IOException {
        for (Setting setting : SETTINGS) {
            try (SparkSession spark = start(setting, arguments[0], arguments[1])) {
                round(spark, setting.name());
            }
        }
    }

    private static SparkSession start(Setting setting, String warehouse, String flags) {
        return SparkSession.builder()
                .master("local-cluster[2,1,1024]")
                .config("spark.ui.enabled", false)
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.executor.memory", "512m")
                .config("spark.executor.extraClassPath", System.getProperty("java.class.path"))
                // The heap is Spark's to say; a process of seconds is not worth more of a compiler.
                .config(
                        "spark.executor.extraJavaOptions",
                        flags.replaceAll("-Xmx\\S+", "").trim() + " -XX:TieredStopAtLevel=1 -XX:+UseSerialGC")
                .config("spark.sql.shuffle.partitions", 2)
                .config("spark.serializer", setting.serializer())
                .config("spark.sql.adaptive.enabled", setting.adaptive())
                .config("spark.memory.offHeap.enabled", setting.offHeap())
                .config("spark.memory.offHeap.size", "64m")
                .config("spark.sql.columnVector.offheap.enabled", setting.offHeap())
                .config("spark.sql.catalog.ts", "io.tsfile.spark.TsFileCatalog")
                .config("spark.sql.catalog.ts.warehouse", warehouse)
                .getOrCreate();
    }

    private static void round(SparkSession spark, String name) {
        String table = "ts.`" + name + "`";
        spark.sql("CREATE TABLE " + table + " (time TIMESTAMP, host STRING, n BIGINT, s STRING)"
                + " TBLPROPERTIES ('tag.columns' = 'host')");
        insert(spark, table, "id", "0, 2000");
        insert(spark, table, "id + 1", "1000, 3000");
        String query = "SELECT a.host, count(*), sum(a.n + b.n), max(b.s) FROM " + table + " a JOIN " + table
                + " b USING (time) GROUP BY a.host ORDER BY a.host";

        print(name + "-before", spark.sql(query).collectAsList());
        print(
                name + "-compact",
                spark.sql("CALL ts.system.compact('`" + name + "`')")
                        .select("overlap_after")
                        .collectAsList());
        print(name + "-after", spark.sql(query).collectAsList());
    }

    private static void insert(SparkSession spark, String table, String value, String range) {
        spark.sql("INSERT INTO " + table + " SELECT timestamp_seconds(id), concat('h', id % 3), " + value
                + ", concat('s', id % 7) FROM range(" + range + ")");
    }

    private static void print(String label, List<?> rows) {
        System.out.println(label + "=" + rows);
    }
}
