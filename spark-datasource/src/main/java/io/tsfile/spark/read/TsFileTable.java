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
package io.tsfile.spark.read;

import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.table.Snapshot;
import io.tsfile.spark.stream.StreamOptions;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.connector.catalog.MetadataColumn;
import org.apache.spark.sql.connector.catalog.SupportsMetadataColumns;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.jspecify.annotations.Nullable;

/**
 * A relation over a table, or over TsFiles without a log. Read only.
 *
 * <p>It is of one moment: the files that were there, or the snapshot that was the newest or was asked for, when it was loaded. So
 * all scans of it see the same rows, and two of them are equal if they would show the same.
 */
public final class TsFileTable implements SupportsRead, SupportsMetadataColumns {
    /** What Spark itself has made a snapshot of, before the table is asked. */
    private static final Set<String> OF_SPARK = Set.of("versionasof", "timestampasof");

    private final String name;
    private final Relation relation;
    private final Optional<StructType> asked;
    /** Whether it takes no options, because it is a table of a catalog. */
    private final boolean named;
    /** Whether the catalog says where it is. */
    private final boolean managed;

    private TsFileTable(String name, Relation relation, Optional<StructType> asked, boolean named, boolean managed) {
        this.name = name;
        this.relation = relation;
        this.asked = asked;
        this.named = named;
        this.managed = managed;
    }

    /**
     * Loads what the options' paths hold.
     *
     * @param asked the user's schema, if there is one; whether it fits is looked at when something is read
     * @throws TsFileConnectorException if that is no table and no TsFiles, or other ones than the options say
     */
    public static TsFileTable load(ReadOptions options, Optional<StructType> asked) throws IOException {
        Relation relation = TableLoader.load(options);
        return new TsFileTable(relation.source().location().uri(), relation, asked, false, false);
    }

    /**
     * Loads the folder that a catalog's name is the path of.
     *
     * @param name what Spark calls it
     * @throws TsFileConnectorException as {@link #load}
     */
    public static TsFileTable loadByPath(String name, ReadOptions options) throws IOException {
        return new TsFileTable(name, TableLoader.load(options), Optional.empty(), true, false);
    }

    /**
     * Loads a table that a catalog knows by name.
     *
     * @param name what Spark calls it
     * @param travel which of its snapshots
     * @return nothing if the folder is no table
     */
    public static Optional<TsFileTable> loadNamed(String name, StoreLocation location, TimeTravel travel)
            throws IOException {
        return TableLoader.named(location, travel)
                .map(relation -> new TsFileTable(name, relation, Optional.empty(), true, true));
    }

    /** Where the files are. */
    public StoreLocation location() {
        return relation.source().location();
    }

    /** Whether it has a log, so that it can be written to. */
    public boolean isManaged() {
        return relation.source() instanceof TableSource.Logged;
    }

    /**
     * The snapshot that all scans read.
     *
     * @throws IllegalStateException if it has no log
     */
    public Snapshot snapshot() {
        if (relation.source() instanceof TableSource.Logged logged) {
            return logged.snapshot();
        }
        throw new IllegalStateException("Cannot name a snapshot of " + name + ": it has no log");
    }

    /** What conditions say of the keys of its rows. */
    public KeyFilter keys(Predicate[] predicates) {
        TableSchema schema = relation.source().schema();
        return KeyFilter.of(schema, TimeDisplay.of(schema.precision(), relation.timestampAs()), predicates);
    }

    /** What Spark sees. */
    public StructType shownSchema() {
        TableSchema schema = relation.source().schema();
        if (relation.narrow()) {
            return asked.orElseGet(
                    () -> NarrowForm.of(relation, Optional.empty()).shown());
        }
        return asked.map(own -> Projection.columns(schema, own))
                .orElseGet(() -> Projection.all(schema, relation.timestampAs()).shown());
    }

    @Override
    public String name() {
        return name;
    }

    /** The table's id. Spark asks for it since 4.1; then a table of that name that somebody made anew is another one. */
    @SuppressWarnings("MissingOverride")
    public @Nullable String id() {
        return isManaged() ? snapshot().metadata().id().toString() : null;
    }

    /** The snapshot's number. Spark asks for it since 4.1; then a catalog's table is loaded anew for every query. */
    @SuppressWarnings("MissingOverride")
    public @Nullable String version() {
        return isManaged() ? Long.toString(snapshot().number()) : null;
    }

    /** As {@link #columns}. Spark 4.0 has no default for it, and describes a table by it. */
    @SuppressWarnings("deprecation")
    @Override
    public StructType schema() {
        Map<String, String> comments = relation.comments();
        return new StructType(Arrays.stream(shownSchema().fields())
                .map(field ->
                        comments.containsKey(field.name()) ? field.withComment(comments.get(field.name())) : field)
                .toArray(StructField[]::new));
    }

    @Override
    public org.apache.spark.sql.connector.catalog.Column[] columns() {
        Map<String, String> comments = relation.comments();
        return Arrays.stream(shownSchema().fields())
                .map(field -> org.apache.spark.sql.connector.catalog.Column.create(
                        field.name(), field.dataType(), field.nullable(), comments.get(field.name()), null))
                .toArray(org.apache.spark.sql.connector.catalog.Column[]::new);
    }

    @Override
    public MetadataColumn[] metadataColumns() {
        // A value alone does not say which file it is from.
        return relation.narrow() ? new MetadataColumn[0] : OriginColumn.ALL.toArray(MetadataColumn[]::new);
    }

    @Override
    public Map<String, String> properties() {
        return relation.properties(managed);
    }

    @Override
    public Set<TableCapability> capabilities() {
        return isManaged() && !relation.narrow()
                ? Set.of(TableCapability.BATCH_READ, TableCapability.MICRO_BATCH_READ)
                : Set.of(TableCapability.BATCH_READ);
    }

    @Override
    public ScanBuilder newScanBuilder(CaseInsensitiveStringMap options) {
        Set<String> others = new TreeSet<>(options.keySet());
        others.removeIf(StreamOptions::isName);
        others.removeAll(OF_SPARK);
        if (named && !others.isEmpty()) {
            throw new TsFileConnectorException("Cannot read table " + name + " with options " + others
                    + ": a table of a catalog takes none. Use spark.read.format(\"tsfile\").option(...).load(\""
                    + location().uri() + "\")");
        }
        if (relation.narrow()) {
            return new NarrowScanBuilder(name, NarrowForm.of(relation, asked), relation);
        }
        TableSchema schema = relation.source().schema();
        Projection columns = asked.map(own -> Projection.of(schema, relation.timestampAs(), own))
                .orElseGet(() -> Projection.all(schema, relation.timestampAs()));
        return new TsFileScanBuilder(
                        name, columns, relation.source().files().withSchema(columns.schema()), relation.devices())
                .streaming(options.asCaseSensitiveMap());
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TsFileTable that
                && name.equals(that.name)
                && named == that.named
                && asked.equals(that.asked)
                && relation.timestampAs().equals(that.relation.timestampAs())
                && relation.devices().equals(that.relation.devices())
                && relation.narrow() == that.relation.narrow()
                && relation.source().schema().equals(that.relation.source().schema())
                && relation.source().moment().equals(that.relation.source().moment());
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, asked, relation.source().moment());
    }
}
