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
package io.tsfile.core.compact;

import io.tsfile.core.CorruptTsFileException;
import io.tsfile.core.format.read.ChunkHeadCheck;
import io.tsfile.core.index.ChunkEntry;
import io.tsfile.core.index.DeviceChunks;
import io.tsfile.core.index.DeviceCursor;
import io.tsfile.core.index.MetadataCache;
import io.tsfile.core.index.OpenTsFile;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.model.BucketRange;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.TimeRange;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.jspecify.annotations.Nullable;

/**
 * Reads back the index of a file that was just written, and holds it against what the log will say of the file. Values are not
 * read. Not thread-safe.
 */
final class OutputCheck {
    private final DataFile file;
    private final OpenTsFile open;
    private @Nullable TimeRange times;
    private long rows;
    private long points;
    private long chunks;

    private OutputCheck(DataFile file, OpenTsFile open) {
        this.file = file;
        this.open = open;
    }

    /**
     * Checks a file.
     *
     * @throws CorruptTsFileException if it is not as it should be, with device and column
     */
    static void check(FileStore store, DataFile file) throws IOException {
        try (OpenTsFile open = OpenTsFile.open(store, file.path(), new MetadataCache(0))) {
            new OutputCheck(file, open).run();
        }
    }

    private void run() throws IOException {
        require(open.input().length(), file.length(), "bytes");
        IDeviceID first = null;
        IDeviceID last = null;
        for (DeviceCursor cursor = open.devices(null); cursor.current() != null; cursor.advance()) {
            IDeviceID device = Objects.requireNonNull(cursor.current());
            first = first == null ? device : first;
            last = device;
            int bucket = BucketRange.bucket(device);
            if (!file.buckets().overlaps(new BucketRange(bucket, bucket))) {
                throw wrong("device " + device + " is in bucket " + bucket + ", which is not in " + file.buckets());
            }
            device(device, cursor.chunks());
        }
        require(first, file.devices().first(), "as the first device");
        require(last, file.devices().last(), "as the last device");
        require(times, file.times(), "as times");
        require(rows, file.rows(), "rows");
        require(points, file.points(), "points");
        require(chunks, file.chunks(), "chunks");
    }

    private void device(IDeviceID device, DeviceChunks all) throws IOException {
        if (all.aligned()) {
            rows += series(device, all.times());
        }
        for (String measurement : all.types().keySet()) {
            List<ChunkEntry> entries = all.chunks(measurement);
            if (all.aligned() && entries.size() != all.times().size()) {
                throw wrong("device " + device + " has " + entries.size() + " chunks of '" + measurement + "', and "
                        + all.times().size() + " of its times");
            }
            long values = series(device, entries);
            points += values;
            rows += all.aligned() ? 0 : values;
            chunks += entries.size();
        }
    }

    /** Checks a series, and returns how many values it has. */
    private long series(IDeviceID device, List<ChunkEntry> entries) throws IOException {
        long values = 0;
        ChunkEntry before = null;
        for (ChunkEntry entry : entries) {
            ChunkHeadCheck.check(open, entry);
            values += entry.count();
            if (entry.count() == 0) {
                continue;
            }
            if (before != null && entry.startTime() <= before.endTime()) {
                throw wrong("the " + entry + " of device " + device + " does not follow the " + before);
            }
            before = entry;
            TimeRange ofChunk = new TimeRange(entry.startTime(), entry.endTime());
            times = times == null ? ofChunk : times.union(ofChunk);
        }
        return values;
    }

    private void require(@Nullable Object found, Object expected, String what) {
        if (!expected.equals(found)) {
            throw wrong("it has " + found + " " + what + ", and " + expected + " were written");
        }
    }

    private CorruptTsFileException wrong(String what) {
        return new CorruptTsFileException("Cannot use " + open.path() + ", which a compaction wrote: " + what);
    }
}
