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
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.scan.ScanSource;
import io.tsfile.core.table.Snapshot;
import io.tsfile.core.table.Table;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Where a relation's files come from. Lives on the driver. */
sealed interface TableSource {
    /** The columns at the time when the relation was loaded. */
    TableSchema schema();

    /** The folder. */
    StoreLocation location();

    /** The files to scan now. */
    Files files();

    /**
     * Files of one moment.
     *
     * @param source what to scan
     * @param version which moment, for people
     */
    record Files(ScanSource source, String version) {}

    /** A table with a log: each scan sees the newest snapshot at its time. */
    record Logged(StoreLocation location, TableSchema schema) implements TableSource {
        @Override
        public Files files() {
            try (FileStore store = location.open()) {
                Snapshot snapshot = Table.open(store).snapshot();
                if (!snapshot.metadata().schema().equals(schema)) {
                    throw new TsFileConnectorException("Cannot scan the table in " + location.uri()
                            + ": its columns changed since it was loaded. Load it again");
                }
                return new Files(ScanSource.of(store, snapshot), "snapshot " + snapshot.number());
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot read the log of the table in " + location.uri(), e);
            }
        }
    }

    /** A folder without a log: the files that were there when it was loaded. */
    record Plain(ScanSource source) implements TableSource {
        @Override
        public TableSchema schema() {
            return source.schema();
        }

        @Override
        public StoreLocation location() {
            return source.location();
        }

        @Override
        public Files files() {
            return new Files(source, "plain folder");
        }
    }
}
