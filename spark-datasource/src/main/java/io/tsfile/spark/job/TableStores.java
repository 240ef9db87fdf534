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
package io.tsfile.spark.job;

import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;

/**
 * Opens the folders of tables. Those in the warehouse share its client: a client of its own for each of many tables would cost more than the
 * look at the table. Thread-safe.
 */
final class TableStores implements TableSweep.Opener, Closeable {
    private final String prefix;
    private final Optional<FileStore> warehouse;

    private TableStores(String prefix, Optional<FileStore> warehouse) {
        this.prefix = prefix;
        this.warehouse = warehouse;
    }

    /** Stores of tables in that warehouse and of others, or of others alone. */
    static TableStores of(Optional<StoreLocation> warehouse) throws IOException {
        if (warehouse.isEmpty()) {
            return new TableStores("", Optional.empty());
        }
        String uri = warehouse.get().uri();
        return new TableStores(
                uri.endsWith("/") ? uri : uri + "/", Optional.of(warehouse.get().open()));
    }

    @Override
    public FileStore open(StoreLocation location) throws IOException {
        return warehouse.isPresent() && location.uri().startsWith(prefix)
                ? warehouse.get().child(location.uri().substring(prefix.length()))
                : location.open();
    }

    @Override
    public void close() throws IOException {
        if (warehouse.isPresent()) {
            warehouse.get().close();
        }
    }
}
