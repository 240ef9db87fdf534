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
    /**
     * Which of {@link #columnLists} each aligned device's groups have, all of them the same one: readers pair chunks by position.
     * Devices that share a number have the same columns, or are in two files.
     */
    private final DeviceNumbers alignedColumns = new DeviceNumbers();

    private final Map<List<String>, Integer> columnLists = new HashMap<>();
    private long columnListBytes;

    private @Nullable IDeviceID groupDevice;
    private @Nullable DeviceRange devices;
    private @Nullable BucketRange buckets;
    private @Nullable TimeRange times;
    private long rows;
    private long points;
    private long chunks;
    private final SplitPoints splits = new SplitPoints();

    FileBuilder(FileStore store, TableSchema schema, String path, int order) throws IOException {
        this.path = path;
        this.order = order;
        this.appender = new ChunkAppender(store.create(path), schema);
    }

    /**
     * Whether the series' chunks go here, or to another file of the same order. A device's aligned groups must all have the
     * same columns. A device's measurements that have times of their own stay together whatever the size, because files of one
     * version share no row.
     *
     * @param measurements of all chunks of the series' rows
     */
    boolean accepts(EncodedSeries series, List<String> measurements, long targetBytes) {
        if (!series.aligned()) {
            return appender.position() < targetBytes || continues(series);
        }
        long device = DeviceNumbers.hash(series.device());
        Integer list = columnLists.get(measurements);
        return appender.position() < targetBytes
                && (!alignedColumns.contains(device) || (list != null && list == alignedColumns.get(device)));
    }

    /** Whether the series must follow the ones before it into this file, because files of one version share no row. */
    boolean continues(EncodedSeries series) {
        return !series.aligned() && series.device().equals(groupDevice);
    }

    /** Bytes of heap that what is known of the chunks takes until the file is finished. */
    long metadataBytes() {
        return appender.metadataBytes() + alignedColumns.bytes() + columnListBytes;
    }

    /**
     * Appends chunks.
     *
     * @param measurements of them, and of those that {@link #appendMore} will append to the same rows
     */
    void append(EncodedSeries series, List<String> measurements) throws IOException {
        IDeviceID device = series.device();
        if (series.aligned()) {
            alignedColumns.put(DeviceNumbers.hash(device), columnList(measurements));
        }
        if (series.aligned() || !device.equals(groupDevice)) {
            appender.startGroup(device);
            groupDevice = device;
        }
        splits.add(device, appender.position());
        appendChunks(series);
        int bucket = BucketRange.bucket(device);
        DeviceRange seriesDevices = new DeviceRange(device, device);
        BucketRange seriesBuckets = new BucketRange(bucket, bucket);
        devices = devices == null ? seriesDevices : devices.union(seriesDevices);
        buckets = buckets == null ? seriesBuckets : buckets.union(seriesBuckets);
        times = times == null ? series.times() : times.union(series.times());
        // Without that of the times.
        chunks -= series.aligned() ? 1 : 0;
        rows += series.rows();
    }

    /** Appends further columns of the aligned rows that were appended last. */
    void appendMore(EncodedSeries series) throws IOException {
        appendChunks(series);
    }

    private void appendChunks(EncodedSeries series) throws IOException {
        for (EncodedChunk chunk : series.chunks()) {
            appender.append(chunk);
        }
        chunks += series.chunks().size();
        points += series.points();
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
                points,
                chunks,
                splits.splits());
    }

    /** Drops the file unless it is finished. */
    @Override
    public void close() throws IOException {
        appender.close();
    }

    private int columnList(List<String> columns) {
        Integer list = columnLists.get(columns);
        if (list == null) {
            list = columnLists.size();
            columnLists.put(columns, list);
            // The names are the chunks' own, and may live as long as this.
            columnListBytes += 100;
            for (String name : columns) {
                columnListBytes += 60 + name.length();
            }
        }
        return list;
    }
}
