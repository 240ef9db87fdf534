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

import io.tsfile.core.KnownNames;
import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.warehouse.Warehouse;
import io.tsfile.spark.read.Locations;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.catalyst.analysis.NoSuchNamespaceException;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * A catalog's settings: its name, its warehouse's folder, Hadoop's settings; and what an identifier means by them. Immutable.
 *
 * @param name the catalog's name in SQL
 * @param folder the warehouse
 * @param hadoop settings of the file system above those of the session
 */
public record CatalogSettings(String name, String folder, Map<String, String> hadoop) {
    private static final String WAREHOUSE = "warehouse";
    private static final String HADOOP_PREFIX = "fs.";

    /**
     * Reads {@code spark.sql.catalog.<name>.*}.
     *
     * @throws TsFileConnectorException for unknown options, or without a warehouse
     */
    public static CatalogSettings of(String name, CaseInsensitiveStringMap options) {
        Map<String, String> others = new TreeMap<>();
        Map<String, String> hadoop = new TreeMap<>();
        options.asCaseSensitiveMap()
                .forEach((key, value) -> (key.startsWith(HADOOP_PREFIX) ? hadoop : others).put(key, value));
        KnownNames.check("options of catalog '" + name + "'", others.keySet(), List.of(WAREHOUSE));
        String given = options.get(WAREHOUSE);
        if (given == null || given.isBlank()) {
            throw new TsFileConnectorException("Cannot use catalog '" + name
                    + "' without a warehouse: set spark.sql.catalog." + name + ".warehouse to a folder");
        }
        try {
            return new CatalogSettings(name, Locations.resolve(given, hadoop).uri(), Map.copyOf(hadoop));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot look into the warehouse " + given, e);
        }
    }

    /** The warehouse, with Hadoop's settings as the session has them now. */
    Warehouse warehouse() throws IOException {
        return new Warehouse(Locations.resolve(folder, hadoop));
    }

    /**
     * Where a table of the warehouse is, or would be.
     *
     * @throws TsFileConnectorException if a name cannot be one
     */
    StoreLocation location(Identifier table) throws IOException {
        return warehouse().location(single(table.namespace()), table.name());
    }

    /** Refuses a namespace that is not there. The default one is always there, also before its folder is. */
    void requireNamespace(String[] namespace) throws NoSuchNamespaceException {
        try {
            if (namespace.length > 1 || !warehouse().hasNamespace(single(namespace))) {
                throw new NoSuchNamespaceException(namespace);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot look for namespace " + String.join(".", namespace), e);
        }
    }

    /** The one level that a namespace has; the default one for none. */
    static String single(String[] namespace) {
        return namespace.length == 0 ? Warehouse.DEFAULT : namespace[0];
    }

    /** Whether both names can be those of a table in the warehouse. */
    static boolean isName(Identifier table) {
        return table.namespace().length <= 1
                && Warehouse.isName(single(table.namespace()))
                && Warehouse.isName(table.name());
    }

    /** Whether it names a folder, as in {@code ts.tsfile.`/any/folder`}. */
    static boolean isPath(Identifier table) {
        return table.namespace().length == 1
                && table.namespace()[0].equals(Warehouse.BY_PATH)
                && (table.name().contains("/") || table.name().contains(":"));
    }
}
