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
package io.tsfile.core.table;

import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Probes a store's atomic create before this process first relies on it. Thread-safe. */
final class StoreProbes {
    private static final Set<StoreLocation> PROBED = ConcurrentHashMap.newKeySet();

    private StoreProbes() {}

    /** Probes in any case. */
    static void probe(FileStore store) throws IOException {
        store.probeCreateIfAbsent(TableLog.FOLDER);
        PROBED.add(store.location());
    }

    /** Probes unless this process has found before that the store keeps its word. */
    static void probeOnce(FileStore store) throws IOException {
        if (!PROBED.contains(store.location())) {
            probe(store);
        }
    }
}
