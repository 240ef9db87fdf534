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

import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.scan.ScanSource;
import io.tsfile.core.table.Snapshot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** Where a relation's files come from: those of one moment, however often they are scanned. Lives on the driver; immutable. */
sealed interface TableSource {
    /** The columns. */
    TableSchema schema();

    /** The folder. */
    StoreLocation location();

    /** The files. */
    Files files();

    /** What two sources of the same files have in common. */
    Object moment();

    /**
     * Files of one moment.
     *
     * @param source what to scan
     * @param version which moment, for people
     * @param isLogged whether versions are those of a log's commits
     */
    record Files(ScanSource source, String version, boolean isLogged) {
        /** The same files, read with other types or names of columns. */
        Files withSchema(TableSchema schema) {
            return new Files(new ScanSource(source.location(), schema, source.files()), version, isLogged);
        }
    }

    /** A table with a log: the snapshot that was found when it was loaded, so that all scans of a query see the same rows. */
    record Logged(StoreLocation location, Snapshot snapshot) implements TableSource {
        @Override
        public TableSchema schema() {
            return snapshot.metadata().schema();
        }

        @Override
        public Files files() {
            try (FileStore store = location.open()) {
                return new Files(ScanSource.of(store, snapshot), "snapshot " + snapshot.number(), true);
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot read the deletions of the table in " + location.uri(), e);
            }
        }

        @Override
        public Object moment() {
            return List.of(location, snapshot.metadata().id(), snapshot.number());
        }
    }

    /** Files without a log: those that were there when they were loaded. */
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
            return new Files(source, "plain folder", false);
        }

        @Override
        public Object moment() {
            return source;
        }
    }
}
