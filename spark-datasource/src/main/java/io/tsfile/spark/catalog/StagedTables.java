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
import io.tsfile.spark.read.Locations;
import io.tsfile.spark.read.TimeTravel;
import io.tsfile.spark.read.TsFileTable;
import io.tsfile.spark.write.WritableTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.UUID;
import org.apache.spark.sql.catalyst.analysis.NoSuchNamespaceException;
import org.apache.spark.sql.catalyst.analysis.NoSuchTableException;
import org.apache.spark.sql.catalyst.analysis.TableAlreadyExistsException;
import org.apache.spark.sql.connector.catalog.Column;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.apache.spark.sql.connector.catalog.StagedTable;
import org.apache.spark.sql.connector.expressions.Transform;

/**
 * Tables that a statement makes and fills at once. One that takes another's place is filled in a folder of its own, which is then
 * given the other one's name: until then the other one is there as it was.
 */
public final class StagedTables {
    /** Below the warehouse; no namespace has such a name. What a killed driver leaves there may be deleted. */
    private static final String FOLDER = "_tsfile_staged/";

    private final CatalogSettings settings;
    private final CatalogTables tables;

    /** The staged tables of the catalog with these settings. */
    public StagedTables(CatalogSettings settings, CatalogTables tables) {
        this.settings = settings;
        this.tables = tables;
    }

    /** A new table, which is there at once, without rows, and gone if the statement fails. */
    public StagedTable create(
            Identifier table, Column[] columns, Transform[] partitions, Map<String, String> properties)
            throws TableAlreadyExistsException, NoSuchNamespaceException {
        TsFileTable created = tables.create(table, columns, partitions, properties);
        return new StagedWrite(WritableTable.of(created), () -> {}, () -> drop(created.location()));
    }

    /**
     * A table in place of another.
     *
     * @param mustBeThere whether there must be another
     * @throws TsFileConnectorException if the store cannot move a folder in one step
     */
    public StagedTable replace(
            Identifier table,
            Column[] columns,
            Transform[] partitions,
            Map<String, String> properties,
            boolean mustBeThere)
            throws NoSuchNamespaceException, NoSuchTableException {
        if (CatalogSettings.isPath(table)) {
            throw new TsFileConnectorException(
                    "Cannot replace a table by its folder (" + table + "): use a name in the warehouse");
        }
        settings.requireNamespace(table.namespace());
        try {
            boolean exists = tables.exists(table);
            if (!exists) {
                if (mustBeThere) {
                    throw new NoSuchTableException(table);
                }
                return create(table, columns, partitions, properties);
            }
            StoreLocation root = Locations.resolve(settings.folder(), settings.hadoop());
            String folder = FOLDER + UUID.randomUUID();
            StoreLocation location = StoreLocation.of(root.uri() + "/" + folder, root.configuration());
            try (FileStore store = root.open();
                    FileStore staged = location.open()) {
                checkMoves(store, table);
                Table.create(staged, CatalogTables.definition(table, columns, partitions, properties));
            }
            TsFileTable loaded = TsFileTable.loadNamed(settings.name() + "." + table, location, TimeTravel.NEWEST)
                    .orElseThrow(() -> new NoSuchTableException(table));
            return new StagedWrite(
                    WritableTable.of(loaded), () -> swap(root, folder, table), () -> delete(root, folder));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot replace table " + table, e);
        } catch (TableAlreadyExistsException e) {
            throw new TsFileConnectorException(
                    "Cannot create table " + table + ": somebody made it meanwhile. Run the statement again", e);
        }
    }

    /** Before anything is written. */
    private static void checkMoves(FileStore store, Identifier table) throws IOException {
        String probe = FOLDER + UUID.randomUUID();
        try {
            store.createFolder(probe);
            store.renameFolder(probe, probe + "-moved");
        } catch (TsFileConnectorException e) {
            throw new TsFileConnectorException(
                    "Cannot replace table " + table + " here: its store cannot move a folder in one step, so that the"
                            + " table would be gone before the new one is there. Use INSERT OVERWRITE to replace its rows,"
                            + " or DROP TABLE and CREATE TABLE",
                    e);
        } finally {
            store.deleteFolder(probe);
            store.deleteFolder(probe + "-moved");
        }
    }

    private static void swap(StoreLocation root, String staged, Identifier table) throws IOException {
        String place = CatalogSettings.single(table.namespace()) + "/" + table.name();
        String old = staged + "-old";
        try (FileStore store = root.open()) {
            store.renameFolder(place, old);
            try {
                store.renameFolder(staged, place);
            } catch (IOException | RuntimeException e) {
                try {
                    store.renameFolder(old, place);
                } catch (IOException | RuntimeException undo) {
                    e.addSuppressed(undo);
                }
                throw e;
            }
            store.deleteFolder(old);
        }
    }

    private static void delete(StoreLocation root, String folder) throws IOException {
        try (FileStore store = root.open()) {
            store.deleteFolder(folder);
        }
    }

    private static void drop(StoreLocation table) throws IOException {
        try (FileStore store = table.open()) {
            Table.drop(store);
        }
    }
}
