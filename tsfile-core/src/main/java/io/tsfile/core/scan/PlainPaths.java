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
package io.tsfile.core.scan;

import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoredFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which files of a store are read without a log.
 *
 * @param folders of which all TsFiles are read, also those in folders below; the empty string is the store's own folder
 * @param files that are read whatever their names are
 */
public record PlainPaths(List<String> folders, List<String> files) {
    /** All TsFiles of the store. */
    public static final PlainPaths ALL = new PlainPaths(List.of(""), List.of());

    private static final String SUFFIX = ".tsfile";
    private static final String LOG = "_tsfile/log/";

    /** Copies the lists. */
    public PlainPaths {
        folders = List.copyOf(folders);
        files = List.copyOf(files);
    }

    /**
     * What a store has of the paths.
     *
     * @param tsFiles that are read, each once, by their paths
     * @param beside what lies in their folders, themselves among it: deletions, for one, are in files beside them
     */
    record Listing(Collection<StoredFile> tsFiles, List<StoredFile> beside) {}

    /**
     * Looks for the files.
     *
     * @throws TsFileConnectorException if there is none, one that was named is not there, or a folder holds a table with a log
     */
    Listing list(FileStore store) throws IOException {
        Map<String, StoredFile> beside = new HashMap<>();
        Map<String, StoredFile> tsFiles = new TreeMap<>();
        for (String folder : folders) {
            for (StoredFile file : store.list(folder, true)) {
                beside.put(file.path(), file);
                if (file.path().endsWith(SUFFIX)) {
                    tsFiles.put(file.path(), file);
                }
            }
        }
        Set<String> listed = new HashSet<>();
        for (String path : files) {
            String folder = path.substring(0, Math.max(0, path.lastIndexOf('/')));
            if (listed.add(folder)) {
                store.list(folder, false).forEach(file -> beside.put(file.path(), file));
            }
            StoredFile file = beside.get(path);
            if (file == null) {
                throw new TsFileConnectorException(
                        "Cannot read " + store.location().uri() + "/" + path + ": there is no such file");
            }
            tsFiles.put(path, file);
        }
        refuseTables(store, beside.keySet());
        if (tsFiles.isEmpty()) {
            throw new TsFileConnectorException(
                    "Cannot read " + store.location().uri() + ": it holds no file that ends with " + SUFFIX
                            + ", and no table. Is the path right, and was anything written to it yet?");
        }
        return new Listing(tsFiles.values(), new ArrayList<>(beside.values()));
    }

    /** Which files of a table count, its log says; whoever takes all sees what is not committed, deleted or replaced. */
    private static void refuseTables(FileStore store, Set<String> paths) {
        Set<String> tables = new TreeSet<>();
        for (String path : paths) {
            int log = path.startsWith(LOG) ? 0 : path.indexOf("/" + LOG);
            if (log >= 0) {
                tables.add(log == 0 ? store.location().uri() : path.substring(0, log));
            }
        }
        if (!tables.isEmpty()) {
            throw new TsFileConnectorException("Cannot read " + store.location().uri()
                    + " as a folder of TsFiles: it holds tables with a log of their own: " + String.join(", ", tables)
                    + ". Each has its own order of new and old values, so read them one by one");
        }
    }
}
