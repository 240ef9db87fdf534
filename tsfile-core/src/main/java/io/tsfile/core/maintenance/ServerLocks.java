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
package io.tsfile.core.maintenance;

import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.io.Cleanup;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.io.StoredFile;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The locks by which an IoTDB server keeps others out of its folders of data: files of a fixed name that it holds locked, in the
 * folder above {@code sequence} and {@code unsequence}. Whoever has them knows that no server is at work, and that none starts.
 *
 * <p>Servers keep data on local disks only; elsewhere such a file is a copy, and nobody's lock.
 */
final class ServerLocks implements Closeable {
    private static final String NAME = ".iotdb-lock";

    private final List<Closeable> held = new ArrayList<>();

    private ServerLocks() {}

    /**
     * Takes the locks in the folder, below it and above it.
     *
     * @throws TsFileConnectorException if a server has one
     */
    static ServerLocks take(FileStore store) throws IOException {
        ServerLocks locks = new ServerLocks();
        try {
            Optional<StoreLocation> above = store.location().localParent();
            if (above.isPresent()) {
                for (StoredFile file : store.list("", true)) {
                    if (file.path().equals(NAME) || file.path().endsWith("/" + NAME)) {
                        locks.take(store, file.path());
                    }
                }
            }
            for (; above.isPresent(); above = above.get().localParent()) {
                try (FileStore folder = above.get().open()) {
                    if (folder.status(NAME).isPresent()) {
                        locks.take(folder, NAME);
                    }
                }
            }
            return locks;
        } catch (IOException | RuntimeException | Error e) {
            Cleanup.closeAfter(e, locks);
            throw e;
        }
    }

    private void take(FileStore folder, String path) throws IOException {
        try {
            held.add(folder.lock(path));
        } catch (TsFileConnectorException e) {
            throw new TsFileConnectorException(
                    "Cannot register a folder that a server uses: it has locked "
                            + folder.location().uri() + "/" + path
                            + ". Both would delete files that the other one needs. Stop the server, or register a copy",
                    e);
        }
    }

    @Override
    public void close() throws IOException {
        Cleanup.closeAll(held);
        held.clear();
    }
}
