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
package io.tsfile.benchmarks.iotdb;

import io.tsfile.core.flush.FlushEngine;
import io.tsfile.core.flush.FlushOptions;
import io.tsfile.core.flush.FlushStats;
import io.tsfile.core.flush.FusedFlush;
import io.tsfile.core.flush.memtable.MemTable;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimePartitioning;
import io.tsfile.core.vector.DoubleVector;
import io.tsfile.core.vector.LongVector;
import io.tsfile.core.vector.Vector;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.IDeviceID;

/** Our memtable and flush, with the options that a user has who sets none. */
final class OurProgram extends FlushProgram {
    private static final TableSchema SCHEMA = TableSchema.ofTree(
            "bench",
            IntStream.range(0, Readings.FIELDS)
                    .mapToObj(field -> Column.field(Readings.field(field), TSDataType.DOUBLE))
                    .toList());

    private final List<Batch> devices = new ArrayList<>();
    private boolean aligned;

    /** Takes no arguments. */
    public static void main(String[] args) {
        new OurProgram().serve();
    }

    /** All rows of a device. */
    private record Batch(IDeviceID device, LongVector times, Vector[] columns) {}

    @Override
    protected void load(Readings readings, boolean inAlignedDevices) {
        aligned = inAlignedDevices;
        devices.clear();
        for (int device = 0; device < Readings.DEVICES; device++) {
            LongVector times = (LongVector) Vector.of(TSDataType.TIMESTAMP, Readings.ROWS);
            for (long time : readings.times(device)) {
                times.append(time);
            }
            Vector[] columns = new Vector[Readings.FIELDS];
            for (int field = 0; field < columns.length; field++) {
                DoubleVector column = (DoubleVector) Vector.of(TSDataType.DOUBLE, Readings.ROWS);
                for (double value : readings.values(device, field)) {
                    column.append(value);
                }
                columns[field] = column;
            }
            devices.add(new Batch(Devices.ofPath(Readings.device(device)), times, columns));
        }
    }

    @Override
    protected Outcome run(Path folder, boolean stagesApart) throws IOException {
        long start = System.nanoTime();
        MemTable table = new MemTable(SCHEMA, aligned);
        for (int row = 0; row < Readings.ROWS; row += Readings.BATCH) {
            for (Batch batch : devices) {
                table.append(batch.device, batch.times, batch.columns, row, row + Readings.BATCH);
            }
        }
        long inserted = System.nanoTime();
        try (FileStore store = StoreLocation.of(folder.toString()).open();
                FlushEngine flush = new FusedFlush(store, SCHEMA, TimePartitioning.NONE, FlushOptions.DEFAULT)) {
            flush.flush(List.of(table));
            List<DataFile> files = flush.finish();
            long end = System.nanoTime();
            FlushStats stats = flush.stats();
            if (files.size() != 1) {
                throw new IOException("Cannot compare one file with " + files.size());
            }
            return new Outcome(
                    inserted - start,
                    end - inserted,
                    stats.sort().workNanos(),
                    stats.encode().workNanos(),
                    stats.io().workNanos(),
                    folder.resolve(files.get(0).path()));
        }
    }
}
