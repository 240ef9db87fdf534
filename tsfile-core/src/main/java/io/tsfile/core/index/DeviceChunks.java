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
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.jspecify.annotations.Nullable;

/**
 * What a file's index says of one device: its series and their chunks, in the order of the index. Not thread-safe: the
 * chunks of a series are read when they are asked for, and of a device of very many series each time anew.
 */
public final class DeviceChunks {
    /** Up to here, looking at all series is faster than a map. */
    private static final int FEW_SERIES = 8;

    private final String path;
    private final IDeviceID device;
    private final @Nullable SeriesChunks times;
    private final List<SeriesChunks> series;
    private @Nullable Map<String, SeriesChunks> byName;
    /** Behind the series that was asked for last: mostly they are asked for as they stand. */
    private int next;

    private DeviceChunks(String path, IDeviceID device, @Nullable SeriesChunks times, List<SeriesChunks> series) {
        this.path = path;
        this.device = device;
        this.times = times;
        this.series = series;
    }

    static DeviceChunks of(String path, IDeviceID device, List<SeriesChunks> all) {
        SeriesChunks times = null;
        for (int i = 0; i < all.size(); i++) {
            String measurement = all.get(i).measurement();
            checkDifferent(path, device, i == 0 ? null : all.get(i - 1).measurement(), measurement);
            if (measurement.isEmpty()) {
                times = all.get(i);
            }
        }
        List<SeriesChunks> series = all;
        if (times != null) {
            series = new ArrayList<>(all);
            series.remove(times);
        }
        return new DeviceChunks(path, device, times, series);
    }

    /** Very many series, which are read anew whenever they are asked for. */
    static DeviceChunks of(String path, IDeviceID device, @Nullable SeriesChunks times, PackedSeries series) {
        String before = times == null ? null : "";
        for (SeriesChunks one : series) {
            checkDifferent(path, device, before, one.measurement());
            before = one.measurement();
        }
        return new DeviceChunks(path, device, times, series);
    }

    private static void checkDifferent(String path, IDeviceID device, @Nullable String before, String measurement) {
        if (measurement.equals(before)) {
            throw new CorruptTsFileException("Cannot read " + path + ": its index has measurement '" + measurement
                    + "' of device " + device + " twice");
        }
    }

    /** Whether the device's series share their times. */
    public boolean aligned() {
        return times != null;
    }

    /** The measurements and their types. */
    public Map<String, TSDataType> types() {
        Map<String, TSDataType> types = new LinkedHashMap<>();
        for (SeriesChunks one : series) {
            types.put(one.measurement(), one.type());
        }
        return types;
    }

    /** The type of a measurement; null if the device does not have it. */
    public @Nullable TSDataType type(String measurement) {
        SeriesChunks one = find(measurement);
        return one == null ? null : one.type();
    }

    /** How many measurements there are. */
    public int size() {
        return series.size();
    }

    /** The chunks with the times of an aligned device; none of another one. */
    public List<ChunkEntry> times() {
        return times == null ? List.of() : checked(times.chunks());
    }

    /** The chunks of a measurement, in the order of the index; none if the device does not have it. */
    public List<ChunkEntry> chunks(String measurement) {
        SeriesChunks one = find(measurement);
        return one == null ? List.of() : times == null ? checked(one.chunks()) : one.chunks();
    }

    /**
     * The rows of the device, chunk by chunk in the order in which they stand in the file: of an aligned device one entry per
     * time chunk, of another one entry per chunk of each measurement.
     *
     * @param fields the measurements whose values are wanted; rows without any of them are there all the same
     */
    public List<RowChunk> rows(List<String> fields) {
        return times == null ? seriesRows(fields) : alignedRows(checked(times.chunks()), fields);
    }

    /** The chunks of one measurement of a device that is not aligned, in the order in which they stand in the file. */
    public List<RowChunk> points(String measurement) {
        return chunks(measurement).stream()
                .map(chunk -> RowChunk.series(chunk, 0, 1))
                .toList();
    }

    private List<RowChunk> alignedRows(List<ChunkEntry> timeChunks, List<String> fields) {
        List<RowChunk> rows = new ArrayList<>(timeChunks.size());
        for (ChunkEntry one : timeChunks) {
            rows.add(RowChunk.aligned(one, new ChunkEntry[fields.size()]));
        }
        for (int field = 0; field < fields.size(); field++) {
            addValues(rows, field, chunks(fields.get(field)));
        }
        return rows;
    }

    private List<RowChunk> seriesRows(List<String> fields) {
        Map<String, Integer> places = new HashMap<>();
        for (int i = 0; i < fields.size(); i++) {
            places.putIfAbsent(fields.get(i), i);
        }
        List<RowChunk> rows = new ArrayList<>();
        for (SeriesChunks one : series) {
            int field = places.getOrDefault(one.measurement(), -1);
            for (ChunkEntry chunk : checked(one.chunks())) {
                rows.add(RowChunk.series(chunk, field, fields.size()));
            }
        }
        return rows;
    }

    /**
     * Gives each time chunk its value chunk of a field. With as many of one as of the other they are pairs, wherever they stand; a
     * column that not every chunk group has belongs to the time chunk that it follows.
     */
    private void addValues(List<RowChunk> rows, int field, List<ChunkEntry> values) {
        if (values.size() == rows.size()) {
            for (int i = 0; i < rows.size(); i++) {
                rows.get(i).values()[field] = values.get(i);
            }
        } else {
            NavigableMap<Long, RowChunk> places = new TreeMap<>();
            rows.forEach(one -> places.put(one.offset(), one));
            for (ChunkEntry value : values) {
                Map.Entry<Long, RowChunk> place = places.floorEntry(value.offset());
                if (place == null || place.getValue().values()[field] != null) {
                    throw new CorruptTsFileException("Cannot read " + path + ": the " + value + " of device " + device
                            + " follows no chunk of times of its own; there are " + values.size() + " such chunks and "
                            + rows.size() + " of times");
                }
                place.getValue().values()[field] = value;
            }
        }
        for (RowChunk one : rows) {
            checkPair(one.main(), one.values()[field]);
        }
    }

    /** Values of other times would be rows that nobody wrote. */
    private void checkPair(ChunkEntry times, @Nullable ChunkEntry values) {
        if (values != null
                && values.count() > 0
                && (values.startTime() < times.startTime()
                        || values.endTime() > times.endTime()
                        || values.count() > times.count())) {
            throw new CorruptTsFileException(
                    "Cannot read " + path + ": the " + values + " of device " + device + " is none of the " + times);
        }
    }

    private List<ChunkEntry> checked(List<ChunkEntry> chunks) {
        for (ChunkEntry chunk : chunks) {
            if (chunk.startTime() > chunk.endTime()) {
                throw new CorruptTsFileException("Cannot read " + path + ": a chunk of device " + device
                        + " says that it starts at " + chunk.startTime() + " and ends at " + chunk.endTime());
            }
        }
        return chunks;
    }

    private @Nullable SeriesChunks find(String measurement) {
        if (series instanceof PackedSeries packed) {
            return packed.find(measurement);
        }
        int place = next < series.size() ? next : 0;
        if (place < series.size() && series.get(place).measurement().equals(measurement)) {
            next = place + 1;
            return series.get(place);
        }
        return search(measurement);
    }

    private @Nullable SeriesChunks search(String measurement) {
        if (series.size() <= FEW_SERIES) {
            for (SeriesChunks one : series) {
                if (one.measurement().equals(measurement)) {
                    return one;
                }
            }
            return null;
        }
        if (byName == null) {
            byName = new HashMap<>(2 * series.size());
            for (SeriesChunks one : series) {
                byName.put(one.measurement(), one);
            }
        }
        return byName.get(measurement);
    }
}
