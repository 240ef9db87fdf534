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
import io.tsfile.core.io.OutputFile;
import io.tsfile.core.model.BucketRange;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.DeviceRange;
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimePartitioning;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.model.Version;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.tsfile.enums.TSDataType;

/** Small tables and files for the tests of the log, which never looks into a file. */
final class TableFixtures {
    static final TableSchema SCHEMA =
            TableSchema.ofTable("sensors", List.of(Column.tag("host"), Column.field("temperature", TSDataType.DOUBLE)));

    private TableFixtures() {}

    static TableMetadata metadata() {
        return TableMetadata.of(SCHEMA, new TimePartitioning(604_800_000L), Map.of());
    }

    /** Describes a file of an append. */
    static DataFile dataFile(String path, long length) {
        return new DataFile(
                path,
                length,
                DataFile.UNKNOWN_CRC,
                new Version(DataFile.UNCOMMITTED, 0),
                0,
                DataFile.UNCOMMITTED,
                true,
                new DeviceRange(Devices.ofTable("sensors", "a"), Devices.ofTable("sensors", "b")),
                BucketRange.ALL,
                new TimeRange(0, 9),
                length,
                length,
                DataFile.UNKNOWN_CHUNKS,
                List.of());
    }

    /** Writes a file of so many bytes and describes it. */
    static DataFile write(FileStore store, String path, int length) throws IOException {
        try (OutputFile out = store.create(path)) {
            out.write(new byte[length]);
        }
        return dataFile(path, length);
    }

    static Commit append(Table table, CommitId id, DataFile... files) throws IOException {
        return Commit.append(tableId(table), id, "test append", List.of(files));
    }

    static Commit replace(Table table, CommitId id, List<String> removes, DataFile... files) throws IOException {
        return Commit.of(tableId(table), id, "test compaction")
                .add(List.of(files))
                .remove(removes)
                .build();
    }

    static List<String> paths(Table table) throws IOException {
        return table.snapshot().files().stream().map(DataFile::path).toList();
    }

    private static UUID tableId(Table table) throws IOException {
        return table.snapshot().metadata().id();
    }
}
