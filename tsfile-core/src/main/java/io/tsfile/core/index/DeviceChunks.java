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
package io.tsfile.core.index;

import io.tsfile.core.CorruptTsFileException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.ChunkMetadata;
import org.apache.tsfile.file.metadata.IChunkMetadata;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.apache.tsfile.file.metadata.TimeseriesMetadata;
import org.jspecify.annotations.Nullable;

/**
 * What a file's index says of one device: its series and their chunks, in the order of the index. Immutable.
 */
public final class DeviceChunks {
    private final String path;
    private final List<ChunkEntry> timeChunks;
    private final Map<String, List<ChunkEntry>> series;
    private final Map<String, TSDataType> types;

    private DeviceChunks(
            String path,
            List<ChunkEntry> timeChunks,
            Map<String, List<ChunkEntry>> series,
            Map<String, TSDataType> types) {
        this.path = path;
        this.timeChunks = timeChunks;
        this.series = series;
        this.types = types;
    }

    static DeviceChunks of(String path, IDeviceID device, List<TimeseriesMetadata> all) {
        List<ChunkEntry> timeChunks = List.of();
        Map<String, List<ChunkEntry>> series = new LinkedHashMap<>();
        Map<String, TSDataType> types = new LinkedHashMap<>();
        for (TimeseriesMetadata one : all) {
            List<ChunkEntry> chunks = new ArrayList<>();
            for (IChunkMetadata chunk : one.getChunkMetadataList()) {
                ChunkMetadata metadata = (ChunkMetadata) chunk;
                chunks.add(new ChunkEntry(
                        metadata.getMeasurementUid(),
                        metadata.getDataType(),
                        metadata.getOffsetOfChunkHeader(),
                        metadata.getStatistics()));
            }
            if (one.getMeasurementId().isEmpty()) {
                timeChunks = chunks;
            } else {
                series.put(one.getMeasurementId(), chunks);
                types.put(one.getMeasurementId(), one.getTsDataType());
            }
        }
        if (series.isEmpty() && timeChunks.isEmpty() && !all.isEmpty()) {
            throw new CorruptTsFileException("Cannot read " + path + ": device " + device + " has no chunk");
        }
        checkTimes(path, device, timeChunks);
        if (timeChunks.isEmpty()) {
            series.values().forEach(chunks -> checkTimes(path, device, chunks));
        }
        return new DeviceChunks(path, timeChunks, series, types);
    }

    private static void checkTimes(String path, IDeviceID device, List<ChunkEntry> chunks) {
        for (ChunkEntry chunk : chunks) {
            if (chunk.startTime() > chunk.endTime()) {
                throw new CorruptTsFileException("Cannot read " + path + ": a chunk of device " + device
                        + " says that it starts at " + chunk.startTime() + " and ends at " + chunk.endTime());
            }
        }
    }

    /** Whether the device's series share their times. */
    public boolean aligned() {
        return !timeChunks.isEmpty();
    }

    /** The measurements and their types. */
    public Map<String, TSDataType> types() {
        return types;
    }

    /**
     * The rows of the device, chunk by chunk in the order in which they stand in the file: of an aligned device one entry per
     * time chunk, of another one entry per chunk of each measurement.
     *
     * @param fields the measurements whose values are wanted; rows without any of them are there all the same
     */
    public List<RowChunk> rows(List<String> fields) {
        List<RowChunk> rows = new ArrayList<>();
        if (aligned()) {
            for (int i = 0; i < timeChunks.size(); i++) {
                ChunkEntry[] values = new ChunkEntry[fields.size()];
                for (int field = 0; field < values.length; field++) {
                    values[field] = valueChunk(series.get(fields.get(field)), i);
                }
                rows.add(RowChunk.aligned(timeChunks.get(i), values));
            }
        } else {
            series.forEach((measurement, chunks) -> {
                int field = fields.indexOf(measurement);
                for (ChunkEntry chunk : chunks) {
                    rows.add(RowChunk.series(chunk, field, fields.size()));
                }
            });
        }
        return rows;
    }

    /** The chunks of one measurement of a device that is not aligned, in the order in which they stand in the file. */
    public List<RowChunk> points(String measurement) {
        return series.getOrDefault(measurement, List.of()).stream()
                .map(chunk -> RowChunk.series(chunk, 0, 1))
                .toList();
    }

    /**
     * The value chunk that belongs to a time chunk. With as many of one as of the other they are pairs, wherever they stand; a
     * column that not every chunk group has belongs to the time chunk that it follows.
     */
    private @Nullable ChunkEntry valueChunk(@Nullable List<ChunkEntry> values, int index) {
        if (values == null) {
            return null;
        }
        if (values.size() == timeChunks.size()) {
            return values.get(index);
        }
        if (values.size() > timeChunks.size()) {
            throw new CorruptTsFileException("Cannot read " + path + ": measurement "
                    + values.get(0).measurement() + " has " + values.size() + " chunks for " + timeChunks.size()
                    + " chunks of times");
        }
        long from = timeChunks.get(index).offset();
        long to = index + 1 < timeChunks.size() ? timeChunks.get(index + 1).offset() : Long.MAX_VALUE;
        for (ChunkEntry value : values) {
            if (value.offset() > from && value.offset() < to) {
                return value;
            }
        }
        return null;
    }
}
