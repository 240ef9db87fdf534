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
package io.tsfile.core.testing;

import io.tsfile.core.flush.EncodeStage;
import io.tsfile.core.flush.FlushOptions;
import io.tsfile.core.flush.SortedSeries;
import io.tsfile.core.format.EncodedChunk;
import io.tsfile.core.format.write.ChunkAppender;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.model.BucketRange;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.DeviceRange;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.model.Version;
import io.tsfile.core.vector.LongVector;
import io.tsfile.core.vector.Vector;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeSet;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.IDeviceID;

/**
 * Files whose chunk groups a test chooses: of one device there may be several, they may overlap in time, lack columns, and have
 * rows without a value.
 */
public final class RowGroups {
    private RowGroups() {}

    /**
     * Rows that are written together.
     *
     * @param aligned whether its columns share their times
     * @param columns the table's fields that it has chunks of
     * @param rows by time, with all fields of the table; at least one
     */
    public record Group(IDeviceID device, boolean aligned, List<Column> columns, SortedMap<Long, ObjectRow> rows) {}

    /**
     * Writes a file.
     *
     * @param ordered what to say of it
     */
    public static DataFile write(
            FileStore store,
            String path,
            TableSchema schema,
            List<Group> groups,
            FlushOptions options,
            Version version,
            boolean ordered)
            throws IOException {
        EncodeStage encode = new EncodeStage(options);
        TreeSet<IDeviceID> devices = new TreeSet<>();
        TreeSet<Long> times = new TreeSet<>();
        try (ChunkAppender appender = new ChunkAppender(store.create(path), schema)) {
            for (Group group : groups) {
                devices.add(group.device);
                times.addAll(group.rows.keySet());
                appender.startGroup(group.device);
                for (SortedSeries series : series(schema, group)) {
                    for (EncodedChunk chunk : encode.encode(series).chunks()) {
                        appender.append(chunk);
                    }
                }
            }
            appender.finish();
        }
        return new DataFile(
                path,
                store.status(path).orElseThrow().length(),
                DataFile.UNKNOWN_CRC,
                version,
                0,
                version.commit(),
                ordered,
                new DeviceRange(devices.first(), devices.last()),
                BucketRange.ALL,
                new TimeRange(times.first(), times.last()),
                times.size(),
                times.size(),
                DataFile.UNKNOWN_CHUNKS,
                List.of());
    }

    private static List<SortedSeries> series(TableSchema schema, Group group) {
        List<SortedSeries> series = new ArrayList<>();
        LongVector times = (LongVector) Vector.of(TSDataType.TIMESTAMP, 0);
        List<Vector> values = new ArrayList<>();
        group.rows.keySet().forEach(times::append);
        for (Column column : group.columns) {
            int field = schema.fields().indexOf(column);
            LongVector ownTimes = (LongVector) Vector.of(TSDataType.TIMESTAMP, 0);
            Vector own = Vector.of(column.type(), 0);
            group.rows.forEach((time, row) -> {
                if (!row.isNull(field)) {
                    ownTimes.append(time);
                    row.appendTo(field, own);
                } else if (group.aligned) {
                    own.appendNull();
                }
            });
            values.add(own);
            if (!group.aligned && own.size() > 0) {
                series.add(new SortedSeries(group.device, false, 0, 0, ownTimes, List.of(column), List.of(own)));
            }
        }
        return group.aligned
                ? List.of(new SortedSeries(group.device, true, 0, 0, times, group.columns, values))
                : series;
    }
}
