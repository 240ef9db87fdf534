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

import java.nio.file.Path;
import java.util.Map;
import org.apache.spark.sql.SparkSession;

/** One Spark for all tests of the JVM, and sessions of their own in it. */
public final class LocalSpark {
    private static final SparkSession SPARK = SparkSession.builder()
            .master("local[2]")
            .appName("tests")
            .config("spark.ui.enabled", false)
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.sql.shuffle.partitions", 2)
            .config("spark.sql.datetime.java8API.enabled", true)
            // What users set for speed; payloads must survive it.
            .config("spark.serializer", "org.apache.spark.serializer.KryoSerializer")
            .getOrCreate();

    private LocalSpark() {}

    /** A session that no other test sees. */
    public static SparkSession session() {
        return session(Map.of());
    }

    /** A session with settings of its own. */
    public static SparkSession session(Map<String, String> settings) {
        SparkSession session = SPARK.newSession();
        settings.forEach(session.conf()::set);
        SparkSession.setActiveSession(session);
        return session;
    }

    /** A session with a catalog named {@code ts} over a folder. */
    public static SparkSession withCatalog(Path warehouse) {
        return session(Map.of(
                "spark.sql.catalog.ts", TsFileCatalog.class.getName(),
                "spark.sql.catalog.ts.warehouse", warehouse.toString()));
    }
}
