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
package io.tsfile.spark.catalog;

import io.tsfile.spark.write.WritableTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.connector.catalog.Column;
import org.apache.spark.sql.connector.catalog.StagedTable;
import org.apache.spark.sql.connector.catalog.SupportsWrite;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.write.LogicalWriteInfo;
import org.apache.spark.sql.connector.write.WriteBuilder;
import org.apache.spark.sql.types.StructType;

/** A table that is filled, and then takes its place or goes. Lives on the driver. */
final class StagedWrite implements StagedTable, SupportsWrite {
    private final WritableTable table;
    private final Step commit;
    private final Step abort;

    /**
     * @param commit gives the table its place
     * @param abort deletes it
     */
    StagedWrite(WritableTable table, Step commit, Step abort) {
        this.table = table;
        this.commit = commit;
        this.abort = abort;
    }

    /** What is done in the end. */
    @FunctionalInterface
    interface Step {
        void run() throws IOException;
    }

    @Override
    public String name() {
        return table.name();
    }

    @Override
    public Column[] columns() {
        return table.columns();
    }

    // Spark 4.0 wants this one, too.
    @SuppressWarnings("deprecation")
    @Override
    public StructType schema() {
        return table.schema();
    }

    @Override
    public Map<String, String> properties() {
        return table.properties();
    }

    @Override
    public Set<TableCapability> capabilities() {
        return table.capabilities();
    }

    @Override
    public WriteBuilder newWriteBuilder(LogicalWriteInfo info) {
        return table.newWriteBuilder(info);
    }

    @Override
    public void commitStagedChanges() {
        run(commit, "Cannot give table " + name() + " its place");
    }

    @Override
    public void abortStagedChanges() {
        run(abort, "Cannot delete table " + name() + ", which could not be filled");
    }

    private static void run(Step step, String failure) {
        try {
            step.run();
        } catch (IOException e) {
            throw new UncheckedIOException(failure, e);
        }
    }
}
