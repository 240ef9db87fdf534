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
package io.tsfile.core.io;

import io.tsfile.core.TsFileConnectorException;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a store is, and what is needed to open it: travels to the workers of an engine.
 *
 * @param uri the folder; a plain path means the local file system
 * @param configuration Hadoop configuration keys that differ from the class path's defaults; empty for local folders
 */
public record StoreLocation(String uri, TreeMap<String, String> configuration) implements Serializable {
    private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*):");

    /** Checks that there is a folder. */
    public StoreLocation {
        if (uri.isEmpty()) {
            throw new IllegalArgumentException("Cannot use an empty string as the place of a store");
        }
    }

    /** A folder that needs no configuration. */
    public static StoreLocation of(String uri) {
        return new StoreLocation(uri, new TreeMap<>());
    }

    /** A folder with Hadoop configuration. */
    public static StoreLocation of(String uri, Map<String, String> configuration) {
        return new StoreLocation(uri, new TreeMap<>(configuration));
    }

    /**
     * Opens the store.
     *
     * @throws io.tsfile.core.TsFileConnectorException if the scheme needs Hadoop and the class path has none, or a file of this
     *     machine has the name
     */
    public FileStore open() throws IOException {
        Optional<String> local = localFolder(uri);
        if (local.isPresent()) {
            if (Files.isRegularFile(Path.of(local.get()))) {
                throw new TsFileConnectorException("Cannot open " + uri
                        + ": it is a file, and a table is a folder; name the folder that holds it");
            }
            return LocalFileStore.of(local.get());
        }
        try {
            // The only way to a class that needs Hadoop.
            return HadoopFileStore.open(this);
        } catch (NoClassDefFoundError e) {
            TsFileConnectorException lacking = new TsFileConnectorException("Cannot open " + uri
                    + ": the class path lacks " + e.getMessage()
                    + ". Add hadoop-client-api and hadoop-client-runtime (for s3a also hadoop-aws), or use a folder of"
                    + " the local file system");
            // Not its cause: of several causes, SQL clients show the last one alone.
            lacking.addSuppressed(e);
            throw lacking;
        }
    }

    /** The folder above a folder of the local file system; nothing elsewhere, and nothing above its root. */
    public Optional<StoreLocation> localParent() {
        return localFolder(uri)
                .map(folder -> Path.of(folder).toAbsolutePath().normalize().getParent())
                .map(parent -> of(parent.toString()));
    }

    /** The folder that a URI of the local file system names; like Hadoop's paths, it knows no percent-encoding. */
    private static Optional<String> localFolder(String uri) {
        Matcher scheme = SCHEME.matcher(uri);
        if (!scheme.lookingAt()) {
            return Optional.of(uri);
        }
        if (!scheme.group(1).equalsIgnoreCase("file")) {
            return Optional.empty();
        }
        String rest = uri.substring(scheme.end());
        if (rest.startsWith("//")) {
            int slash = rest.indexOf('/', 2);
            String host = slash < 0 ? rest.substring(2) : rest.substring(2, slash);
            if (slash < 0 || !(host.isEmpty() || host.equalsIgnoreCase("localhost"))) {
                throw new TsFileConnectorException(
                        "Cannot open " + uri
                                + ": it names no folder of this machine; write file:///folder, with three slashes, or just /folder");
            }
            rest = rest.substring(slash);
        }
        if (rest.isEmpty()) {
            throw new TsFileConnectorException("Cannot open " + uri + ": it names no folder");
        }
        return Optional.of(rest);
    }
}
