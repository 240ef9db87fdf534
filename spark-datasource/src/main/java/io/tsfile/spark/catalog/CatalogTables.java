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
import io.tsfile.spark.read.ReadOptions;
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

    /** The table of that name, or in that folder. */
    public TsFileTable load(Identifier table) throws NoSuchTableException {
        try {
            if (CatalogSettings.isPath(table)) {
                Map<String, String> options = new TreeMap<>(settings.hadoop());
                options.put("path", table.name());
                return TsFileTable.loadByPath(settings.name() + "." + table, ReadOptions.of(options));
            }
            Optional<TsFileTable> found = Optional.empty();
            if (CatalogSettings.isName(table)) {
                found = TsFileTable.loadNamed(
                        settings.name() + "." + CatalogSettings.single(table.namespace()) + "." + table.name(),
                        settings.location(table));
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

    /** Makes a table. */
    public TsFileTable create(
            Identifier table, Column[] columns, Transform[] partitions, Map<String, String> properties)
            throws TableAlreadyExistsException, NoSuchNamespaceException {
        if (CatalogSettings.isPath(table)) {
            throw new TsFileConnectorException(
                    "Cannot create a table by its folder (" + table + "): use a name in the warehouse");
        }
        if (partitions.length > 0) {
            throw new TsFileConnectorException(
                    "Cannot create table '" + table.name()
                            + "' PARTITIONED BY columns: files are cut by time, which TBLPROPERTIES ('time.partition' = '7d') sets");
        }
        settings.requireNamespace(table.namespace());
        TableMetadata metadata = TableDefinition.of(table.name(), columns, properties);
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

    /**
     * Deletes a table's folder with all its files.
     *
     * @return whether there was such a table
     */
    public boolean drop(Identifier table) {
        if (CatalogSettings.isPath(table)) {
            throw new UnsupportedOperationException(
                    "Cannot drop " + table + ": only tables in the warehouse are dropped");
        }
        try {
            return table.namespace().length <= 1
                    && settings.warehouse().dropTable(CatalogSettings.single(table.namespace()), table.name());
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot drop table " + table, e);
        }
    }
}
