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
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.TableModel;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.scan.PlainFolder;
import io.tsfile.core.scan.ScanSource;
import io.tsfile.core.table.Table;
import io.tsfile.core.table.TableMetadata;
import io.tsfile.spark.stream.StreamOptions;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.catalog.TableCatalog;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/** A relation over a table, or over a plain folder of TsFiles. Read only. */
public final class TsFileTable implements SupportsRead {
    private final String name;
    private final TableSource source;
    private final TimeDisplay times;
    private final Map<String, String> properties;
    private final Map<String, String> comments;
    private final boolean named;

    private TsFileTable(
            String name,
            TableSource source,
            TimeDisplay times,
            Map<String, String> properties,
            Map<String, String> comments,
            boolean named) {
        this.name = name;
        this.source = source;
        this.times = times;
        this.properties = Map.copyOf(properties);
        this.comments = Map.copyOf(comments);
        this.named = named;
    }

    /**
     * Loads the folder that the options name.
     *
     * @throws TsFileConnectorException if it holds no table and no TsFiles, or other ones than the options say
     */
    public static TsFileTable load(ReadOptions options) throws IOException {
        StoreLocation location = Locations.resolve(options.path(), options.hadoop());
        try (FileStore store = location.open()) {
            if (Table.exists(store)) {
                refuseForTable(location, "order", options.order());
                refuseForTable(location, "unsealed", options.unsealed());
                refuseForTable(location, "timestampPrecision", options.timestampPrecision());
                TableMetadata metadata = Table.open(store).snapshot().metadata();
                TableSchema schema = metadata.schema();
                checkName(location, schema, options.table());
                checkModel(location, schema, options.model());
                return new TsFileTable(
                        location.uri(),
                        new TableSource.Logged(location, schema),
                        TimeDisplay.of(schema.precision(), options.timestampAs()),
                        properties(location, metadata, false),
                        Comments.columns(metadata.options()),
                        false);
            }
            ScanSource found = PlainFolder.open(store, options.plain()).source();
            TableSchema schema = withPrecision(found.schema(), options);
            checkModel(location, schema, options.model());
            return new TsFileTable(
                    location.uri(),
                    new TableSource.Plain(new ScanSource(found.location(), schema, found.files())),
                    TimeDisplay.of(schema.precision(), options.timestampAs()),
                    Map.of(TableCatalog.PROP_PROVIDER, "tsfile", TableCatalog.PROP_LOCATION, location.uri()),
                    Map.of(),
                    false);
        }
    }

    /**
     * Loads the folder that a catalog's name is the path of.
     *
     * @param name what Spark calls it
     * @throws TsFileConnectorException as {@link #load}
     */
    public static TsFileTable loadByPath(String name, ReadOptions options) throws IOException {
        TsFileTable loaded = load(options);
        return new TsFileTable(name, loaded.source, loaded.times, loaded.properties, loaded.comments, true);
    }

    /**
     * Loads a table that a catalog knows by name.
     *
     * @param name what Spark calls it
     * @return nothing if the folder is no table
     */
    public static Optional<TsFileTable> loadNamed(String name, StoreLocation location) throws IOException {
        try (FileStore store = location.open()) {
            if (!Table.exists(store)) {
                return Optional.empty();
            }
            TableMetadata metadata = Table.open(store).snapshot().metadata();
            return Optional.of(new TsFileTable(
                    name,
                    new TableSource.Logged(location, metadata.schema()),
                    TimeDisplay.of(metadata.schema().precision(), Optional.empty()),
                    properties(location, metadata, true),
                    Comments.columns(metadata.options()),
                    true));
        }
    }

    /** Where the files are. */
    public StoreLocation location() {
        return source.location();
    }

    /** Whether it has a log, so that it can be written to. */
    public boolean isManaged() {
        return source instanceof TableSource.Logged;
    }

    /** What conditions say of the keys of its rows. */
    public KeyFilter keys(Predicate[] predicates) {
        return KeyFilter.of(source.schema(), times, predicates);
    }

    /** What Spark sees. */
    public StructType shownSchema() {
        return Types.shown(source.schema(), times);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public org.apache.spark.sql.connector.catalog.Column[] columns() {
        return Arrays.stream(shownSchema().fields())
                .map(field -> org.apache.spark.sql.connector.catalog.Column.create(
                        field.name(), field.dataType(), field.nullable(), comments.get(field.name()), null))
                .toArray(org.apache.spark.sql.connector.catalog.Column[]::new);
    }

    @Override
    public Map<String, String> properties() {
        return properties;
    }

    @Override
    public Set<TableCapability> capabilities() {
        return isManaged()
                ? Set.of(TableCapability.BATCH_READ, TableCapability.MICRO_BATCH_READ)
                : Set.of(TableCapability.BATCH_READ);
    }

    @Override
    public ScanBuilder newScanBuilder(CaseInsensitiveStringMap options) {
        Set<String> others = new TreeSet<>(options.keySet());
        others.removeIf(StreamOptions::isName);
        if (named && !others.isEmpty()) {
            throw new TsFileConnectorException("Cannot read table " + name + " with options " + others
                    + ": a table of a catalog takes none. Use spark.read.format(\"tsfile\").option(...).load(\""
                    + location().uri() + "\")");
        }
        return new TsFileScanBuilder(name, source.schema(), times, source.files())
                .streaming(options.asCaseSensitiveMap());
    }

    /**
     * The properties that Spark shows.
     *
     * @param managed whether the catalog says where the table is, so that a statement that makes one like it says no place
     */
    private static Map<String, String> properties(StoreLocation location, TableMetadata metadata, boolean managed) {
        TableSchema schema = metadata.schema();
        Map<String, String> properties = new TreeMap<>(Comments.withoutThem(metadata.options()));
        Comments.table(metadata.options()).ifPresent(comment -> properties.put(TableCatalog.PROP_COMMENT, comment));
        if (managed) {
            properties.put(TableCatalog.PROP_IS_MANAGED_LOCATION, "true");
        }
        properties.put(TableCatalog.PROP_PROVIDER, "tsfile");
        properties.put(TableCatalog.PROP_LOCATION, location.uri());
        properties.put(TableProperties.MODEL, schema.model().name().toLowerCase(Locale.ROOT));
        properties.put(TableProperties.TIME_COLUMN, schema.timeColumn());
        properties.put(TableProperties.TIME_PRECISION, ReadOptions.shortName(schema.precision()));
        properties.put(
                TableProperties.TIME_PARTITION,
                TableProperties.spellInterval(metadata.partitioning(), schema.precision()));
        if (schema.model() == TableModel.TABLE) {
            properties.put(
                    TableProperties.TAG_COLUMNS,
                    schema.tags().stream().map(Column::name).collect(Collectors.joining(",")));
        }
        return properties;
    }

    private static TableSchema withPrecision(TableSchema found, ReadOptions options) {
        return new TableSchema(
                found.model(),
                found.name(),
                found.timeColumn(),
                options.timestampPrecision().orElse(found.precision()),
                found.columns());
    }

    private static void refuseForTable(StoreLocation location, String option, Optional<?> value) {
        if (value.isPresent()) {
            throw new TsFileConnectorException("Cannot use option " + option + " on the table in " + location.uri()
                    + ": its log says it already; the option is for plain folders of TsFiles");
        }
    }

    private static void checkName(StoreLocation location, TableSchema schema, Optional<String> asked) {
        if (asked.isPresent() && !asked.get().equalsIgnoreCase(schema.name())) {
            throw new TsFileConnectorException("Cannot read table '" + asked.get() + "' in " + location.uri()
                    + ": the table there is '" + schema.name() + "'");
        }
    }

    private static void checkModel(StoreLocation location, TableSchema schema, Optional<TableModel> asked) {
        if (asked.isPresent() && asked.get() != schema.model()) {
            throw new TsFileConnectorException("Cannot read " + location.uri() + " as model "
                    + asked.get().name().toLowerCase(Locale.ROOT) + ": it is of model "
                    + schema.model().name().toLowerCase(Locale.ROOT) + ". Leave the option out");
        }
    }
}
