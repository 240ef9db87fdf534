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

import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.table.Table;
import io.tsfile.core.table.TableMetadata;
import io.tsfile.core.warehouse.Warehouse;
import io.tsfile.spark.read.ReadOptions;
import io.tsfile.spark.read.TimeTravel;
import io.tsfile.spark.read.TsFileTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.catalyst.analysis.NoSuchNamespaceException;
import org.apache.spark.sql.catalyst.analysis.NoSuchTableException;
import org.apache.spark.sql.catalyst.analysis.TableAlreadyExistsException;
import org.apache.spark.sql.connector.catalog.Column;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.apache.spark.sql.connector.catalog.TableChange;
import org.apache.spark.sql.connector.expressions.Transform;

/** The tables of a catalog. Thread-safe; remembers nothing. */
public final class CatalogTables {
    private final CatalogSettings settings;

    /** The tables of the catalog with these settings. */
    public CatalogTables(CatalogSettings settings) {
        this.settings = settings;
    }

    /** The tables of a namespace. */
    public Identifier[] list(String[] namespace) throws NoSuchNamespaceException {
        settings.requireNamespace(namespace);
        try {
            return settings.warehouse().tables(CatalogSettings.single(namespace)).stream()
                    .map(table -> Identifier.of(namespace, table))
                    .toArray(Identifier[]::new);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot list the tables of " + String.join(".", namespace), e);
        }
    }

    /** The table of that name, or in that folder, as it is now. */
    public TsFileTable load(Identifier table) throws NoSuchTableException {
        return load(table, TimeTravel.NEWEST);
    }

    /** The table of that name, or in that folder, as it is in one of its snapshots. */
    public TsFileTable load(Identifier table, TimeTravel travel) throws NoSuchTableException {
        try {
            if (CatalogSettings.isPath(table)) {
                Map<String, String> options = new TreeMap<>(settings.hadoop());
                options.put("path", table.name());
                return TsFileTable.loadByPath(
                        settings.name() + "." + table, ReadOptions.of(options).at(travel));
            }
            Optional<TsFileTable> found = Optional.empty();
            if (CatalogSettings.isName(table)) {
                found = TsFileTable.loadNamed(fullName(table), settings.location(table), travel);
            }
            return found.orElseThrow(() -> new NoSuchTableException(table));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot load table " + table, e);
        }
    }

    /**
     * Where the table of that name, or folder, is.
     *
     * @throws NoSuchTableException if there is none
     */
    public StoreLocation location(Identifier table) throws NoSuchTableException {
        return load(table).location();
    }

    /** Settings of the file system above those of the session. */
    public Map<String, String> hadoop() {
        return settings.hadoop();
    }

    /** Makes a table. */
    public TsFileTable create(
            Identifier table, Column[] columns, Transform[] partitions, Map<String, String> properties)
            throws TableAlreadyExistsException, NoSuchNamespaceException {
        refusePath("create", table);
        settings.requireNamespace(table.namespace());
        TableMetadata metadata = definition(table, columns, partitions, properties);
        try (FileStore store = settings.location(table).open()) {
            if (Table.exists(store)) {
                throw new TableAlreadyExistsException(table);
            }
            Table.create(store, metadata);
            return load(table);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot create table " + table, e);
        } catch (NoSuchTableException e) {
            throw new TsFileConnectorException(
                    "Cannot load table " + table + ", which was just created: somebody dropped it meanwhile", e);
        }
    }

    /** What a new table becomes. */
    static TableMetadata definition(
            Identifier table, Column[] columns, Transform[] partitions, Map<String, String> properties) {
        if (partitions.length > 0) {
            throw new TsFileConnectorException(
                    "Cannot create table '" + table.name()
                            + "' PARTITIONED BY columns: files are cut by time, which TBLPROPERTIES ('time.partition' = '7d') sets");
        }
        return TableDefinition.of(table.name(), columns, properties);
    }

    /** Whether there is a table of that name. */
    boolean exists(Identifier table) throws IOException {
        if (!CatalogSettings.isName(table)) {
            return false;
        }
        try (FileStore store = settings.location(table).open()) {
            return Table.exists(store);
        }
    }

    /** Makes changes to a table, all or none. */
    public TsFileTable alter(Identifier table, TableChange... changes) throws NoSuchTableException {
        try (FileStore store = location(table).open()) {
            Table.open(store).alter(new TableAlteration(fullName(table), changes));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot alter table " + table, e);
        }
        return load(table);
    }

    /**
     * Gives a table another name: its folder moves. The name in its files stays, which nobody sees.
     *
     * @param to may begin with the catalog's name
     */
    public void rename(Identifier from, Identifier to) throws NoSuchTableException, TableAlreadyExistsException {
        refusePath("rename", from);
        Identifier target = withoutCatalog(to);
        refusePath("rename to", target);
        if (target.namespace().length > 1) {
            throw new TsFileConnectorException(
                    "Cannot rename table " + from + " to " + to + ": a warehouse has one level of namespaces");
        }
        try {
            Warehouse warehouse = settings.warehouse();
            if (warehouse.hasTable(CatalogSettings.single(target.namespace()), target.name())) {
                throw new TableAlreadyExistsException(target);
            }
            if (!CatalogSettings.isName(from)
                    || !warehouse.renameTable(
                            CatalogSettings.single(from.namespace()),
                            from.name(),
                            CatalogSettings.single(target.namespace()),
                            target.name())) {
                throw new NoSuchTableException(from);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot rename table " + from + " to " + to, e);
        }
    }

    private String fullName(Identifier table) {
        return settings.name() + "." + CatalogSettings.single(table.namespace()) + "." + table.name();
    }

    private Identifier withoutCatalog(Identifier table) {
        String[] namespace = table.namespace();
        return namespace.length == 2 && namespace[0].equals(settings.name())
                ? Identifier.of(new String[] {namespace[1]}, table.name())
                : table;
    }

    private static void refusePath(String what, Identifier table) {
        if (CatalogSettings.isPath(table)) {
            throw new TsFileConnectorException(
                    "Cannot " + what + " " + table + ": this is done to tables in the warehouse only, by their names");
        }
    }

    /**
     * Deletes a table's folder with all its files.
     *
     * @return whether there was such a table
     */
    public boolean drop(Identifier table) {
        refusePath("drop", table);
        try {
            return table.namespace().length <= 1
                    && settings.warehouse().dropTable(CatalogSettings.single(table.namespace()), table.name());
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot drop table " + table, e);
        }
    }
}
