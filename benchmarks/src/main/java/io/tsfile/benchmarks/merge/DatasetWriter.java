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
package io.tsfile.benchmarks.merge;

import io.tsfile.benchmarks.PointSum;
import io.tsfile.core.flush.FlushOptions;
import io.tsfile.core.flush.FusedFlush;
import io.tsfile.core.flush.memtable.MemTable;
import io.tsfile.core.io.Cleanup;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimePartitioning;
import io.tsfile.core.table.Commit;
import io.tsfile.core.table.CommitId;
import io.tsfile.core.table.Table;
import io.tsfile.core.table.TableMetadata;
import io.tsfile.core.vector.DoubleVector;
import io.tsfile.core.vector.LongVector;
import io.tsfile.core.vector.Vector;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.IDeviceID;

/** Writes a {@link Dataset}, a commit for each file. Not thread-safe. */
final class DatasetWriter implements Closeable {
    private final TableSchema schema;
    private final Dealing dealing;
    private final MemTable memTable;
    private final List<FusedFlush> flushes = new ArrayList<>();
    private final PointSum merged = new PointSum();
    private double mergedSum;
    private long stored;
    private double storedSum;

    private DatasetWriter(FileStore store, Layout layout, Dealing dealing) {
        this.schema = layout.schema();
        this.dealing = dealing;
        this.memTable = new MemTable(schema, layout.aligned());
        FlushOptions options = FlushOptions.DEFAULT.forTable(schema, layout.options());
        for (int file = 0; file < dealing.files(); file++) {
            flushes.add(
                    new FusedFlush(store, schema, TimePartitioning.NONE, options.withTargetFileBytes(Long.MAX_VALUE)));
        }
    }

    /** Makes a table in an empty folder. */
    static Dataset write(Path folder, Sensors sensors, Layout layout, Dealing dealing) throws IOException {
        try (FileStore store = StoreLocation.of(folder.toString()).open();
                DatasetWriter writer = new DatasetWriter(store, layout, dealing)) {
            Table table =
                    Table.create(store, TableMetadata.of(layout.schema(), TimePartitioning.NONE, layout.options()));
            Dealing.Dealer dealer = dealing.dealer(sensors.rows());
            for (int device = 0; device < sensors.devices(); device++) {
                writer.write(device, sensors.series(device), dealer);
            }
            FileList files = writer.commit(table);
            files.write(folder);
            return new Dataset(folder, files, writer.merged, writer.mergedSum, writer.stored, writer.storedSum);
        }
    }

    /** The rows of one device in one file. */
    private static final class Part {
        private final LongVector times = (LongVector) Vector.of(TSDataType.TIMESTAMP, 16);
        private final Vector[] columns = new Vector[Sensors.FIELDS];

        Part() {
            for (int field = 0; field < columns.length; field++) {
                columns[field] = Vector.of(TSDataType.DOUBLE, 16);
            }
        }

        void add(Sensors.Series series, int row, int sign) {
            times.append(series.times()[row]);
            for (int field = 0; field < columns.length; field++) {
                ((DoubleVector) columns[field]).append(sign * series.values()[field][row]);
            }
        }
    }

    private void write(int number, Sensors.Series series, Dealing.Dealer dealer) throws IOException {
        List<Part> parts = new ArrayList<>();
        for (int file = 0; file < dealing.files(); file++) {
            parts.add(new Part());
        }
        for (int row = 0; row < series.times().length; row++) {
            parts.get(dealer.file(number, row)).add(series, row, 1);
            boolean again = dealer.again() >= 0;
            if (again) {
                parts.get(dealer.again()).add(series, row, -1);
            }
            for (int field = 0; field < Sensors.FIELDS; field++) {
                double value = series.values()[field][row];
                double newest = again ? -value : value;
                merged.add(series.device(), Layout.FIELDS.get(field), series.times()[row], newest);
                mergedSum += newest;
                // What is there twice adds up to nothing.
                storedSum += again ? 0 : value;
                stored += again ? 2 : 1;
            }
        }
        IDeviceID device = Layout.device(schema, series.device());
        for (int file = 0; file < parts.size(); file++) {
            Part part = parts.get(file);
            if (part.times.size() > 0) {
                memTable.append(device, part.times, part.columns);
                flushes.get(file).drain(memTable);
            }
        }
    }

    private FileList commit(Table table) throws IOException {
        Path root = Path.of(table.store().location().uri());
        List<Path> paths = new ArrayList<>();
        for (FusedFlush flush : flushes) {
            List<DataFile> files = flush.finish();
            if (files.size() != 1) {
                throw new IOException("Cannot go on with " + files.size() + " files instead of one");
            }
            table.commit(Commit.append(table.snapshot().metadata().id(), CommitId.unique(), "benchmark", files));
            paths.add(root.resolve(files.get(0).path()));
        }
        int sequence = dealing.sequenceFiles();
        return new FileList(paths.subList(0, sequence), paths.subList(sequence, paths.size()));
    }

    @Override
    public void close() throws IOException {
        Cleanup.closeAll(flushes);
    }
}
