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
package io.tsfile.flink.catalog;

import io.tsfile.core.warehouse.Warehouse;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.table.catalog.CommonCatalogOptions;

/** The options of {@code CREATE CATALOG ... WITH ('type'='tsfile')}, each described once. */
public final class TsFileCatalogOptions {
    /** What the keys of Hadoop's settings begin with. */
    static final String HADOOP_PREFIX = "hadoop.";

    /** The folder of the databases. */
    public static final ConfigOption<String> WAREHOUSE = ConfigOptions.key("warehouse")
            .stringType()
            .noDefaultValue()
            .withDescription("The folder of the databases, each a folder of tables: a local path, or a URI such as"
                    + " hdfs://host/folder or s3a://bucket/folder. Spark's catalog finds the same tables there.");

    /** The database that is used first. */
    public static final ConfigOption<String> DEFAULT_DATABASE = ConfigOptions.key(
                    CommonCatalogOptions.DEFAULT_DATABASE_KEY)
            .stringType()
            .defaultValue(Warehouse.DEFAULT)
            .withDescription("The database of tables that are named without one; it must be there.");

    /** What goes to Hadoop's configuration. */
    public static final ConfigOption<String> HADOOP = ConfigOptions.key(HADOOP_PREFIX + "<key>")
            .stringType()
            .noDefaultValue()
            .withDescription("A key of Hadoop's configuration, for warehouses that are not local:"
                    + " 'hadoop.fs.s3a.endpoint' sets 'fs.s3a.endpoint'. SHOW CREATE TABLE shows it, so keep secrets in"
                    + " core-site.xml.");

    private TsFileCatalogOptions() {}
}
