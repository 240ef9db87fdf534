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
package io.tsfile.examples.spark;

import io.tsfile.examples.cli.QuickstartFolder;
import org.apache.spark.sql.SparkSession;

/** Spark in this process, with the quickstart's warehouse as its catalog. */
final class Sessions {
    /** The name of the catalog. */
    static final String CATALOG = "ts";

    private Sessions() {}

    /** Starts a session; the caller stops it. */
    static SparkSession open(QuickstartFolder folder) {
        return SparkSession.builder()
                .appName("tsfile quickstart")
                .master("local[*]")
                // These two lines are all that it takes to have the tables in SQL.
                .config("spark.sql.catalog." + CATALOG, "io.tsfile.spark.TsFileCatalog")
                .config(
                        "spark.sql.catalog." + CATALOG + ".warehouse",
                        folder.warehouse().toString())
                .config("spark.sql.defaultCatalog", CATALOG)
                .config("spark.sql.session.timeZone", "UTC")
                .config("spark.sql.warehouse.dir", System.getProperty("java.io.tmpdir"))
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.ui.enabled", "false")
                // So little data is planned once, and not again after every stage.
                .config("spark.sql.shuffle.partitions", "2")
                .config("spark.sql.adaptive.enabled", "false")
                .getOrCreate();
    }
}
