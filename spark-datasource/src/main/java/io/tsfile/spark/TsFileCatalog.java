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

import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.warehouse.Warehouse;
import io.tsfile.spark.catalog.CatalogNamespaces;
import io.tsfile.spark.catalog.CatalogSettings;
import io.tsfile.spark.catalog.CatalogTables;
import io.tsfile.spark.catalog.StagedTables;
import io.tsfile.spark.procedure.Procedures;
import io.tsfile.spark.read.TimeTravel;
import io.tsfile.spark.write.PartitionFunction;
import io.tsfile.spark.write.WritableTable;
import java.util.Map;
import org.apache.spark.sql.catalyst.analysis.NamespaceAlreadyExistsException;
import org.apache.spark.sql.catalyst.analysis.NoSuchFunctionException;
import org.apache.spark.sql.catalyst.analysis.NoSuchNamespaceException;
import org.apache.spark.sql.catalyst.analysis.NoSuchTableException;
import org.apache.spark.sql.catalyst.analysis.NonEmptyNamespaceException;
import org.apache.spark.sql.catalyst.analysis.TableAlreadyExistsException;
import org.apache.spark.sql.connector.catalog.Column;
import org.apache.spark.sql.connector.catalog.FunctionCatalog;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.apache.spark.sql.connector.catalog.NamespaceChange;
import org.apache.spark.sql.connector.catalog.ProcedureCatalog;
import org.apache.spark.sql.connector.catalog.StagedTable;
import org.apache.spark.sql.connector.catalog.StagingTableCatalog;
import org.apache.spark.sql.connector.catalog.SupportsNamespaces;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableChange;
import org.apache.spark.sql.connector.catalog.functions.UnboundFunction;
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
public final class TsFileCatalog implements StagingTableCatalog, SupportsNamespaces, ProcedureCatalog, FunctionCatalog {
    /** The namespace of tables that are named without one. */
    public static final String DEFAULT_NAMESPACE = Warehouse.DEFAULT;

    private @Nullable Parts parts;

    /** Called by Spark. */
    public TsFileCatalog() {}

    /** What there is after {@link #initialize}. */
    private record Parts(
            String name,
            CatalogTables tables,
            StagedTables staged,
            CatalogNamespaces namespaces,
            Procedures procedures) {}

    @Override
    public void initialize(String catalogName, CaseInsensitiveStringMap options) {
        CatalogSettings settings = CatalogSettings.of(catalogName, options);
        CatalogTables tables = new CatalogTables(settings);
        parts = new Parts(
                catalogName,
                tables,
                new StagedTables(settings, tables),
                new CatalogNamespaces(settings),
                new Procedures(catalogName, tables));
    }

    @Override
    public String name() {
        return parts().name();
    }

    @Override
    public String[] defaultNamespace() {
        return new String[] {DEFAULT_NAMESPACE};
    }

    @Override
    public Identifier[] listTables(String[] namespace) throws NoSuchNamespaceException {
        return parts().tables().list(namespace);
    }

    @Override
    public Table loadTable(Identifier ident) throws NoSuchTableException {
        return WritableTable.named(parts().tables().load(ident, TimeTravel.NEWEST));
    }

    /** Of an older snapshot, which is read only. */
    @Override
    public Table loadTable(Identifier ident, String version) throws NoSuchTableException {
        return parts().tables().load(ident, TimeTravel.version(version));
    }

    /** Of an older snapshot, which is read only. */
    @Override
    public Table loadTable(Identifier ident, long timestamp) throws NoSuchTableException {
        return parts().tables().load(ident, TimeTravel.micros(timestamp));
    }

    // The method that Spark prefers since 4.1 calls this one, and 4.0 knows only this one.
    @SuppressWarnings("deprecation")
    @Override
    public Table createTable(Identifier ident, Column[] columns, Transform[] partitions, Map<String, String> properties)
            throws TableAlreadyExistsException, NoSuchNamespaceException {
        return WritableTable.named(parts().tables().create(ident, columns, partitions, properties));
    }

    @SuppressWarnings("deprecation")
    @Override
    public StagedTable stageCreate(
            Identifier ident, Column[] columns, Transform[] partitions, Map<String, String> properties)
            throws TableAlreadyExistsException, NoSuchNamespaceException {
        return parts().staged().create(ident, columns, partitions, properties);
    }

    @SuppressWarnings("deprecation")
    @Override
    public StagedTable stageReplace(
            Identifier ident, Column[] columns, Transform[] partitions, Map<String, String> properties)
            throws NoSuchNamespaceException, NoSuchTableException {
        return parts().staged().replace(ident, columns, partitions, properties, true);
    }

    @SuppressWarnings("deprecation")
    @Override
    public StagedTable stageCreateOrReplace(
            Identifier ident, Column[] columns, Transform[] partitions, Map<String, String> properties)
            throws NoSuchNamespaceException {
        try {
            return parts().staged().replace(ident, columns, partitions, properties, false);
        } catch (NoSuchTableException e) {
            throw new TsFileConnectorException(
                    "Cannot replace table " + ident + ": somebody dropped it meanwhile. Run the statement again", e);
        }
    }

    @Override
    public Table alterTable(Identifier ident, TableChange... changes) throws NoSuchTableException {
        return parts().tables().alter(ident, changes);
    }

    /** Deletes the table's folder with all its files. */
    @Override
    public boolean dropTable(Identifier ident) {
        return parts().tables().drop(ident);
    }

    /** The same as {@link #dropTable}: nothing that is dropped can be had back. */
    @Override
    public boolean purgeTable(Identifier ident) {
        return dropTable(ident);
    }

    @Override
    public void renameTable(Identifier oldIdent, Identifier newIdent)
            throws NoSuchTableException, TableAlreadyExistsException {
        parts().tables().rename(oldIdent, newIdent);
    }

    @Override
    public String[][] listNamespaces() {
        return parts().namespaces().list();
    }

    @Override
    public String[][] listNamespaces(String[] namespace) throws NoSuchNamespaceException {
        return parts().namespaces().list(namespace);
    }

    @Override
    public Map<String, String> loadNamespaceMetadata(String[] namespace) throws NoSuchNamespaceException {
        return parts().namespaces().metadata(namespace);
    }

    @Override
    public void createNamespace(String[] namespace, Map<String, String> metadata)
            throws NamespaceAlreadyExistsException {
        parts().namespaces().create(namespace, metadata);
    }

    @Override
    public void alterNamespace(String[] namespace, NamespaceChange... changes) throws NoSuchNamespaceException {
        parts().namespaces().alter(namespace, changes);
    }

    @Override
    public boolean dropNamespace(String[] namespace, boolean cascade)
            throws NoSuchNamespaceException, NonEmptyNamespaceException {
        return parts().namespaces().drop(namespace, cascade);
    }

    @Override
    public UnboundProcedure loadProcedure(Identifier ident) {
        return parts().procedures().load(ident);
    }

    /** Spark asks for them since 4.1. */
    @SuppressWarnings("MissingOverride")
    public Identifier[] listProcedures(String[] namespace) {
        return parts().procedures().list(namespace);
    }

    /** Those that only Spark's planner asks for are not listed. */
    @Override
    public Identifier[] listFunctions(String[] namespace) {
        return new Identifier[0];
    }

    @Override
    public UnboundFunction loadFunction(Identifier ident) throws NoSuchFunctionException {
        if (ident.namespace().length == 0 && ident.name().equals(PartitionFunction.NAME)) {
            return new PartitionFunction();
        }
        throw new NoSuchFunctionException(ident);
    }

    /** Its name, for Spark's messages. */
    @Override
    public String toString() {
        return parts == null ? "a catalog without a name yet" : name();
    }

    private Parts parts() {
        if (parts == null) {
            throw new IllegalStateException("Cannot use a catalog before it is initialized");
        }
        return parts;
    }
}
