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
package io.tsfile.core.flush;

import io.tsfile.core.format.EncodedChunk;
import io.tsfile.core.format.write.ChunkAppender;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.model.BucketRange;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.DeviceRange;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.model.Version;
import java.io.Closeable;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.jspecify.annotations.Nullable;

/** One file that is being written, and what the table log will say of it. Not thread-safe. */
final class FileBuilder implements Closeable {
    private final String path;
    private final int order;
    private final ChunkAppender appender;
    /** The columns of each aligned device's groups, the same in all of them: readers pair chunks by position. */
    private final Map<IDeviceID, List<String>> alignedColumns = new HashMap<>();

    /** The same lists for all devices that have the same columns: there may be many such devices. */
    private final Map<List<String>, List<String>> columnLists = new HashMap<>();

    private @Nullable IDeviceID groupDevice;
    private @Nullable DeviceRange devices;
    private @Nullable BucketRange buckets;
    private @Nullable TimeRange times;
    private long rows;
    private long points;

    FileBuilder(FileStore store, TableSchema schema, String path, int order) throws IOException {
        this.path = path;
        this.order = order;
        this.appender = new ChunkAppender(store.create(path), schema);
    }

    /**
     * Whether the series' chunks go here, or to another file of the same order. A device's aligned groups must all have the
     * same columns. A device's measurements that have times of their own stay together whatever the size, because files of one
     * version share no row.
     */
    boolean accepts(EncodedSeries series, long targetBytes) {
        IDeviceID device = series.device();
        if (!series.aligned()) {
            return appender.position() < targetBytes || device.equals(groupDevice);
        }
        List<String> columns = alignedColumns.get(device);
        return appender.position() < targetBytes && (columns == null || columns.equals(measurements(series)));
    }

    void append(EncodedSeries series) throws IOException {
        IDeviceID device = series.device();
        if (series.aligned()) {
            List<String> columns = measurements(series);
            alignedColumns.putIfAbsent(device, columnLists.computeIfAbsent(columns, same -> same));
        }
        if (series.aligned() || !device.equals(groupDevice)) {
            appender.startGroup(device);
            groupDevice = device;
        }
        for (EncodedChunk chunk : series.chunks()) {
            appender.append(chunk);
        }
        int bucket = BucketRange.bucket(device);
        DeviceRange seriesDevices = new DeviceRange(device, device);
        BucketRange seriesBuckets = new BucketRange(bucket, bucket);
        devices = devices == null ? seriesDevices : devices.union(seriesDevices);
        buckets = buckets == null ? seriesBuckets : buckets.union(seriesBuckets);
        times = times == null ? series.times() : times.union(series.times());
        rows += series.rows();
        points += series.points();
    }

    /** Bytes of heap that what is known of the chunks takes until the file is complete. */
    long metadataBytes() {
        return appender.metadataBytes();
    }

    /** Completes the file and makes it durable. */
    DataFile finish() throws IOException {
        if (devices == null || buckets == null || times == null) {
            throw new IllegalStateException("Cannot finish " + path + ": it has no chunk");
        }
        appender.finish();
        return new DataFile(
                path,
                appender.position(),
                appender.checksum(),
                new Version(DataFile.UNCOMMITTED, order),
                0,
                DataFile.UNCOMMITTED,
                true,
                devices,
                buckets,
                times,
                rows,
                points);
    }

    /** Drops the file unless it is finished. */
    @Override
    public void close() throws IOException {
        appender.close();
    }

    private static List<String> measurements(EncodedSeries series) {
        return series.chunks().stream().map(EncodedChunk::measurement).toList();
    }
}
