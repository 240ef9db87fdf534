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
package io.tsfile.flink.commit;

import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.table.Table;
import java.io.Closeable;
import java.io.IOException;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** The table, opened when it is first needed, by the thread that needs it. Owns its store. Thread-safe. */
public final class OpenTable implements Closeable {
    private final StoreLocation location;
    private final Opener opener;
    private @Nullable FileStore store;
    private @Nullable Table table;

    /** Opens the table's folder. Travels to the subtasks. */
    @FunctionalInterface
    public interface Opener extends Serializable {
        /** A new store, which is the caller's. */
        FileStore open(StoreLocation location) throws IOException;
    }

    /** Opens nothing yet. */
    public OpenTable(StoreLocation location, Opener opener) {
        this.location = location;
        this.opener = opener;
    }

    /** Whether it was made already. */
    public synchronized boolean isThere() throws IOException {
        return table != null || Table.exists(store());
    }

    /** The table; an error if there is none. */
    public synchronized Table get() throws IOException {
        Table opened = table;
        if (opened == null) {
            opened = Table.open(store());
            table = opened;
        }
        return opened;
    }

    private FileStore store() throws IOException {
        FileStore opened = store;
        if (opened == null) {
            opened = opener.open(location);
            store = opened;
        }
        return opened;
    }

    /** Closes the store, also under a thread that has not ended in time: it then fails soon. */
    @Override
    public synchronized void close() throws IOException {
        table = null;
        if (store != null) {
            store.close();
        }
    }
}
