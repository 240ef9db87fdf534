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
package io.tsfile.stores;

import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.OutputFile;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.model.BucketRange;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.DeviceRange;
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.model.Version;
import io.tsfile.core.table.Commit;
import io.tsfile.core.table.CommitId;
import io.tsfile.core.table.Table;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A process that appends to a table again and again, and prints the number of each commit. */
public final class CommitProgram {
    private CommitProgram() {}

    /**
     * Appends.
     *
     * @param arguments the table, the writer's id, how many commits, and keys and values of Hadoop's configuration in turn
     */
    public static void main(String[] arguments) throws IOException {
        Map<String, String> configuration = new HashMap<>();
        for (int i = 3; i < arguments.length; i += 2) {
            configuration.put(arguments[i], arguments[i + 1]);
        }
        UUID writer = UUID.fromString(arguments[1]);
        int commits = Integer.parseInt(arguments[2]);
        try (FileStore store = StoreLocation.of(arguments[0], configuration).open()) {
            Table table = Table.open(store);
            UUID id = table.snapshot().metadata().id();
            for (int sequence = 0; sequence < commits; sequence++) {
                DataFile file = write(store, path(writer, sequence));
                long number = table.commit(Commit.append(id, new CommitId(writer, sequence), "append", List.of(file)))
                        .number();
                System.out.println(number);
            }
        }
    }

    static String path(UUID writer, int sequence) {
        return "data/" + writer + "-" + sequence + ".tsfile";
    }

    private static DataFile write(FileStore store, String path) throws IOException {
        try (OutputFile out = store.create(path)) {
            out.write(1);
        }
        return new DataFile(
                path,
                1,
                DataFile.UNKNOWN_CRC,
                new Version(DataFile.UNCOMMITTED, 0),
                0,
                DataFile.UNCOMMITTED,
                true,
                new DeviceRange(Devices.ofTable("t"), Devices.ofTable("t")),
                BucketRange.ALL,
                new TimeRange(0, 0),
                1,
                1,
                DataFile.UNKNOWN_CHUNKS,
                List.of());
    }
}
