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

import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.flush.EncodeStage;
import io.tsfile.core.flush.IoStage;
import io.tsfile.core.format.read.ChunkWindows;
import io.tsfile.core.merge.DeviceMerge;
import io.tsfile.core.merge.MergeInput;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.TableModel;
import io.tsfile.core.model.TableSchema;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.tsfile.file.metadata.IDeviceID;

/** Writes all that is seen of a task's cut into new files, device by device. Not thread-safe. */
final class Rewrite {
    /** What all inputs together keep of their chunks' bytes, about. */
    private static final int WINDOW_BYTES = 24 << 20;

    private static final int MOST_WINDOW_BYTES = 16 << 20;
    private static final int LEAST_WINDOW_BYTES = 64 << 10;

    private final TableSchema schema;
    private final Set<String> fieldNames;
    private final CompactionOptions options;
    private final CompactionTask task;
    private final CopyRules rules;
    private final EncodeStage encode;
    private final OutputQueue queue;
    private final IoStage io;
    private final CompactionMeter meter;
    private final BatchLimits limits;
    private final IdentityHashMap<MergeInput, CompactionInput> inputs = new IdentityHashMap<>();

    /**
     * A rewrite.
     *
     * @param options with what the table fixes of its encoding
     * @param queue of what is written to {@code io}, used by nobody else
     */
    Rewrite(
            TableSchema schema,
            CompactionOptions options,
            CompactionTask task,
            OutputQueue queue,
            IoStage io,
            CompactionMeter meter,
            BatchLimits limits) {
        this.schema = schema;
        this.fieldNames = schema.fields().stream().map(Column::name).collect(Collectors.toSet());
        this.options = options;
        this.task = task;
        this.rules = new CopyRules(options.output());
        this.encode = new EncodeStage(options.output());
        this.queue = queue;
        this.io = io;
        this.meter = meter;
        this.limits = limits;
    }

    /**
     * Reads the inputs to their end.
     *
     * @param files the task's, opened for its cut
     * @throws InterruptedIOException if the thread is interrupted, which it then still is
     */
    void run(List<MergeInput> files) throws IOException {
        int windowBytes =
                Math.max(LEAST_WINDOW_BYTES, Math.min(MOST_WINDOW_BYTES, WINDOW_BYTES / Math.max(1, files.size())));
        for (MergeInput file : files) {
            inputs.put(
                    file,
                    new CompactionInput(new ChunkWindows(file.file(), windowBytes), schema.model(), file.ordered()));
        }
        DeviceMerge devices = new DeviceMerge(files);
        IDeviceID before = null;
        while (devices.nextPart()) {
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedIOException("Cannot go on with the compaction of table '" + schema.name()
                        + "': the thread was interrupted");
            }
            meter.part(!devices.device().equals(before), part(devices));
            before = devices.device();
        }
        queue.drain();
    }

    /** Compacts a device, or some measurements of one, and returns how many values the inputs have of it. */
    private long part(DeviceMerge devices) throws IOException {
        Set<String> measurements = devices.measurements();
        checkKnown(devices, measurements);
        boolean aligned = devices.aligned();
        // All columns of a table's row, so that each chunk group has the same ones.
        List<Column> columns = aligned && schema.model() == TableModel.TABLE
                ? schema.fields()
                : schema.fields().stream()
                        .filter(field -> measurements.contains(field.name()))
                        .toList();
        long points = 0;
        for (Track track : Track.of(devices.device(), aligned, columns)) {
            points += track(devices, track);
        }
        return points;
    }

    /** Compacts a track, and returns how many values the inputs have of it. */
    private long track(DeviceMerge devices, Track track) throws IOException {
        int timeChunks = 0;
        for (DeviceMerge.DeviceFile file : devices.files()) {
            timeChunks += file.chunks().times().size();
        }
        ColumnBatches columns = new ColumnBatches(track, limits, timeChunks, devices.rowsAreStored());
        TrackOutput output =
                new TrackOutput(columns, task.partition(), options.output(), devices, encode, queue, io, meter);
        TrackGatherer gatherer = new TrackGatherer(options, rules, output);
        TimeSweep sweep = new TimeSweep(options.output().pageRows(), task.cut().times(), gatherer, meter);
        long points = 0;
        for (DeviceMerge.DeviceFile file : devices.files()) {
            if (!track.aligned() && file.chunks().type(track.names().get(0)) == null) {
                continue;
            }
            CompactionInput input = Objects.requireNonNull(inputs.get(file.input()));
            Sight sight = Sight.of(task.cut().times(), file.mask(), track);
            TrackSource source = new TrackSource(columns, input, file.chunks(), rules, sight);
            sweep.add(source, source.chunks());
            points += source.points();
        }
        sweep.run();
        gatherer.finish();
        return points;
    }

    /** A measurement that the table does not know would be lost with the inputs. */
    private void checkKnown(DeviceMerge devices, Set<String> measurements) {
        if (!fieldNames.containsAll(measurements)) {
            Set<String> unknown = new HashSet<>(measurements);
            unknown.removeAll(fieldNames);
            throw new TsFileConnectorException(
                    "Cannot compact table '" + schema.name() + "': device " + devices.device() + " has measurement '"
                            + unknown.iterator().next() + "', which is no field of the table");
        }
    }
}
