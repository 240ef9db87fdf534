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
import io.tsfile.core.model.LiveFile;
import io.tsfile.core.table.TableHistory;
import io.tsfile.core.table.TableOptions;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Says why a file of a snapshot is gone. */
final class MissingFiles {
    private MissingFiles() {}

    /** The error for a task one of whose files was not there; it names the commit that removed it, where the log still knows. */
    static TsFileConnectorException explain(FileStore store, List<LiveFile> files, TsFileConnectorException failure) {
        try {
            for (LiveFile file : files) {
                String path = file.file().path();
                if (store.status(path).isEmpty()) {
                    Optional<TableHistory.Removal> removal =
                            TableHistory.of(store).removal(path);
                    if (removal.isPresent()) {
                        return new TsFileConnectorException(
                                "Cannot read " + store.location().uri() + "/" + path + ": commit "
                                        + removal.get().commit() + " ('"
                                        + removal.get().operation()
                                        + "') removed it, and a vacuum deleted it later. The snapshot that is read was superseded longer"
                                        + " ago than the table's option '" + TableOptions.RETENTION
                                        + "' keeps files: read the table again, and raise the option if readers take that long",
                                failure);
                    }
                }
            }
        } catch (IOException | RuntimeException e) {
            failure.addSuppressed(e);
        }
        return failure;
    }
}
