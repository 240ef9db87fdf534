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
package io.tsfile.flink.bundle;

import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;

/** What a user does with Flink and the bundle, in a process that has nothing else. */
public final class BundleProbe {
    private BundleProbe() {}

    /** Inserts two rows into the table in folder {@code args[0]}, compressed as {@code args[1]} says. */
    public static void main(String[] args) throws Exception {
        TableEnvironment sql = TableEnvironment.create(EnvironmentSettings.inBatchMode());
        sql.executeSql(
                "CREATE TABLE motors (ts TIMESTAMP(3), site STRING, v DOUBLE) WITH ('connector'='tsfile', 'path'='"
                        + args[0] + "', 'tag.columns'='site', 'sink.compression'='" + args[1]
                        + "', 'sink.parallelism'='1')");
        sql.executeSql("INSERT INTO motors VALUES (TIMESTAMP '2024-01-01 00:00:00', 'a', 1.0),"
                        + " (TIMESTAMP '2024-01-01 00:00:01', 'a', 2.0)")
                .await();
    }
}
