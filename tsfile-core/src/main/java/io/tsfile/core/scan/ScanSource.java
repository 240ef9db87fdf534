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

import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.model.LiveFile;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.table.Snapshot;
import java.io.IOException;
import java.util.List;

/**
 * What can be scanned: the files of a snapshot, or those found in a plain folder.
 *
 * @param location the folder that the files' paths are relative to
 * @param schema the columns
 * @param files in ascending order of version, each with what must not be seen of it
 */
public record ScanSource(StoreLocation location, TableSchema schema, List<LiveFile> files) {
    /** All files of a snapshot of the table in the store's folder. */
    public static ScanSource of(FileStore store, Snapshot snapshot) throws IOException {
        return new ScanSource(store.location(), snapshot.metadata().schema(), snapshot.liveFiles(store, TimeRange.ALL));
    }
}
