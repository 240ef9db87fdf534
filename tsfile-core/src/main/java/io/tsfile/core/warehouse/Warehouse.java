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
package io.tsfile.core.warehouse;

import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.io.StoredFile;
import io.tsfile.core.table.Table;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * A folder of namespaces, each a folder of tables.
 *
 * <ul>
 *   <li>The namespace {@value #DEFAULT} is always there, also before its folder is.
 *   <li>Folders that start with a dot or an underscore belong to engines and stores: they are no namespaces and no tables.
 *   <li>Thread-safe; remembers nothing and keeps nothing open. It need not be there before something is created in it.
 * </ul>
 */
public final class Warehouse {
    /** The namespace of tables that are named without one. */
    public static final String DEFAULT = "default";

    /** The namespace in which engines find tables, and plain folders, by their path. */
    public static final String BY_PATH = "tsfile";

    /** The namespace of the procedures. */
    public static final String PROCEDURES = "system";

    private static final Pattern NAME = Pattern.compile("[^._/\\\\:\\p{Cntrl}][^/\\\\:\\p{Cntrl}]*");
    private static final Set<String> RESERVED = Set.of(BY_PATH, PROCEDURES);

    private final StoreLocation root;

    /** The warehouse in a folder, which need not be there yet. */
    public Warehouse(StoreLocation root) {
        this.root = root;
    }

    /** Whether a name can be that of a namespace or a table, as far as folders go. */
    public static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    /** Where all namespaces are. */
    public StoreLocation location() {
        return root;
    }

    /**
     * Where the tables of a namespace are.
     *
     * @throws TsFileConnectorException if the name cannot be one
     */
    public StoreLocation location(String namespace) {
        return below(checked("namespace", namespace));
    }

    /**
     * Where a table is, or would be.
     *
     * @throws TsFileConnectorException if a name cannot be one
     */
    public StoreLocation location(String namespace, String table) {
        return below(path(namespace, table));
    }

    /** The names of the namespaces, in ascending order. */
    public List<String> namespaces() throws IOException {
        List<String> names = new ArrayList<>(List.of(DEFAULT));
        try (FileStore store = root.open()) {
            for (String folder : store.folders("")) {
                if (isName(folder) && !RESERVED.contains(folder) && !folder.equals(DEFAULT)) {
                    names.add(folder);
                }
            }
        }
        names.sort(null);
        return names;
    }

    /** Whether nobody has made anything there yet; so is a folder that is not there. */
    public boolean isEmpty() throws IOException {
        try (FileStore store = root.open()) {
            return store.folders("").isEmpty();
        }
    }

    /** Whether there is such a namespace; no for what cannot be a name. */
    public boolean hasNamespace(String namespace) throws IOException {
        return namespaces().contains(namespace);
    }

    /**
     * Makes a namespace.
     *
     * @return whether it was not there before
     * @throws TsFileConnectorException if the name cannot be one, or is reserved
     */
    public boolean createNamespace(String namespace) throws IOException {
        if (RESERVED.contains(namespace)) {
            throw new TsFileConnectorException(
                    "Cannot create namespace " + namespace + ": the name is reserved. Use another one");
        }
        checked("namespace", namespace);
        if (hasNamespace(namespace)) {
            return false;
        }
        try (FileStore store = root.open()) {
            store.createFolder(namespace);
        }
        return true;
    }

    /** What is known of a namespace, by names that its users chose; nothing of one that is not there. */
    public Map<String, String> properties(String namespace) throws IOException {
        checked("namespace", namespace);
        try (FileStore store = root.open()) {
            return NamespaceProperties.read(store, namespace);
        }
    }

    /**
     * Changes what is known of a namespace.
     *
     * @param change makes the new properties of the present ones; called again when somebody else was faster
     */
    public void alter(String namespace, UnaryOperator<Map<String, String>> change) throws IOException {
        checked("namespace", namespace);
        try (FileStore store = root.open()) {
            NamespaceProperties.alter(store, namespace, change);
        }
    }

    /** The names of the tables of a namespace, in ascending order; none if there is no such namespace. */
    public List<String> tables(String namespace) throws IOException {
        checked("namespace", namespace);
        List<String> tables = new ArrayList<>();
        try (FileStore store = root.open()) {
            for (String folder : store.folders(namespace)) {
                if (isName(folder) && isTable(store, path(namespace, folder))) {
                    tables.add(folder);
                }
            }
        }
        return tables;
    }

    /**
     * The names of the folders of a namespace that may be tables, in ascending order: one look for all of them. Whether one is, its own
     * folder says.
     */
    public List<String> candidates(String namespace) throws IOException {
        checked("namespace", namespace);
        try (FileStore store = root.open()) {
            return store.folders(namespace).stream().filter(Warehouse::isName).toList();
        }
    }

    /** Whether there is such a table; no for what cannot be a name. */
    public boolean hasTable(String namespace, String table) throws IOException {
        if (!isName(namespace) || !isName(table) || RESERVED.contains(namespace)) {
            return false;
        }
        try (FileStore store = location(namespace, table).open()) {
            return Table.exists(store);
        }
    }

    /**
     * Deletes a table and its folder. What was cut short can be done again.
     *
     * @return whether there was such a table; a folder that is none stays
     */
    public boolean dropTable(String namespace, String table) throws IOException {
        if (!hasTable(namespace, table)) {
            return false;
        }
        try (FileStore store = root.open()) {
            dropTable(store, path(namespace, table));
        }
        return true;
    }

    /**
     * Gives a table another name: its folder moves, in one step. Whoever has the table open by its old folder finds no table there.
     *
     * @return whether there was such a table
     * @throws TsFileConnectorException if a name cannot be one, if there is no such namespace, if there is something under the new name, or
     *     if the store cannot move a folder in one step
     */
    public boolean renameTable(String namespace, String table, String newNamespace, String newTable)
            throws IOException {
        if (!hasTable(namespace, table)) {
            return false;
        }
        String to = path(newNamespace, newTable);
        if (!hasNamespace(newNamespace)) {
            throw new TsFileConnectorException("Cannot rename table " + namespace + "." + table + " to " + newNamespace
                    + "." + newTable + ": there is no namespace " + newNamespace + ". Create it first");
        }
        try (FileStore store = root.open()) {
            store.renameFolder(path(namespace, table), to);
        }
        return true;
    }

    /** Whether a namespace holds nothing at all, so that it can be dropped without its tables. */
    public boolean isEmpty(String namespace) throws IOException {
        checked("namespace", namespace);
        try (FileStore store = root.open()) {
            List<String> folders = new ArrayList<>(store.folders(namespace));
            folders.remove(NamespaceProperties.FOLDER);
            return folders.isEmpty() && store.list(namespace, false).isEmpty();
        }
    }

    /**
     * Deletes a namespace with its tables.
     *
     * @return whether there was a folder of it
     * @throws TsFileConnectorException if it holds anything else than tables and empty folders: then nothing is deleted
     */
    public boolean dropNamespace(String namespace) throws IOException {
        checked("namespace", namespace);
        try (FileStore store = root.open()) {
            if (!store.folders("").contains(namespace) || RESERVED.contains(namespace)) {
                return false;
            }
            List<String> tables = new ArrayList<>();
            Optional<String> stranger =
                    store.list(namespace, false).stream().map(StoredFile::path).findFirst();
            for (String folder : store.folders(namespace)) {
                String path = namespace + "/" + folder;
                if (isName(folder) && isTable(store, path)) {
                    tables.add(path);
                } else if (!folder.equals(NamespaceProperties.FOLDER)
                        && !store.list(path, true).isEmpty()) {
                    stranger = Optional.of(path);
                }
            }
            if (stranger.isPresent()) {
                String name = stranger.get().substring(namespace.length() + 1);
                throw new TsFileConnectorException("Cannot drop namespace " + namespace + ": its folder "
                        + location(namespace).uri() + " holds '" + name
                        + "', which is no table, and only tables are deleted. Move it elsewhere, or delete it by hand");
            }
            for (String table : tables) {
                dropTable(store, table);
            }
            store.deleteFolder(namespace);
            return true;
        }
    }

    private static void dropTable(FileStore store, String path) throws IOException {
        try (FileStore folder = store.child(path)) {
            Table.drop(folder);
        }
        store.deleteFolder(path);
    }

    private static boolean isTable(FileStore store, String path) throws IOException {
        try (FileStore folder = store.child(path)) {
            return Table.exists(folder);
        }
    }

    private StoreLocation below(String path) {
        String uri = root.uri();
        return StoreLocation.of(uri + (uri.endsWith("/") ? "" : "/") + path, root.configuration());
    }

    private static String path(String namespace, String table) {
        return checked("namespace", namespace) + "/" + checked("table", table);
    }

    private static String checked(String kind, String name) {
        if (!isName(name)) {
            throw new TsFileConnectorException("Cannot use '" + name + "' as the name of a " + kind
                    + ": it becomes a folder's name, which has no slash, backslash, colon or control character and does not"
                    + " start with a dot or an underscore");
        }
        return name;
    }
}
