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

import io.tsfile.core.index.DeviceChunks;
import io.tsfile.core.index.DeviceCursor;
import io.tsfile.core.index.OpenTsFile;
import io.tsfile.core.index.RowChunk;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoredFile;
import io.tsfile.core.model.DeviceRange;
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.TimeRange;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.apache.tsfile.file.metadata.TableSchema;
import org.jspecify.annotations.Nullable;

/**
 * What the index of a TsFile that another writer made says of it.
 *
 * @param stored where it is
 * @param iotdbName what its name says, if an IoTDB gave it
 * @param tables the tables in it, by name
 * @param measurements the measurements of devices of the tree model, and their types
 * @param devices the range of all its devices
 * @param times the range of all its times
 * @param rows rows of aligned devices plus points of the others
 * @param points values that are not null; for aligned devices an upper bound
 */
record PlainFile(
        StoredFile stored,
        Optional<IotdbName> iotdbName,
        Map<String, TableSchema> tables,
        Map<String, TSDataType> measurements,
        DeviceRange devices,
        TimeRange times,
        long rows,
        long points) {
    /** Reads the index of a file. */
    static PlainFile inspect(FileStore store, StoredFile stored) throws IOException {
        try (OpenTsFile file = OpenTsFile.open(store, stored.path())) {
            Collector collector = new Collector();
            Map<String, TableSchema> tables = file.tableSchemas();
            for (DeviceCursor cursor = file.devices(null); cursor.current() != null; cursor.advance()) {
                collector.add(cursor.current(), cursor.chunks(), tables);
            }
            return collector.finish(stored, tables);
        }
    }

    /** Whether it holds devices of the tree model. */
    boolean hasTree() {
        return !measurements.isEmpty();
    }

    private static final class Collector {
        private final Map<String, TSDataType> measurements = new LinkedHashMap<>();
        private @Nullable DeviceRange devices;
        private @Nullable TimeRange times;
        private long rows;
        private long points;

        void add(@Nullable IDeviceID device, DeviceChunks chunks, Map<String, TableSchema> tables) {
            if (device == null) {
                return;
            }
            DeviceRange one = new DeviceRange(device, device);
            devices = devices == null ? one : devices.union(one);
            if (!tables.containsKey(device.getTableName())) {
                measurements.putAll(chunks.types());
            }
            for (RowChunk chunk : chunks.rows(List.of())) {
                times = times == null ? chunk.times() : times.union(chunk.times());
                long count = chunk.main().count();
                rows += count;
                points += chunk.aligned() ? count * chunks.size() : count;
            }
        }

        PlainFile finish(StoredFile stored, Map<String, TableSchema> tables) {
            // A file without devices holds no row: it meets no other, and never matters.
            IDeviceID none = Devices.ofPath("root");
            return new PlainFile(
                    stored,
                    IotdbName.parse(stored.path()),
                    tables,
                    measurements,
                    devices == null ? new DeviceRange(none, none) : devices,
                    times == null ? new TimeRange(Long.MIN_VALUE, Long.MIN_VALUE) : times,
                    rows,
                    points);
        }
    }
}
