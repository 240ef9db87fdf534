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
import io.tsfile.core.flush.FlushOptions;
import io.tsfile.core.flush.IoStage;
import io.tsfile.core.flush.SortedSeries;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.merge.DeviceMerge;
import io.tsfile.core.merge.MergeFiles;
import io.tsfile.core.merge.NewestWins;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.TableModel;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.model.Version;
import io.tsfile.core.table.TableMetadata;
import io.tsfile.core.vector.Vector;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.tsfile.enums.TSDataType;

/** Merges the inputs of a task into new files. Restartable: it leaves no trace if it fails. */
public final class CompactionRunner {
    private final TableMetadata metadata;
    private final List<Column> fields;
    private final Set<String> fieldNames;
    private final CompactionTask task;
    private final int batchRows;
    private final EncodeStage encode;
    private final IoStage io;

    private CompactionRunner(TableMetadata metadata, FlushOptions options, CompactionTask task, IoStage io) {
        this.metadata = metadata;
        this.fields = metadata.schema().fields();
        this.fieldNames = fields.stream().map(Column::name).collect(Collectors.toSet());
        this.task = task;
        this.batchRows = options.chunkRows();
        this.encode = new EncodeStage(options);
        this.io = io;
    }

    /**
     * Runs the task on the caller's thread; memory is bounded by batches, not by files. What {@code given} does not fix of the
     * encoding is as the table's options say.
     */
    public static CompactionResult run(
            FileStore store,
            TableMetadata metadata,
            CompactionOptions given,
            CompactionTask task,
            CompactionListener listener)
            throws IOException {
        FlushOptions options = given.output().forTable(metadata.schema(), metadata.options());
        try (IoStage io = new IoStage(store, metadata.schema(), metadata.partitioning(), options)) {
            CompactionRunner runner = new CompactionRunner(metadata, options, task, io);
            // The inputs are closed before the outputs are handed out: nobody would delete those if it failed later.
            try (MergeFiles files = MergeFiles.open(store, metadata.schema(), task.inputs())) {
                runner.merge(new DeviceMerge(files.inputs()));
            }
            return runner.result();
        }
    }

    private void merge(DeviceMerge devices) throws IOException {
        while (devices.nextDevice()) {
            Set<String> measurements = devices.measurements();
            checkKnown(devices, measurements);
            // All columns in a table, so that each chunk group has the same ones.
            List<Column> columns = metadata.schema().model() == TableModel.TABLE
                    ? fields
                    : fields.stream()
                            .filter(field -> measurements.contains(field.name()))
                            .toList();
            if (devices.aligned()) {
                List<String> names = columns.stream().map(Column::name).toList();
                List<TSDataType> types = columns.stream().map(Column::type).toList();
                write(devices, true, columns, devices.rows(names, types, TimeRange.ALL));
            } else {
                for (Column column : columns) {
                    write(devices, false, List.of(column), devices.points(column.name(), column.type(), TimeRange.ALL));
                }
            }
        }
    }

    /** A measurement that the table does not know would be lost with the inputs. */
    private void checkKnown(DeviceMerge devices, Set<String> measurements) {
        for (String measurement : measurements) {
            if (!fieldNames.contains(measurement)) {
                throw new TsFileConnectorException(
                        "Cannot compact table '" + metadata.schema().name() + "': device " + devices.device()
                                + " has measurement '" + measurement + "', which is no field of the table");
            }
        }
    }

    private void write(DeviceMerge devices, boolean aligned, List<Column> columns, NewestWins rows) throws IOException {
        while (rows.next(batchRows)) {
            List<Vector> values = new ArrayList<>(columns.size());
            for (int i = 0; i < columns.size(); i++) {
                values.add(rows.values(i));
            }
            io.write(encode.encode(
                    new SortedSeries(devices.device(), aligned, task.partition(), 0, rows.times(), columns, values)));
        }
    }

    private CompactionResult result() throws IOException {
        Version newest = task.inputs().get(task.inputs().size() - 1).file().version();
        ArrayList<DataFile> outputs = new ArrayList<>();
        for (DataFile file : io.finish()) {
            outputs.add(file.compacted(newest, task.level(), task.snapshot()));
        }
        ArrayList<String> removes = new ArrayList<>();
        task.inputs().forEach(input -> removes.add(input.file().path()));
        return new CompactionResult(task, outputs, removes, new ArrayList<>());
    }
}
