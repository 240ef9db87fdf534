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

import java.io.IOException;
import java.io.Serializable;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where a store is, and what is needed to open it: travels to the workers of an engine.
 *
 * @param uri the folder; a plain path means the local file system
 * @param configuration Hadoop configuration keys that differ from the class path's defaults; empty for local folders
 */
public record StoreLocation(String uri, TreeMap<String, String> configuration) implements Serializable {
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
     * @throws io.tsfile.core.TsFileConnectorException if the scheme needs Hadoop and the class path has none
     */
    public FileStore open() throws IOException {
        throw new UnsupportedOperationException();
    }
}
