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
import io.tsfile.core.io.StoreLocation;
import io.tsfile.spark.read.Locations;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A folder of namespaces, each a folder of tables. Knows folders only; thread-safe.
 *
 * <p>Names that start with a dot or an underscore are not listed: they belong to engines and stores.
 */
final class Warehouse {
    private static final Pattern NAME = Pattern.compile("[^._/\\\\:\\p{Cntrl}][^/\\\\:\\p{Cntrl}]*");

    private final Path root;
    private final Map<String, String> settings;

    /**
     * A warehouse, which need not be there yet.
     *
     * @param folder where it is
     * @param settings Hadoop settings above those of the session
     */
    Warehouse(String folder, Map<String, String> settings) throws IOException {
        this.root = new Path(Locations.resolve(folder, settings).uri());
        this.settings = settings;
    }

    /** The folder of a table. */
    StoreLocation table(String namespace, String table) throws IOException {
        return Locations.resolve(new Path(namespace(namespace), checked("table", table)).toString(), settings);
    }

    /** The names of the namespaces. */
    List<String> namespaces() throws IOException {
        return folders(root);
    }

    /** The names of the folders in a namespace, tables or not. */
    List<String> tableFolders(String namespace) throws IOException {
        return folders(namespace(namespace));
    }

    boolean namespaceExists(String namespace) throws IOException {
        return NAME.matcher(namespace).matches() && isFolder(namespace(namespace));
    }

    void createNamespace(String namespace) throws IOException {
        files().mkdirs(namespace(namespace));
    }

    /** Deletes a namespace with all that is in it. */
    void deleteNamespace(String namespace) throws IOException {
        files().delete(namespace(namespace), true);
    }

    /** The names of all that is in a namespace: folders and files, hidden ones too. */
    List<String> contents(String namespace) throws IOException {
        List<String> names = new ArrayList<>();
        for (FileStatus status : files().listStatus(namespace(namespace))) {
            names.add(status.getPath().getName());
        }
        return names;
    }

    /** Deletes the folder of a table. */
    void deleteTable(String namespace, String table) throws IOException {
        files().delete(new Path(namespace(namespace), checked("table", table)), true);
    }

    /** Whether a name can be that of a folder. */
    static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    Path namespace(String namespace) {
        return new Path(root, checked("namespace", namespace));
    }

    private FileSystem files() throws IOException {
        return root.getFileSystem(Locations.configuration(settings));
    }

    private boolean isFolder(Path path) throws IOException {
        try {
            return files().getFileStatus(path).isDirectory();
        } catch (FileNotFoundException e) {
            return false;
        }
    }

    private List<String> folders(Path parent) throws IOException {
        FileSystem files = files();
        List<String> names = new ArrayList<>();
        if (isFolder(parent)) {
            for (FileStatus status : files.listStatus(parent)) {
                String name = status.getPath().getName();
                if (status.isDirectory() && isName(name)) {
                    names.add(name);
                }
            }
        }
        names.sort(null);
        return names;
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
