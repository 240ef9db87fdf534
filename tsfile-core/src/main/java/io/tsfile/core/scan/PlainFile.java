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

import io.tsfile.core.index.ChunkEntry;
import io.tsfile.core.index.DeviceChunks;
import io.tsfile.core.index.DeviceCursor;
import io.tsfile.core.index.OpenTsFile;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoredFile;
import io.tsfile.core.model.BucketRange;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.Deletion;
import io.tsfile.core.model.DeviceRange;
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.LiveFile;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.model.Version;
import io.tsfile.core.scan.mods.FileDeletions;
import io.tsfile.core.scan.mods.ModFiles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.apache.tsfile.file.metadata.TableSchema;
import org.jspecify.annotations.Nullable;

/**
 * What the index of a TsFile that another writer made says of it, and what the files beside it hide in it.
 *
 * @param stored where it is
 * @param iotdbName what its name says, if an IoTDB gave it
 * @param tables the tables in it, by name
 * @param measurements the measurements of the chosen devices of the tree model, and of each type that they have, a device that has it
 * @param contents what the index counts
 * @param deletions what is not to be seen of it
 */
record PlainFile(
        StoredFile stored,
        Optional<IotdbName> iotdbName,
        Map<String, TableSchema> tables,
        Map<String, Map<TSDataType, IDeviceID>> measurements,
        Contents contents,
        List<Deletion> deletions) {
    /**
     * What a file holds.
     *
     * @param ordered whether no two chunks of a series have times in common, and every row of the tree model has a value
     * @param devices the range of all its devices
     * @param times the range of all its times
     * @param rows rows of aligned devices plus points of the others
     * @param points values that are not null
     * @param chunks chunks of values, also of nothing but nulls; those of an aligned device's times not counted
     */
    record Contents(boolean ordered, DeviceRange devices, TimeRange times, long rows, long points, long chunks) {}

    /**
     * Reads the indexes of files. Thread-safe.
     *
     * @param store where they are
     * @param mods the deletions that stand beside them
     * @param chosen the devices of the tree model whose measurements count; absent: all
     */
    record Inspector(FileStore store, ModFiles mods, Optional<DevicePattern> chosen) {
        PlainFile inspect(StoredFile stored) throws IOException {
            FileDeletions deletions = new FileDeletions(mods.read(store, stored.path()));
            try (OpenTsFile file = OpenTsFile.open(store, stored.path())) {
                Map<String, TableSchema> tables = file.tableSchemas();
                Collector collector = new Collector();
                Map<String, Map<TSDataType, IDeviceID>> measurements = new LinkedHashMap<>();
                DeviceCursor cursor = file.devices(null);
                for (IDeviceID device = cursor.current(); device != null; device = cursor.current()) {
                    IDeviceID own = device;
                    DeviceChunks chunks = cursor.chunks();
                    boolean tree = !tables.containsKey(device.getTableName());
                    collector.add(device, tree, chunks);
                    deletions.add(device, tree, chunks);
                    if (tree && (chosen.isEmpty() || chosen.get().matches(device))) {
                        chunks.types()
                                .forEach((name, type) -> measurements
                                        .computeIfAbsent(name, any -> new EnumMap<>(TSDataType.class))
                                        .putIfAbsent(type, own));
                    }
                    cursor.advance();
                }
                return new PlainFile(
                        stored,
                        IotdbName.parse(stored.path()),
                        tables,
                        measurements,
                        collector.contents(),
                        deletions.finish());
            }
        }
    }

    /** Whether it holds neither tables nor devices. */
    boolean isEmpty() {
        return tables.isEmpty() && !hasTree();
    }

    /** Whether it holds chosen devices of the tree model. */
    boolean hasTree() {
        return !measurements.isEmpty();
    }

    /** The file as a table's log would describe it, without what only reading all its bytes could tell. */
    LiveFile live(Version version) {
        DataFile file = new DataFile(
                stored.path(),
                stored.length(),
                DataFile.UNKNOWN_CRC,
                version,
                0,
                version.commit(),
                contents.ordered,
                contents.devices,
                BucketRange.ALL,
                contents.times,
                contents.rows,
                contents.points,
                contents.chunks,
                List.of());
        return new LiveFile(
                file,
                deletions.stream().filter(deletion -> deletion.mayMeet(file)).toList());
    }

    private static final class Collector {
        private boolean ordered = true;
        private @Nullable DeviceRange devices;
        private @Nullable TimeRange range;
        private long rows;
        private long points;
        private long chunks;

        void add(IDeviceID device, boolean tree, DeviceChunks of) {
            DeviceRange one = new DeviceRange(device, device);
            devices = devices == null ? one : devices.union(one);
            long times = of.aligned() ? addTimes(of.times()) : 0;
            boolean filled = !tree || !of.aligned();
            for (String measurement : of.types().keySet()) {
                List<ChunkEntry> series = of.chunks(measurement);
                if (!of.aligned()) {
                    addTimes(series);
                }
                long values = 0;
                for (ChunkEntry chunk : series) {
                    values += chunk.count();
                }
                chunks += series.size();
                points += values;
                filled |= values == times;
            }
            ordered &= filled;
        }

        /** Adds rows, and says how many. */
        private long addTimes(List<ChunkEntry> series) {
            long before = rows;
            List<ChunkEntry> ascending = new ArrayList<>(series);
            ascending.sort(Comparator.comparingLong(ChunkEntry::startTime));
            for (int i = 0; i < ascending.size(); i++) {
                ChunkEntry chunk = ascending.get(i);
                ordered &= i == 0 || ascending.get(i - 1).endTime() < chunk.startTime();
                TimeRange own = new TimeRange(chunk.startTime(), chunk.endTime());
                range = range == null ? own : range.union(own);
                rows += chunk.count();
            }
            return rows - before;
        }

        Contents contents() {
            // A file without devices holds no row: it meets no other, and never matters.
            IDeviceID none = Devices.ofPath("root");
            return new Contents(
                    ordered,
                    devices == null ? new DeviceRange(none, none) : devices,
                    range == null ? new TimeRange(Long.MIN_VALUE, Long.MIN_VALUE) : range,
                    rows,
                    points,
                    chunks);
        }
    }
}
