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
import io.tsfile.core.warehouse.Warehouse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.catalyst.analysis.NamespaceAlreadyExistsException;
import org.apache.spark.sql.catalyst.analysis.NoSuchNamespaceException;
import org.apache.spark.sql.catalyst.analysis.NonEmptyNamespaceException;
import org.apache.spark.sql.connector.catalog.NamespaceChange;
import org.apache.spark.sql.connector.catalog.SupportsNamespaces;

/** The namespaces of a catalog: the warehouse's folders. Thread-safe; remembers nothing. */
public final class CatalogNamespaces {
    private final CatalogSettings settings;

    /** The namespaces of the catalog with these settings. */
    public CatalogNamespaces(CatalogSettings settings) {
        this.settings = settings;
    }

    /** All of them. */
    public String[][] list() {
        try {
            return settings.warehouse().namespaces().stream()
                    .map(namespace -> new String[] {namespace})
                    .toArray(String[][]::new);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot list the namespaces of catalog " + settings.name(), e);
        }
    }

    /** Those below one: none has any. */
    public String[][] list(String[] namespace) throws NoSuchNamespaceException {
        if (namespace.length == 0) {
            return list();
        }
        settings.requireNamespace(namespace);
        return new String[0][];
    }

    /** What is known of a namespace. */
    public Map<String, String> metadata(String[] namespace) throws NoSuchNamespaceException {
        settings.requireNamespace(namespace);
        try {
            Warehouse warehouse = settings.warehouse();
            String name = CatalogSettings.single(namespace);
            Map<String, String> known = new TreeMap<>(warehouse.properties(name));
            known.put(SupportsNamespaces.PROP_LOCATION, warehouse.location(name).uri());
            return known;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot look for namespace " + String.join(".", namespace), e);
        }
    }

    /** Makes a namespace. */
    public void create(String[] namespace, Map<String, String> metadata) throws NamespaceAlreadyExistsException {
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
            if (!settings.warehouse().createNamespace(namespace[0])) {
                throw new NamespaceAlreadyExistsException(namespace);
            }
            // Who made it is of no use here: nobody is asked who they are.
            Map<String, String> given = new TreeMap<>(metadata);
            given.remove(SupportsNamespaces.PROP_OWNER);
            settings.warehouse().alter(namespace[0], known -> {
                known.putAll(given);
                return known;
            });
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot create namespace " + namespace[0], e);
        }
    }

    /** Sets and removes properties, the comment among them. */
    public void alter(String[] namespace, NamespaceChange... changes) throws NoSuchNamespaceException {
        settings.requireNamespace(namespace);
        try {
            settings.warehouse().alter(CatalogSettings.single(namespace), known -> {
                for (NamespaceChange change : changes) {
                    apply(namespace, change, known);
                }
                return known;
            });
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot alter namespace " + String.join(".", namespace), e);
        }
    }

    private static void apply(String[] namespace, NamespaceChange change, Map<String, String> known) {
        if (change instanceof NamespaceChange.SetProperty set && !isLocation(set.property())) {
            known.put(set.property(), set.value());
        } else if (change instanceof NamespaceChange.RemoveProperty remove && !isLocation(remove.property())) {
            known.remove(remove.property());
        } else {
            throw new TsFileConnectorException(
                    "Cannot alter namespace " + String.join(".", namespace)
                            + ": it is a folder of the catalog's warehouse and stays there. Only its properties and its comment change");
        }
    }

    private static boolean isLocation(String property) {
        return property.equals(SupportsNamespaces.PROP_LOCATION);
    }

    /**
     * Deletes a namespace.
     *
     * @param cascade whether with its tables
     * @return whether there was a folder of it
     */
    public boolean drop(String[] namespace, boolean cascade)
            throws NoSuchNamespaceException, NonEmptyNamespaceException {
        settings.requireNamespace(namespace);
        String dropped = CatalogSettings.single(namespace);
        try {
            if (!cascade && !settings.warehouse().isEmpty(dropped)) {
                throw new NonEmptyNamespaceException(namespace);
            }
            return settings.warehouse().dropNamespace(dropped);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot drop namespace " + dropped, e);
        }
    }
}
