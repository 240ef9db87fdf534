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
package io.tsfile.spark.read;

import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.scan.PlainPaths;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where the paths of a read lead.
 *
 * @param root the one folder that is read, be it a table or not; else a folder above all files and folders
 * @param plain what is read of it where it is no table
 * @param single whether it is one folder
 */
record ReadPaths(StoreLocation root, PlainPaths plain, boolean single) {
    private static final String GLOB = "*?[{";
    private static final String SUFFIX = ".tsfile";
    private static final String LOG = "_tsfile/log";
    /** How far below its table's folder a file of a table is. */
    private static final int MOST_LEVELS = 3;

    /**
     * Looks for the paths.
     *
     * @param given folders, files, or globs of them; of what a glob finds, files of other names than TsFiles' are left out. What is
     *     there by that very name is no glob
     * @param settings Hadoop settings above those of the session
     * @throws TsFileConnectorException if one of several leads nowhere, or they lie on several file systems or inside of a table
     */
    static ReadPaths resolve(List<String> given, Map<String, String> settings) throws IOException {
        Configuration configuration = Locations.configuration(settings);
        Finder finder = new Finder(configuration);
        for (String path : given) {
            finder.find(path, given.size() == 1);
        }
        return finder.found();
    }

    /** Gathers what is there. Not thread-safe. */
    private static final class Finder {
        private final Configuration configuration;
        private final List<Path> folders = new ArrayList<>();
        private final List<Path> files = new ArrayList<>();
        private final Map<Path, Boolean> tables = new HashMap<>();
        private @Nullable FileSystem system;

        Finder(Configuration configuration) {
            this.configuration = configuration;
        }

        void find(String text, boolean only) throws IOException {
            Path path = new Path(text);
            FileSystem own = path.getFileSystem(configuration);
            if (system != null && !system.getUri().equals(own.getUri())) {
                throw new TsFileConnectorException("Cannot read paths on several file systems at once ("
                        + system.getUri() + " and " + own.getUri() + "): read each one and unite the results");
            }
            system = own;
            Path qualified = own.makeQualified(path);
            try {
                add(own.getFileStatus(qualified));
                return;
            } catch (FileNotFoundException e) {
                if (!isGlob(text)) {
                    if (only) {
                        // Stores without real folders do not have those that are empty.
                        folders.add(qualified);
                        return;
                    }
                    throw new TsFileConnectorException("Cannot read " + text + ": it is not there", e);
                }
            }
            int before = folders.size() + files.size();
            for (FileStatus status : matches(own, qualified)) {
                String name = status.getPath().getName();
                boolean hidden = name.startsWith("_") || name.startsWith(".");
                if (!hidden && (status.isDirectory() || name.endsWith(SUFFIX))) {
                    add(status);
                }
            }
            if (folders.size() + files.size() == before) {
                throw new TsFileConnectorException("Cannot read " + text
                        + ": no folder has that name or matches it, and no file that ends with " + SUFFIX);
            }
        }

        private static FileStatus[] matches(FileSystem files, Path glob) throws IOException {
            FileStatus[] matches = files.globStatus(glob);
            return matches == null ? new FileStatus[0] : matches;
        }

        private void add(FileStatus status) {
            (status.isDirectory() ? folders : files).add(status.getPath());
        }

        ReadPaths found() throws IOException {
            for (Path folder : folders) {
                refuseInsideOfTable(folder, folder.getParent());
            }
            for (Path file : files) {
                refuseInsideOfTable(file, file.getParent());
            }
            if (files.isEmpty() && folders.size() == 1 && isRoot(folders.get(0))) {
                return new ReadPaths(location(folders.get(0)), PlainPaths.ALL, true);
            }
            Path root = files.isEmpty() ? folders.get(0) : parent(files.get(0));
            for (Path folder : folders) {
                root = common(root, folder);
            }
            for (Path file : files) {
                root = common(root, parent(file));
            }
            root = dataFolder(root);
            Path above = root;
            return new ReadPaths(
                    location(root),
                    new PlainPaths(
                            folders.stream().map(path -> relative(above, path)).toList(),
                            files.stream().map(path -> relative(above, path)).toList()),
                    false);
        }

        /** Whether a folder is read from itself on: a table, or what is no part of an IoTDB's folder. */
        private boolean isRoot(Path folder) throws IOException {
            return dataFolder(folder).equals(folder) || isTable(folder);
        }

        private boolean isTable(Path folder) throws IOException {
            Boolean table = tables.get(folder);
            if (table == null) {
                table = system != null && system.exists(new Path(folder, LOG));
                tables.put(folder, table);
            }
            return table;
        }

        private StoreLocation location(Path folder) {
            return Locations.of(folder, configuration);
        }

        /** Some of a table's files are not the table: its log says which of them count. */
        private void refuseInsideOfTable(Path path, @Nullable Path above) throws IOException {
            Path folder = above;
            for (int level = 0; level < MOST_LEVELS && folder != null; level++) {
                if (isTable(folder)) {
                    throw new TsFileConnectorException("Cannot read " + path + " alone: it lies in the table " + folder
                            + ", whose log says which files count. Read the table");
                }
                folder = folder.getParent();
            }
        }
    }

    private static boolean isGlob(String text) {
        return text.chars().anyMatch(c -> GLOB.indexOf(c) >= 0);
    }

    private static Path parent(Path path) {
        Path parent = path.getParent();
        return parent == null ? path : parent;
    }

    private static Path common(Path one, Path other) {
        Path shorter = one;
        while (!isAt(shorter, other) && shorter.getParent() != null) {
            shorter = parent(shorter);
        }
        return shorter;
    }

    /** Whether a path is the folder, or below it. */
    private static boolean isAt(Path folder, Path path) {
        Path up = path;
        while (up != null && up.depth() > folder.depth()) {
            up = up.getParent();
        }
        return folder.equals(up);
    }

    /** What an IoTDB's file is, its folders say from {@code sequence} or {@code unsequence} on: they must be seen. */
    private static Path dataFolder(Path root) {
        for (Path up = root; up != null; up = up.getParent()) {
            if (up.getName().equals("sequence") || up.getName().equals("unsequence")) {
                return parent(up);
            }
        }
        return root;
    }

    private static String relative(Path root, Path path) {
        String above = root.toUri().getPath();
        String whole = path.toUri().getPath();
        return whole.equals(above) ? "" : whole.substring(above.endsWith("/") ? above.length() : above.length() + 1);
    }
}
