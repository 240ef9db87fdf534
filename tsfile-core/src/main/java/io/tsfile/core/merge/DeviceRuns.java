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
package io.tsfile.core.merge;

import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.format.read.PageTimes;
import io.tsfile.core.index.ChunkEntry;
import io.tsfile.core.index.DeviceChunks;
import io.tsfile.core.index.RowChunk;
import io.tsfile.core.index.ValueFilter;
import io.tsfile.core.merge.MaskedChunks.MaskedChunk;
import io.tsfile.core.model.TableModel;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.model.TimeSet;
import io.tsfile.core.vector.Widening;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.jspecify.annotations.Nullable;

/** What one file has of one device, as runs. Not thread-safe. */
final class DeviceRuns {
    private final MergeInput input;
    private final IDeviceID device;
    private final DeviceChunks chunks;
    private final DeviceMask mask;

    DeviceRuns(MergeInput input, IDeviceID device, DeviceChunks chunks, DeviceMask mask) {
        this.input = input;
        this.device = device;
        this.chunks = chunks;
        this.mask = mask;
    }

    MergeInput input() {
        return input;
    }

    DeviceChunks chunks() {
        return chunks;
    }

    DeviceMask mask() {
        return mask;
    }

    /** Adds the runs of all rows, older ones first. Chunks of which nothing is seen are not in them. */
    void addRows(List<String> fields, List<TSDataType> types, TimeSet wanted, List<Run> runs) {
        checkTypes(fields, types);
        if (chunks.aligned()) {
            addAligned(fields, types, wanted, runs);
        } else {
            addSeries(chunks.rows(fields), types, wanted, runs);
        }
    }

    /** Adds the runs of the points of one measurement that has times of its own, older ones first. */
    void addPoints(String measurement, TSDataType type, TimeSet wanted, List<Run> runs) {
        if (chunks.aligned()) {
            throw new IllegalStateException("Cannot read the points of '" + measurement + "' alone from "
                    + input.file().path() + ": there, the device's measurements share their times");
        }
        checkTypes(List.of(measurement), List.of(type));
        addSeries(chunks.points(measurement), List.of(type), wanted, runs);
    }

    /** Adds what is seen of each chunk that {@link #addRows} reads something of. */
    void addSights(List<String> fields, List<TSDataType> types, TimeRange range, List<ChunkSight> sights) {
        checkTypes(fields, types);
        if (!chunks.aligned()) {
            addSeriesSights(chunks.rows(fields), range, sights);
            return;
        }
        boolean mayHaveEmptyRows = mayHaveEmptyRows();
        List<String> columns = readColumns(fields, mayHaveEmptyRows);
        List<TimeSet> hidden = hidden(columns);
        for (RowChunk chunk : chunks.rows(columns)) {
            if (isSeen(chunk, range, mask.rows())) {
                TimeRange times = chunk.times().intersection(range);
                @Nullable ChunkEntry[] values = Arrays.copyOf(chunk.values(), fields.size());
                boolean whole = isWhole(chunk, range, mask.rows());
                for (int i = 0; i < values.length; i++) {
                    whole &= values[i] == null || !isHidden(hidden, i, times);
                }
                boolean rows =
                        !mayHaveEmptyRows || hasFullColumn(chunk, seenValues(chunk, hidden, times), hidden, times);
                sights.add(new ChunkSight(chunk.with(values, values.length), times, whole, rows));
            }
        }
    }

    /** Adds what is seen of each chunk that {@link #addPoints} reads something of. */
    void addPointSights(String measurement, TSDataType type, TimeRange range, List<ChunkSight> sights) {
        checkTypes(List.of(measurement), List.of(type));
        addSeriesSights(chunks.points(measurement), range, sights);
    }

    /**
     * Adds the times at which a value of a field that is seen may meet a filter, among those that are wanted and perhaps others. Of
     * chunks that the index does not tell enough of, what stands before their pages is read.
     */
    void addMeeting(String field, TSDataType type, TimeSet wanted, ValueFilter filter, List<TimeRange> found)
            throws IOException {
        List<ChunkSight> sights = new ArrayList<>();
        addSights(List.of(field), List.of(type), wanted.hull(), sights);
        List<RowChunk> unknown = new ArrayList<>();
        for (ChunkSight sight : sights) {
            ChunkEntry values = sight.chunk().valuesOf(0);
            if (values == null || !wanted.overlaps(sight.times()) || !filter.mayMeet(values)) {
                continue;
            }
            if (sight.pagesMayTell(filter)) {
                unknown.add(sight.chunk());
            } else {
                found.add(sight.times());
            }
        }
        PageTimes.add(input.bytes(), unknown, filter, found);
    }

    private void addSeriesSights(List<RowChunk> all, TimeRange range, List<ChunkSight> sights) {
        for (RowChunk chunk : all) {
            TimeSet hidden = mask.ofPoints(chunk.main().measurement());
            if (isSeen(chunk, range, hidden)) {
                sights.add(
                        new ChunkSight(chunk, chunk.times().intersection(range), isWhole(chunk, range, hidden), true));
            }
        }
    }

    private void checkTypes(List<String> fields, List<TSDataType> types) {
        for (int i = 0; i < fields.size(); i++) {
            TSDataType stored = chunks.type(fields.get(i));
            if (stored != null && !Widening.allows(stored, types.get(i))) {
                throw new TsFileConnectorException("Cannot read " + input.file().path() + ": column '" + fields.get(i)
                        + "' of device " + device + " is stored as " + stored + ", and expected as " + types.get(i)
                        + ". Only INT32 can be read as INT64, and FLOAT as DOUBLE");
            }
        }
    }

    private void addSeries(List<RowChunk> all, List<TSDataType> types, TimeSet wanted, List<Run> runs) {
        Map<String, List<RowChunk>> series = new LinkedHashMap<>();
        for (RowChunk chunk : all) {
            series.computeIfAbsent(chunk.main().measurement(), any -> new ArrayList<>())
                    .add(chunk);
        }
        series.forEach((measurement, ofSeries) -> {
            TimeSet hidden = mask.ofPoints(measurement);
            List<MaskedChunk> seen = new ArrayList<>();
            for (RowChunk chunk : ofSeries) {
                if (wanted.overlaps(chunk.times()) && isSeen(chunk, wanted.hull(), hidden)) {
                    seen.add(new MaskedChunk(chunk, false));
                }
            }
            addRuns(seen, hidden, List.of(), types, wanted, runs);
        });
    }

    private void addAligned(List<String> fields, List<TSDataType> types, TimeSet wanted, List<Run> runs) {
        boolean mayHaveEmptyRows = mayHaveEmptyRows();
        List<String> columns = readColumns(fields, mayHaveEmptyRows);
        List<TimeSet> hidden = hidden(columns);
        List<MaskedChunk> seen = new ArrayList<>();
        for (RowChunk chunk : chunks.rows(columns)) {
            if (wanted.overlaps(chunk.times()) && isSeen(chunk, wanted.hull(), mask.rows())) {
                TimeRange times = chunk.times().intersection(wanted.hull());
                @Nullable ChunkEntry[] values = seenValues(chunk, hidden, times);
                boolean counted = mayHaveEmptyRows && !hasFullColumn(chunk, values, hidden, times);
                if (!counted && values.length > fields.size()) {
                    // The others tell which rows there are.
                    values = Arrays.copyOf(values, fields.size());
                }
                seen.add(new MaskedChunk(chunk.with(values, fields.size()), counted));
            }
        }
        addRuns(seen, mask.rows(), hidden, types, wanted, runs);
    }

    /** The fields, and behind them all others where these tell which rows there are. */
    private List<String> readColumns(List<String> fields, boolean mayHaveEmptyRows) {
        List<String> columns = new ArrayList<>(fields);
        if (mayHaveEmptyRows) {
            Set<String> others = new LinkedHashSet<>(chunks.types().keySet());
            fields.forEach(others::remove);
            columns.addAll(others);
        }
        return columns;
    }

    /**
     * Whether a row may be stored of which no value is seen, and which is therefore none (N4). We write no such row in the tree
     * model; others do.
     */
    boolean mayHaveEmptyRows() {
        return input.model() == TableModel.TREE
                && (!input.ordered() || !mask.values().isEmpty());
    }

    /** Times at which values of each column are gone; nothing if none is. */
    private List<TimeSet> hidden(List<String> columns) {
        return mask.values().isEmpty()
                ? List.of()
                : columns.stream().map(mask::of).toList();
    }

    private static @Nullable ChunkEntry[] seenValues(RowChunk chunk, List<TimeSet> hidden, TimeRange times) {
        if (hidden.isEmpty()) {
            return chunk.values();
        }
        @Nullable ChunkEntry[] seen = chunk.values().clone();
        for (int i = 0; i < hidden.size(); i++) {
            if (hidden.get(i).covers(times)) {
                seen[i] = null;
            }
        }
        return seen;
    }

    /** Whether the index says that one column has a value in each row, and all of them are seen. */
    private static boolean hasFullColumn(
            RowChunk chunk, @Nullable ChunkEntry[] values, List<TimeSet> hidden, TimeRange times) {
        for (int i = 0; i < values.length; i++) {
            ChunkEntry value = values[i];
            if (value != null && value.count() == chunk.main().count() && !isHidden(hidden, i, times)) {
                return true;
            }
        }
        return false;
    }

    /** Whether any value of a column is gone at some times. */
    private static boolean isHidden(List<TimeSet> hidden, int column, TimeRange times) {
        return !hidden.isEmpty() && hidden.get(column).overlaps(times);
    }

    private static boolean isSeen(RowChunk chunk, TimeRange range, TimeSet hidden) {
        return chunk.times().overlaps(range) && !hidden.covers(chunk.times().intersection(range));
    }

    private static boolean isWhole(RowChunk chunk, TimeRange range, TimeSet hidden) {
        return range.contains(chunk.times()) && !hidden.overlaps(chunk.times());
    }

    /**
     * In an ordered file, the chunks of a series are one run. In another one, a chunk that does not lie behind the one before
     * it in the file starts a run, and the later run is newer.
     */
    private void addRuns(
            List<MaskedChunk> chunksOfSeries,
            TimeSet hiddenRows,
            List<TimeSet> hiddenValues,
            List<TSDataType> types,
            TimeSet wanted,
            List<Run> runs) {
        List<MaskedChunk> sorted = new ArrayList<>(chunksOfSeries);
        sorted.sort(Comparator.comparingLong(one ->
                input.ordered() ? one.chunk().main().startTime() : one.chunk().offset()));
        int from = 0;
        for (int to = 1; to <= sorted.size(); to++) {
            if (to == sorted.size()
                    || (!input.ordered()
                            && sorted.get(to - 1).chunk().main().endTime()
                                    >= sorted.get(to).chunk().main().startTime())) {
                List<MaskedChunk> part = sorted.subList(from, to);
                runs.add(new Run(new MaskedChunks(input.bytes(), part, hiddenRows, hiddenValues), types, wanted));
                from = to;
            }
        }
    }
}
