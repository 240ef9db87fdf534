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
package io.tsfile.spark.procedure;

import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.table.Table;
import io.tsfile.spark.catalog.CatalogTables;
import io.tsfile.spark.read.Locations;
import java.io.IOException;
import java.util.List;
import org.apache.spark.sql.catalyst.analysis.NoSuchTableException;
import org.apache.spark.sql.catalyst.parser.ParseException;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.connector.catalog.Identifier;
import scala.jdk.javaapi.CollectionConverters;

/** Finds the table that a procedure's argument names. */
final class NamedTables {
    private final String catalog;
    private final CatalogTables tables;

    NamedTables(String catalog, CatalogTables tables) {
        this.catalog = catalog;
        this.tables = tables;
    }

    /** What is to be done with a table. */
    @FunctionalInterface
    interface Work {
        /** Does it; the table's store is open until it returns. */
        void on(Table table) throws IOException;
    }

    /** Opens a table. */
    void with(String procedure, String table, Work work) throws IOException {
        try (FileStore store = location(procedure, table).open()) {
            work.on(Table.open(store));
        }
    }

    /**
     * Where a table is.
     *
     * @param procedure for messages
     * @param table its name as SQL writes it
     * @throws TsFileConnectorException if there is no such table
     */
    StoreLocation location(String procedure, String table) {
        try {
            return tables.location(identifier(procedure, table));
        } catch (NoSuchTableException e) {
            throw new TsFileConnectorException(
                    "Cannot " + procedure + " '" + table + "': there is no such table in catalog " + catalog, e);
        }
    }

    /** Where a folder is, which need not be a table. */
    StoreLocation folder(String path) throws IOException {
        return Locations.resolve(path, tables.hadoop());
    }

    /** Splits a name as SQL does, quotes and all. */
    private Identifier identifier(String procedure, String table) {
        List<String> parts = parts(procedure, table);
        if (parts.size() > 1 && parts.get(0).equals(catalog)) {
            parts = parts.subList(1, parts.size());
        }
        int last = parts.size() - 1;
        return Identifier.of(parts.subList(0, last).toArray(String[]::new), parts.get(last));
    }

    private static List<String> parts(String procedure, String table) {
        try {
            return CollectionConverters.asJava(
                    SparkSession.active().sessionState().sqlParser().parseMultipartIdentifier(table));
        } catch (ParseException e) {
            throw new TsFileConnectorException(
                    "Cannot " + procedure + ": cannot read '" + table
                            + "' as the name of a table; write namespace.table, with back quotes around a name"
                            + " that is not made of letters, digits and underscores",
                    e);
        }
    }
}
