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

import io.tsfile.core.KnownNames;
import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.table.TableMetadata;
import io.tsfile.core.warehouse.Warehouse;
import io.tsfile.spark.read.Locations;
import io.tsfile.spark.read.ReadOptions;
import io.tsfile.spark.read.TimeTravel;
import io.tsfile.spark.read.TsFileTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.catalyst.analysis.NamespaceAlreadyExistsException;
import org.apache.spark.sql.catalyst.analysis.NoSuchNamespaceException;
import org.apache.spark.sql.catalyst.analysis.NoSuchTableException;
import org.apache.spark.sql.catalyst.analysis.NonEmptyNamespaceException;
import org.apache.spark.sql.catalyst.analysis.TableAlreadyExistsException;
import org.apache.spark.sql.connector.catalog.Column;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.apache.spark.sql.connector.catalog.NamespaceChange;
import org.apache.spark.sql.connector.catalog.ProcedureCatalog;
import org.apache.spark.sql.connector.catalog.SupportsNamespaces;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableCatalog;
import org.apache.spark.sql.connector.catalog.TableChange;
import org.apache.spark.sql.connector.catalog.procedures.UnboundProcedure;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.jspecify.annotations.Nullable;

/**
 * Tables by name: {@code spark.sql.catalog.ts=io.tsfile.spark.TsFileCatalog} and
 * {@code spark.sql.catalog.ts.warehouse=/data/warehouse} make {@code ts.plant.motors} the table in
 * {@code /data/warehouse/plant/motors}.
 *
 * <ul>
 *   <li>{@code ts.motors} is {@code ts.default.motors}: the table in {@code /data/warehouse/default/motors}.
 *   <li>{@code ts.tsfile.`/any/folder`} is the table, or the plain folder of TsFiles, in that folder.
 *   <li>Thread-safe; remembers nothing: a table that another engine makes is there at once.
 * </ul>
 */
public final class TsFileCatalog implements TableCatalog, SupportsNamespaces, ProcedureCatalog {
    /** The namespace of tables that are named without one. */
    public static final String DEFAULT_NAMESPACE = Warehouse.DEFAULT;

    private static final String WAREHOUSE = "warehouse";
    private static final String HADOOP_PREFIX = "fs.";

    private String name = "";
    private Map<String, String> settings = Map.of();
    private @Nullable String folder;

    /** Called by Spark. */
    public TsFileCatalog() {}

    @Override
    public void initialize(String catalogName, CaseInsensitiveStringMap options) {
        Map<String, String> others = new TreeMap<>();
        Map<String, String> hadoop = new TreeMap<>();
        options.asCaseSensitiveMap()
                .forEach((key, value) -> (key.startsWith(HADOOP_PREFIX) ? hadoop : others).put(key, value));
        KnownNames.check("options of catalog '" + catalogName + "'", others.keySet(), List.of(WAREHOUSE));
        String given = options.get(WAREHOUSE);
        if (given == null || given.isBlank()) {
            throw new TsFileConnectorException("Cannot use catalog '" + catalogName
                    + "' without a warehouse: set spark.sql.catalog." + catalogName + ".warehouse to a folder");
        }
        name = catalogName;
        settings = Map.copyOf(hadoop);
        try {
            folder = Locations.resolve(given, settings).uri();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot look into the warehouse " + given, e);
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String[] defaultNamespace() {
        return new String[] {DEFAULT_NAMESPACE};
    }

    @Override
    public Identifier[] listTables(String[] namespace) throws NoSuchNamespaceException {
        requireNamespace(namespace);
        try {
            return warehouse().tables(single(namespace)).stream()
                    .map(table -> Identifier.of(namespace, table))
                    .toArray(Identifier[]::new);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot list the tables of " + String.join(".", namespace), e);
        }
    }

    @Override
    public Table loadTable(Identifier ident) throws NoSuchTableException {
        return load(ident, TimeTravel.NEWEST);
    }

    @Override
    public Table loadTable(Identifier ident, String version) throws NoSuchTableException {
        return load(ident, TimeTravel.version(version));
    }

    @Override
    public Table loadTable(Identifier ident, long timestamp) throws NoSuchTableException {
        return load(ident, TimeTravel.micros(timestamp));
    }

    private TsFileTable load(Identifier ident, TimeTravel travel) throws NoSuchTableException {
        try {
            if (isPath(ident)) {
                Map<String, String> options = new TreeMap<>(settings);
                options.put("path", ident.name());
                return TsFileTable.loadByPath(
                        name + "." + ident, ReadOptions.of(options).at(travel));
            }
            Optional<TsFileTable> table = Optional.empty();
            if (ident.namespace().length <= 1
                    && Warehouse.isName(single(ident.namespace()))
                    && Warehouse.isName(ident.name())) {
                table = TsFileTable.loadNamed(
                        name + "." + single(ident.namespace()) + "." + ident.name(), location(ident), travel);
            }
            return table.orElseThrow(() -> new NoSuchTableException(ident));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot load table " + ident, e);
        }
    }

    /**
     * Where the table of that name, or folder, is.
     *
     * @throws NoSuchTableException if there is none
     */
    StoreLocation tableLocation(Identifier ident) throws NoSuchTableException {
        return ((TsFileTable) loadTable(ident)).location();
    }

    // The method that Spark prefers since 4.1 calls this one, and 4.0 knows only this one.
    @SuppressWarnings("deprecation")
    @Override
    public Table createTable(Identifier ident, Column[] columns, Transform[] partitions, Map<String, String> properties)
            throws TableAlreadyExistsException, NoSuchNamespaceException {
        if (isPath(ident)) {
            throw new TsFileConnectorException(
                    "Cannot create a table by its folder (" + ident + "): use a name in the warehouse");
        }
        if (partitions.length > 0) {
            throw new TsFileConnectorException(
                    "Cannot create table '" + ident.name()
                            + "' PARTITIONED BY columns: files are cut by time, which TBLPROPERTIES ('time.partition' = '7d') sets");
        }
        requireNamespace(ident.namespace());
        TableMetadata metadata = TableDefinition.of(ident.name(), columns, properties);
        try (FileStore store = location(ident).open()) {
            if (io.tsfile.core.table.Table.exists(store)) {
                throw new TableAlreadyExistsException(ident);
            }
            io.tsfile.core.table.Table.create(store, metadata);
            return loadTable(ident);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot create table " + ident, e);
        } catch (NoSuchTableException e) {
            throw new TsFileConnectorException(
                    "Cannot load table " + ident + ", which was just created: somebody dropped it meanwhile", e);
        }
    }

    @Override
    public Table alterTable(Identifier ident, TableChange... changes) {
        throw new UnsupportedOperationException("Cannot alter table " + ident
                + ": columns and properties of a table of TsFiles are fixed when it is created. Create another table");
    }

    /** Deletes the table's folder with all its files. */
    @Override
    public boolean dropTable(Identifier ident) {
        if (isPath(ident)) {
            throw new UnsupportedOperationException(
                    "Cannot drop " + ident + ": only tables in the warehouse are dropped");
        }
        try {
            return ident.namespace().length <= 1 && warehouse().dropTable(single(ident.namespace()), ident.name());
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot drop table " + ident, e);
        }
    }

    @Override
    public void renameTable(Identifier oldIdent, Identifier newIdent) {
        throw new UnsupportedOperationException(
                "Cannot rename table " + oldIdent + " to " + newIdent + ": a table of TsFiles keeps its name");
    }

    @Override
    public String[][] listNamespaces() {
        try {
            return warehouse().namespaces().stream()
                    .map(namespace -> new String[] {namespace})
                    .toArray(String[][]::new);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot list the namespaces of catalog " + name, e);
        }
    }

    @Override
    public String[][] listNamespaces(String[] namespace) throws NoSuchNamespaceException {
        if (namespace.length == 0) {
            return listNamespaces();
        }
        requireNamespace(namespace);
        return new String[0][];
    }

    @Override
    public Map<String, String> loadNamespaceMetadata(String[] namespace) throws NoSuchNamespaceException {
        requireNamespace(namespace);
        try {
            return Map.of(
                    SupportsNamespaces.PROP_LOCATION,
                    warehouse().location(single(namespace)).uri());
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot look for namespace " + String.join(".", namespace), e);
        }
    }

    @Override
    public void createNamespace(String[] namespace, Map<String, String> metadata)
            throws NamespaceAlreadyExistsException {
        if (namespace.length != 1) {
            throw new UnsupportedOperationException("Cannot create namespace " + String.join(".", namespace)
                    + ": a warehouse has one level of namespaces");
        }
        if (metadata.containsKey(SupportsNamespaces.PROP_LOCATION)) {
            throw new TsFileConnectorException("Cannot create namespace " + namespace[0] + " at LOCATION "
                    + metadata.get(SupportsNamespaces.PROP_LOCATION)
                    + ": namespaces are folders of the catalog's warehouse. Leave LOCATION out");
        }
        try {
            if (!warehouse().createNamespace(namespace[0])) {
                throw new NamespaceAlreadyExistsException(namespace);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot create namespace " + namespace[0], e);
        }
    }

    @Override
    public void alterNamespace(String[] namespace, NamespaceChange... changes) {
        throw new UnsupportedOperationException("Cannot alter namespace " + String.join(".", namespace)
                + ": it is a folder of the warehouse and has no properties");
    }

    @Override
    public boolean dropNamespace(String[] namespace, boolean cascade)
            throws NoSuchNamespaceException, NonEmptyNamespaceException {
        requireNamespace(namespace);
        String dropped = single(namespace);
        try {
            if (!cascade && !warehouse().isEmpty(dropped)) {
                throw new NonEmptyNamespaceException(namespace);
            }
            return warehouse().dropNamespace(dropped);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot drop namespace " + dropped, e);
        }
    }

    @Override
    public UnboundProcedure loadProcedure(Identifier ident) {
        if (isSystem(ident.namespace()) && ident.name().equalsIgnoreCase(CompactProcedure.NAME)) {
            return new CompactProcedure(this);
        }
        throw new TsFileConnectorException("Cannot find procedure " + ident + " in catalog " + name
                + ": the procedures are " + Warehouse.PROCEDURES + "." + CompactProcedure.NAME);
    }

    @Override
    public Identifier[] listProcedures(String[] namespace) {
        return namespace.length == 0 || isSystem(namespace)
                ? new Identifier[] {Identifier.of(new String[] {Warehouse.PROCEDURES}, CompactProcedure.NAME)}
                : new Identifier[0];
    }

    private StoreLocation location(Identifier ident) throws IOException {
        return warehouse().location(single(ident.namespace()), ident.name());
    }

    /** The warehouse, with Hadoop's settings as the session has them now. */
    private Warehouse warehouse() throws IOException {
        if (folder == null) {
            throw new IllegalStateException("Cannot use a catalog before it is initialized");
        }
        return new Warehouse(Locations.resolve(folder, settings));
    }

    /** The default namespace is always there, also before its folder is. */
    private void requireNamespace(String[] namespace) throws NoSuchNamespaceException {
        try {
            if (namespace.length > 1 || !warehouse().hasNamespace(single(namespace))) {
                throw new NoSuchNamespaceException(namespace);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot look for namespace " + String.join(".", namespace), e);
        }
    }

    private static String single(String[] namespace) {
        return namespace.length == 0 ? DEFAULT_NAMESPACE : namespace[0];
    }

    private static boolean isPath(Identifier ident) {
        return ident.namespace().length == 1
                && ident.namespace()[0].equals(Warehouse.BY_PATH)
                && (ident.name().contains("/") || ident.name().contains(":"));
    }

    private static boolean isSystem(String[] namespace) {
        return namespace.length == 1 && namespace[0].equalsIgnoreCase(Warehouse.PROCEDURES);
    }
}
