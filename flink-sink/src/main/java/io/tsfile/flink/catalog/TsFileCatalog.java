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
package io.tsfile.flink.catalog;

import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimePartitioning;
import io.tsfile.core.scan.PlainFolder;
import io.tsfile.core.table.Table;
import io.tsfile.core.table.TableMetadata;
import io.tsfile.core.warehouse.Warehouse;
import io.tsfile.flink.sql.TsFileOptions;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.flink.table.catalog.CatalogBaseTable;
import org.apache.flink.table.catalog.CatalogDatabase;
import org.apache.flink.table.catalog.CatalogDatabaseImpl;
import org.apache.flink.table.catalog.CatalogTable;
import org.apache.flink.table.catalog.ObjectPath;
import org.apache.flink.table.catalog.ResolvedCatalogTable;
import org.apache.flink.table.catalog.TableChange;
import org.apache.flink.table.catalog.exceptions.CatalogException;
import org.apache.flink.table.catalog.exceptions.DatabaseAlreadyExistException;
import org.apache.flink.table.catalog.exceptions.DatabaseNotEmptyException;
import org.apache.flink.table.catalog.exceptions.DatabaseNotExistException;
import org.apache.flink.table.catalog.exceptions.TableAlreadyExistException;
import org.apache.flink.table.catalog.exceptions.TableNotExistException;
import org.apache.flink.table.catalog.stats.CatalogTableStatistics;
import org.jspecify.annotations.Nullable;

/**
 * Tables by name: {@code CREATE CATALOG ts WITH ('type'='tsfile', 'warehouse'='/data/warehouse')} makes {@code ts.plant.motors} the
 * table in {@code /data/warehouse/plant/motors}, as Spark's catalog of the same warehouse does.
 *
 * <ul>
 *   <li>{@code ts.tsfile.`/any/folder`} is the table, or the plain folder of TsFiles, in that folder.
 *   <li>What a user declares beyond what a table knows (watermarks, computed columns, options of jobs) is kept in the table's log.
 *   <li>Thread-safe; remembers nothing: a table that another engine makes is there at once.
 * </ul>
 */
public final class TsFileCatalog extends TablesOnlyCatalog {
    /** Among what is known of a database: where it is. */
    private static final String LOCATION = "location";
    /** Its comment, by the name that it has in Spark. */
    private static final String COMMENT = "comment";

    private final StoreLocation given;
    private volatile @Nullable Warehouse warehouse;

    /**
     * A catalog, which looks at its warehouse when it is opened.
     *
     * @param name in SQL
     * @param defaultDatabase the database that is used first
     * @param warehouse the folder of the databases, which need not be there yet, with Hadoop's settings for it
     */
    public TsFileCatalog(String name, String defaultDatabase, StoreLocation warehouse) {
        super(name, defaultDatabase);
        this.given = warehouse;
    }

    @Override
    public void open() {
        try (FileStore store = given.open()) {
            Warehouse found = new Warehouse(store.location());
            if (!found.hasNamespace(getDefaultDatabase())) {
                throw new CatalogException("Cannot open catalog " + getName() + ": there is no database '"
                        + getDefaultDatabase() + "' in " + given.uri() + ". Leave '"
                        + TsFileCatalogOptions.DEFAULT_DATABASE.key() + "' out, create the database, and use it then");
            }
            warehouse = found;
        } catch (IOException e) {
            throw failed("look into the warehouse " + given.uri(), e);
        }
    }

    @Override
    public void close() {
        // Keeps nothing open.
    }

    @Override
    public List<String> listDatabases() {
        try {
            return warehouse().namespaces();
        } catch (IOException e) {
            throw failed("list the databases", e);
        }
    }

    @Override
    public boolean databaseExists(String databaseName) {
        try {
            // Where the planner looks for tables by their path; it is not listed, since it has no end.
            return databaseName.equals(Warehouse.BY_PATH) || warehouse().hasNamespace(databaseName);
        } catch (IOException e) {
            throw failed("look for database " + databaseName, e);
        }
    }

    @Override
    public CatalogDatabase getDatabase(String databaseName) throws DatabaseNotExistException {
        requireDatabase(databaseName);
        if (databaseName.equals(Warehouse.BY_PATH)) {
            return new CatalogDatabaseImpl(Map.of(), "Tables by their path");
        }
        try {
            Map<String, String> properties = new TreeMap<>(warehouse().properties(databaseName));
            String comment = properties.remove(COMMENT);
            properties.put(LOCATION, warehouse().location(databaseName).uri());
            return new CatalogDatabaseImpl(properties, comment);
        } catch (IOException e) {
            throw failed("read database " + databaseName, e);
        }
    }

    @Override
    public void createDatabase(String name, CatalogDatabase database, boolean ignoreIfExists)
            throws DatabaseAlreadyExistException {
        Map<String, String> known = known(name, database);
        if (known.containsKey(LOCATION)) {
            throw refused(
                    "create database " + name + " with a location", "it is a folder of the warehouse. Leave it out");
        }
        try {
            if (warehouse().createNamespace(name)) {
                warehouse().alter(name, none -> known);
            } else if (!ignoreIfExists) {
                throw new DatabaseAlreadyExistException(getName(), name);
            }
        } catch (IOException e) {
            throw failed("create database " + name, e);
        }
    }

    /** Deletes the database with its tables, and nothing else: a folder of the warehouse may hold what somebody else keeps there. */
    @Override
    public void dropDatabase(String name, boolean ignoreIfNotExists, boolean cascade)
            throws DatabaseNotExistException, DatabaseNotEmptyException {
        if (name.equals(Warehouse.BY_PATH)) {
            throw refused("drop database " + name, "it is where tables are found by their path");
        }
        try {
            if (!databaseExists(name)) {
                if (!ignoreIfNotExists) {
                    throw new DatabaseNotExistException(getName(), name);
                }
                return;
            }
            if (!cascade && !warehouse().isEmpty(name)) {
                throw new DatabaseNotEmptyException(getName(), name);
            }
            warehouse().dropNamespace(name);
        } catch (IOException e) {
            throw failed("drop database " + name, e);
        }
    }

    @Override
    public void alterDatabase(String name, CatalogDatabase newDatabase, boolean ignoreIfNotExists)
            throws DatabaseNotExistException {
        if (name.equals(Warehouse.BY_PATH)) {
            throw refused("alter database " + name, "it is where tables are found by their path");
        }
        try {
            if (!databaseExists(name)) {
                if (!ignoreIfNotExists) {
                    throw new DatabaseNotExistException(getName(), name);
                }
                return;
            }
            Map<String, String> known = known(name, newDatabase);
            String location = known.remove(LOCATION);
            if (!warehouse().location(name).uri().equals(location)) {
                throw refused(
                        "alter the location of database " + name, "it is a folder of the warehouse and stays there");
            }
            warehouse().alter(name, before -> known);
        } catch (IOException e) {
            throw failed("alter database " + name, e);
        }
    }

    /** What is to be known of a database, as Spark's catalog has it: its properties, the comment among them. */
    private Map<String, String> known(String name, CatalogDatabase database) {
        Map<String, String> known = new TreeMap<>(database.getProperties());
        if (known.containsKey(COMMENT)) {
            throw refused("give database " + name + " a property 'comment'", "it is what COMMENT says. Use that");
        }
        // Flink leaves a comment that nobody gave null.
        String comment = Objects.toString(database.getComment(), "");
        if (!comment.isEmpty()) {
            known.put(COMMENT, comment);
        }
        return known;
    }

    @Override
    public List<String> listTables(String databaseName) throws DatabaseNotExistException {
        requireDatabase(databaseName);
        try {
            return databaseName.equals(Warehouse.BY_PATH)
                    ? List.of()
                    : warehouse().tables(databaseName);
        } catch (IOException e) {
            throw failed("list the tables of database " + databaseName, e);
        }
    }

    @Override
    public boolean tableExists(ObjectPath tablePath) {
        try {
            if (isPath(tablePath)) {
                String path = tablePath.getObjectName();
                if (!isFolder(path)) {
                    return false;
                }
                try (FileStore store = location(tablePath).open()) {
                    return Table.exists(store)
                            || store.list("", true).stream()
                                    .anyMatch(file -> file.path().endsWith(".tsfile"));
                }
            }
            return warehouse().hasTable(tablePath.getDatabaseName(), tablePath.getObjectName());
        } catch (IOException e) {
            throw failed("look for table " + tablePath.getFullName(), e);
        }
    }

    @Override
    public CatalogTable getTable(ObjectPath tablePath) throws TableNotExistException {
        if (isPath(tablePath) && isFolder(tablePath.getObjectName()) && !tableExists(tablePath)) {
            // Of a table that does not exist, Flink says that there is no such database.
            throw new CatalogException("Cannot read " + tablePath.getFullName() + " (catalog " + getName()
                    + "): the folder holds no table, and no file that ends with .tsfile. Is the path right?");
        }
        requireTable(tablePath);
        StoreLocation location = location(tablePath);
        try (FileStore store = location.open()) {
            TableMetadata metadata = isPath(tablePath) && !Table.exists(store)
                    ? plain(store)
                    : Table.open(store).snapshot().metadata();
            return ShownTable.of(tablePath.getFullName(), location, metadata);
        } catch (IOException e) {
            throw failed("read table " + tablePath.getFullName(), e);
        }
    }

    /** The table as it was: {@code FOR SYSTEM_TIME AS OF}. */
    @Override
    public CatalogTable getTable(ObjectPath tablePath, long timestamp) throws TableNotExistException {
        requireTable(tablePath);
        StoreLocation location = location(tablePath);
        try (FileStore store = location.open()) {
            TableMetadata metadata = Table.open(store).snapshotAt(timestamp).metadata();
            CatalogTable shown = ShownTable.of(tablePath.getFullName(), location, metadata);
            Map<String, String> options = new TreeMap<>(shown.getOptions());
            options.put(TsFileOptions.SCAN_TIMESTAMP.key(), String.valueOf(timestamp));
            return shown.copy(options);
        } catch (IOException e) {
            throw failed("read table " + tablePath.getFullName(), e);
        }
    }

    /** A folder without a log, as if it were a table. */
    private static TableMetadata plain(FileStore store) throws IOException {
        TableSchema schema =
                PlainFolder.discover(store, Optional.empty(), Optional.empty()).schema();
        return TableMetadata.of(schema, TimePartitioning.NONE, Map.of());
    }

    @Override
    public void createTable(ObjectPath tablePath, CatalogBaseTable table, boolean ignoreIfExists)
            throws TableAlreadyExistException, DatabaseNotExistException {
        String name = tablePath.getFullName();
        refusePath("create table", tablePath);
        requireDatabase(tablePath.getDatabaseName());
        if (table.getTableKind() != CatalogBaseTable.TableKind.TABLE) {
            throw refused(
                    "create " + name,
                    "it holds tables, and no views or materialized tables. Use CREATE TEMPORARY VIEW, or another catalog,"
                            + " such as default_catalog");
        }
        if (tableExists(tablePath)) {
            if (!ignoreIfExists) {
                throw new TableAlreadyExistException(getName(), tablePath);
            }
            return;
        }
        TableMetadata metadata = CreateTable.metadata(
                name,
                tablePath.getObjectName(),
                (ResolvedCatalogTable) table,
                warehouse().location().uri());
        try (FileStore store = location(tablePath).open()) {
            Table.create(store, metadata);
        } catch (TsFileConnectorException e) {
            // Somebody else may have been faster.
            if (!tableExists(tablePath)) {
                throw e;
            }
            if (!ignoreIfExists) {
                throw new TableAlreadyExistException(getName(), tablePath, e);
            }
        } catch (IOException e) {
            throw failed("create table " + name, e);
        }
    }

    @Override
    public void alterTable(
            ObjectPath tablePath, CatalogBaseTable newTable, List<TableChange> tableChanges, boolean ignoreIfNotExists)
            throws TableNotExistException {
        refusePath("alter table", tablePath);
        if (!tableExists(tablePath)) {
            if (!ignoreIfNotExists) {
                throw new TableNotExistException(getName(), tablePath);
            }
            return;
        }
        String name = tablePath.getFullName();
        try (FileStore store = location(tablePath).open()) {
            Table.open(store).alter(new TableAlteration(name, (ResolvedCatalogTable) newTable, tableChanges));
        } catch (IOException e) {
            throw failed("alter table " + name, e);
        }
    }

    @Override
    public void alterTable(ObjectPath tablePath, CatalogBaseTable newTable, boolean ignoreIfNotExists) {
        throw refused(
                "replace the definition of " + tablePath.getFullName(),
                "only single changes can be made of a table: ALTER TABLE ... SET, RESET, ADD or MODIFY");
    }

    /** Deletes the table's folder with all its files. */
    @Override
    public void dropTable(ObjectPath tablePath, boolean ignoreIfNotExists) throws TableNotExistException {
        refusePath("drop table", tablePath);
        try {
            if (!warehouse().dropTable(tablePath.getDatabaseName(), tablePath.getObjectName()) && !ignoreIfNotExists) {
                throw new TableNotExistException(getName(), tablePath);
            }
        } catch (IOException e) {
            throw failed("drop table " + tablePath.getFullName(), e);
        }
    }

    /** Moves the table's folder. Jobs that write to it find no table at the old place. */
    @Override
    public void renameTable(ObjectPath tablePath, String newTableName, boolean ignoreIfNotExists)
            throws TableNotExistException, TableAlreadyExistException {
        refusePath("rename table", tablePath);
        String database = tablePath.getDatabaseName();
        ObjectPath renamed = new ObjectPath(database, newTableName);
        if (tableExists(tablePath) && tableExists(renamed)) {
            throw new TableAlreadyExistException(getName(), renamed);
        }
        try {
            if (!warehouse().renameTable(database, tablePath.getObjectName(), database, newTableName)
                    && !ignoreIfNotExists) {
                throw new TableNotExistException(getName(), tablePath);
            }
        } catch (IOException e) {
            throw failed("rename table " + tablePath.getFullName() + " to " + newTableName, e);
        }
    }

    /** What the log says: there are at most so many rows, because newer ones may hide some. */
    @Override
    public CatalogTableStatistics getTableStatistics(ObjectPath tablePath) throws TableNotExistException {
        requireTable(tablePath);
        try (FileStore store = location(tablePath).open()) {
            if (!Table.exists(store)) {
                return CatalogTableStatistics.UNKNOWN;
            }
            List<DataFile> files = Table.open(store).snapshot().files();
            long rows = files.stream().mapToLong(DataFile::rows).sum();
            long bytes = files.stream().mapToLong(DataFile::length).sum();
            return new CatalogTableStatistics(
                    rows, files.size(), bytes, CatalogTableStatistics.UNKNOWN.getRawDataSize());
        } catch (IOException e) {
            throw failed("read the statistics of table " + tablePath.getFullName(), e);
        }
    }

    @Override
    void requireDatabase(String database) throws DatabaseNotExistException {
        if (!databaseExists(database)) {
            throw new DatabaseNotExistException(getName(), database);
        }
    }

    private StoreLocation location(ObjectPath table) {
        return isPath(table)
                ? StoreLocation.of(table.getObjectName(), given.configuration())
                : warehouse().location(table.getDatabaseName(), table.getObjectName());
    }

    private static boolean isPath(ObjectPath table) {
        return table.getDatabaseName().equals(Warehouse.BY_PATH);
    }

    /** Whether a name is meant as a path: others are looked up here as well, while Flink finds out what a name means. */
    private static boolean isFolder(String name) {
        return name.contains("/") || name.contains(":");
    }

    private void refusePath(String what, ObjectPath table) {
        if (isPath(table)) {
            throw refused(
                    what + " " + table.getFullName(), "this is done to tables of the warehouse only, by their name");
        }
    }

    private Warehouse warehouse() {
        Warehouse opened = warehouse;
        if (opened == null) {
            throw new IllegalStateException("Cannot use catalog " + getName() + " before it is opened");
        }
        return opened;
    }

    private CatalogException failed(String what, IOException cause) {
        return new CatalogException("Cannot " + what + " (catalog " + getName() + "): " + cause.getMessage(), cause);
    }
}
