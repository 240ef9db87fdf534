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
import io.tsfile.spark.read.KeyFilter;
import io.tsfile.spark.read.Locations;
import io.tsfile.spark.read.ReadOptions;
import io.tsfile.spark.read.TsFileTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.spark.sql.connector.catalog.Column;
import org.apache.spark.sql.connector.catalog.MetadataColumn;
import org.apache.spark.sql.connector.catalog.SupportsMetadataColumns;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.SupportsWrite;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.connector.write.LogicalWriteInfo;
import org.apache.spark.sql.connector.write.WriteBuilder;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.jspecify.annotations.Nullable;

/**
 * What {@code format("tsfile")} names by a folder. Spark does not say whether it will be read or written: what is there is looked at
 * when it is asked for, so that a folder without a table may become one.
 *
 * <p>Batches are not written to it as such: {@link PathWrite} sees to the table first. Lives on the driver.
 */
public final class PathTable implements SupportsRead, SupportsWrite, SupportsMetadataColumns {
    private final Map<String, String> properties;
    private final Supplier<TsFileTable> reader;
    private final Optional<StructType> given;
    /** What was there when it was first looked at: all that a query reads of it is of that moment. */
    private @Nullable TsFileTable read;

    /**
     * @param properties the options, as the user gave them
     * @param reader what is there, to be read; it fails where there is nothing
     * @param given the columns of rows to write, or those that the user wants to see; nothing if they are the table's
     */
    public PathTable(Map<String, String> properties, Supplier<TsFileTable> reader, Optional<StructType> given) {
        this.properties = new TreeMap<>(properties);
        this.reader = reader;
        this.given = given;
    }

    @Override
    public String name() {
        return "tsfile " + new CaseInsensitiveStringMap(properties).getOrDefault("path", "without a path");
    }

    /** As {@link TsFileTable#schema}. */
    @SuppressWarnings("deprecation")
    @Override
    public StructType schema() {
        return shown().map(TsFileTable::schema).orElseGet(given::orElseThrow);
    }

    @Override
    public Column[] columns() {
        return shown().map(TsFileTable::columns)
                .orElseGet(() -> Arrays.stream(given.orElseThrow().fields())
                        .map(field -> Column.create(field.name(), field.dataType(), field.nullable()))
                        .toArray(Column[]::new));
    }

    @Override
    public MetadataColumn[] metadataColumns() {
        return shown().map(TsFileTable::metadataColumns).orElse(new MetadataColumn[0]);
    }

    @Override
    public Map<String, String> properties() {
        return shown().map(TsFileTable::properties).orElse(Map.of());
    }

    /**
     * What is there; nothing where that cannot be read and the columns are given: a stream asks that makes a table, and who reads gets
     * the error from the scan.
     */
    private Optional<TsFileTable> shown() {
        try {
            return Optional.of(read());
        } catch (TsFileConnectorException e) {
            if (given.isEmpty()) {
                throw e;
            }
            return Optional.empty();
        }
    }

    @Override
    public Set<TableCapability> capabilities() {
        Set<TableCapability> capabilities = new HashSet<>(Set.of(
                TableCapability.BATCH_READ,
                TableCapability.MICRO_BATCH_READ,
                TableCapability.STREAMING_WRITE,
                TableCapability.ACCEPT_ANY_SCHEMA));
        // A stream follows the table, and has no moment to be of.
        CaseInsensitiveStringMap options = new CaseInsensitiveStringMap(properties);
        if (options.containsKey("versionAsOf") || options.containsKey("timestampAsOf")) {
            capabilities.remove(TableCapability.MICRO_BATCH_READ);
        }
        if (properties.containsKey(PathWrite.BATCH)) {
            capabilities.remove(TableCapability.ACCEPT_ANY_SCHEMA);
            capabilities.addAll(
                    Set.of(TableCapability.BATCH_WRITE, TableCapability.TRUNCATE, TableCapability.OVERWRITE_BY_FILTER));
        }
        return capabilities;
    }

    @Override
    public ScanBuilder newScanBuilder(CaseInsensitiveStringMap options) {
        return read().newScanBuilder(options);
    }

    @Override
    public WriteBuilder newWriteBuilder(LogicalWriteInfo info) {
        WriteOptions options = new WriteOptions(info.options().asCaseSensitiveMap());
        try {
            StoreLocation location = Locations.resolve(options.path(), options.hadoop());
            if (!properties.containsKey(PathWrite.BATCH)) {
                // An epoch of a stream: nobody has seen to the table.
                try (FileStore store = location.open()) {
                    new NewTable(location, options, info.schema()).createOrCheck(store);
                }
            }
            WriteTarget target = WriteTarget.of(location, WritableTable.metadata(location), info.schema(), options);
            boolean arranged = Boolean.parseBoolean(properties.get(PathWrite.ARRANGED));
            return new TableWriteBuilder(
                    target, info.queryId(), arranged ? KeyOrder.Range.NONE : KeyOrder.Range.KEYS, this::keys);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot open " + options.path() + " for writing", e);
        }
    }

    private TsFileTable read() {
        TsFileTable there = read;
        if (there == null) {
            there = reader.get();
            read = there;
        }
        return there;
    }

    /** Equal ones have shown the same so far: what Spark has cached of one is an answer for the other. */
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof PathTable that
                        && properties.equals(that.properties)
                        && read != null
                        && read.equals(that.read));
    }

    @Override
    public int hashCode() {
        return properties.hashCode();
    }

    /** Its name, for Spark's messages. */
    @Override
    public String toString() {
        return name();
    }

    private KeyFilter keys(Predicate[] predicates) {
        try {
            return TsFileTable.load(ReadOptions.of(PathWrite.shown(properties)), Optional.empty())
                    .keys(predicates);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot look into " + name(), e);
        }
    }
}
