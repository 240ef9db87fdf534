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
package io.tsfile.spark.write;

import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.maintenance.Delete;
import io.tsfile.core.model.Deletion;
import io.tsfile.core.model.DeviceScope;
import io.tsfile.core.table.Table;
import io.tsfile.core.table.TableMetadata;
import io.tsfile.spark.read.KeyFilter;
import io.tsfile.spark.read.TsFileTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.connector.catalog.Column;
import org.apache.spark.sql.connector.catalog.MetadataColumn;
import org.apache.spark.sql.connector.catalog.SupportsDeleteV2;
import org.apache.spark.sql.connector.catalog.SupportsMetadataColumns;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.SupportsRowLevelOperations;
import org.apache.spark.sql.connector.catalog.SupportsWrite;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.connector.write.LogicalWriteInfo;
import org.apache.spark.sql.connector.write.RowLevelOperationBuilder;
import org.apache.spark.sql.connector.write.RowLevelOperationInfo;
import org.apache.spark.sql.connector.write.WriteBuilder;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.jspecify.annotations.Nullable;

/** A table of a catalog, with a log: what can be read of it, and writes. Lives on the driver. */
public final class WritableTable
        implements SupportsRead, SupportsWrite, SupportsDeleteV2, SupportsRowLevelOperations, SupportsMetadataColumns {
    private final TsFileTable table;

    private WritableTable(TsFileTable table) {
        this.table = table;
    }

    /** A table of a catalog; a plain folder of TsFiles stays as it is, to be read only. */
    public static org.apache.spark.sql.connector.catalog.Table named(TsFileTable table) {
        return table.isManaged() ? new WritableTable(table) : table;
    }

    /** A table with a log. */
    public static WritableTable of(TsFileTable table) {
        return new WritableTable(table);
    }

    @Override
    public String name() {
        return table.name();
    }

    /** As {@link TsFileTable#id}. */
    @SuppressWarnings("MissingOverride")
    public @Nullable String id() {
        return table.id();
    }

    /** As {@link TsFileTable#version}. */
    @SuppressWarnings("MissingOverride")
    public @Nullable String version() {
        return table.version();
    }

    /** As {@link TsFileTable#schema}. */
    @SuppressWarnings("deprecation")
    @Override
    public StructType schema() {
        return table.schema();
    }

    @Override
    public Column[] columns() {
        return table.columns();
    }

    @Override
    public Map<String, String> properties() {
        return table.properties();
    }

    @Override
    public Set<TableCapability> capabilities() {
        Set<TableCapability> capabilities = new HashSet<>(table.capabilities());
        capabilities.addAll(List.of(
                TableCapability.BATCH_WRITE,
                TableCapability.TRUNCATE,
                TableCapability.OVERWRITE_BY_FILTER,
                TableCapability.STREAMING_WRITE));
        return capabilities;
    }

    @Override
    public ScanBuilder newScanBuilder(CaseInsensitiveStringMap options) {
        return table.newScanBuilder(options);
    }

    @Override
    public WriteBuilder newWriteBuilder(LogicalWriteInfo info) {
        WriteOptions options = new WriteOptions(info.options().asCaseSensitiveMap());
        WriteTarget target =
                WriteTarget.of(table.location(), metadata(table.location()), info.schema(), options.forNamed(name()));
        return new TableWriteBuilder(target, info.queryId(), KeyOrder.Range.PARTITIONS, table::keys);
    }

    @Override
    public RowLevelOperationBuilder newRowLevelOperationBuilder(RowLevelOperationInfo info) {
        return () -> new RowChanges(table, info.command());
    }

    /** That which names a row's device, and those that the table has for reading. */
    @Override
    public MetadataColumn[] metadataColumns() {
        return MetadataColumns.of(table);
    }

    @Override
    public boolean canDeleteWhere(Predicate[] predicates) {
        return table.keys(predicates).exact();
    }

    @Override
    public void deleteWhere(Predicate[] predicates) {
        KeyFilter keys = table.keys(predicates);
        if (!keys.exact()) {
            throw new IllegalArgumentException("Cannot delete rows of " + name() + " where "
                    + Arrays.toString(predicates) + " by a look at keys alone");
        }
        if (keys.times().isEmpty()) {
            return;
        }
        try (FileStore store = table.location().open()) {
            Table opened = Table.open(store);
            if (keys.ofAllDevices()) {
                Delete.from(
                        opened, Deletion.ofRows(DeviceScope.ALL, keys.times().get()));
            } else {
                Delete.where(
                        opened,
                        keys.devices().filter(opened.snapshot().metadata().schema()),
                        List.of(),
                        keys.times().get());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot delete rows of " + name(), e);
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof WritableTable that && table.equals(that.table);
    }

    @Override
    public int hashCode() {
        return table.hashCode();
    }

    /** Its name, for Spark's messages. */
    @Override
    public String toString() {
        return name();
    }

    /** What a table is now: a stream may see it change. */
    static TableMetadata metadata(StoreLocation location) {
        try (FileStore store = location.open()) {
            if (!Table.exists(store)) {
                throw new TsFileConnectorException("Cannot write to " + location.uri() + ": there is no table");
            }
            return Table.open(store).snapshot().metadata();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the log of the table in " + location.uri(), e);
        }
    }
}
