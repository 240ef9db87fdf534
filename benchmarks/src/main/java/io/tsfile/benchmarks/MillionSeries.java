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
package io.tsfile.benchmarks;

import io.tsfile.core.flush.FlushOptions;
import io.tsfile.core.flush.FusedFlush;
import io.tsfile.core.flush.memtable.MemTable;
import io.tsfile.core.flush.memtable.RowValues;
import io.tsfile.core.index.DeviceCursor;
import io.tsfile.core.index.MetadataCache;
import io.tsfile.core.index.OpenTsFile;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimePartitioning;
import io.tsfile.core.vector.DoubleVector;
import io.tsfile.core.vector.Vector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.apache.tsfile.file.metadata.enums.CompressionType;

/**
 * Writes one file of a million series, twice: of aligned devices, and of series with times of their own. Runs in 512 MB of
 * heap; says how long it took and checks that all series are in the file.
 *
 * <p>{@code ./benchmarks/run.sh million}
 */
public final class MillionSeries {
    private static final int DEVICES = 100_000;
    private static final int FIELDS = 10;
    private static final int DRAINS = 20;
    private static final int ROWS = 3;
    /** One file, whatever its size and its metadata's. */
    private static final FlushOptions OPTIONS =
            new FlushOptions(10_000, 100_000, Long.MAX_VALUE, 1, CompressionType.LZ4).withMetadataBytes(Long.MAX_VALUE);

    private MillionSeries() {}

    /** Takes no arguments. */
    public static void main(String[] args) throws IOException {
        Path folder = Files.createTempDirectory("million");
        try (FileStore store = StoreLocation.of(folder.toString()).open()) {
            System.out.printf(
                    Locale.ROOT, "heap of at most %d MB%n", Runtime.getRuntime().maxMemory() >> 20);
            run(store, true);
            run(store, false);
            store.deleteFolder("data");
        } finally {
            Files.deleteIfExists(folder);
        }
    }

    private static void run(FileStore store, boolean aligned) throws IOException {
        long start = System.nanoTime();
        DataFile file = write(store, aligned);
        double seconds = (System.nanoTime() - start) / 1e9;
        long read = System.nanoTime();
        long chunks = 0;
        long devices = 0;
        try (OpenTsFile open = OpenTsFile.open(store, file.path(), new MetadataCache(0))) {
            for (DeviceCursor cursor = open.devices(null); cursor.current() != null; cursor.advance()) {
                chunks += cursor.chunks().rows(List.of()).size();
                devices++;
            }
        }
        // Of an aligned device, rows are counted by its time chunks.
        long expected = aligned ? DEVICES : (long) DEVICES * FIELDS;
        if (devices != DEVICES || chunks != expected) {
            throw new IllegalStateException(
                    "Found " + devices + " devices with " + chunks + " chunks in " + file.path());
        }
        System.out.printf(
                Locale.ROOT,
                "%s: %d devices x %d measurements in a file of %d MB, written in %.1f s, all of its index read in %.1f s%n",
                aligned ? "aligned" : "not aligned",
                DEVICES,
                FIELDS,
                file.length() >> 20,
                seconds,
                (System.nanoTime() - read) / 1e9);
    }

    private static DataFile write(FileStore store, boolean aligned) throws IOException {
        List<Column> columns = new ArrayList<>();
        if (aligned) {
            columns.add(Column.tag("device"));
        }
        for (int i = 0; i < FIELDS; i++) {
            columns.add(Column.field("m" + i, TSDataType.DOUBLE));
        }
        TableSchema schema = aligned ? TableSchema.ofTable("fleet", columns) : TableSchema.ofTree("fleet", columns);
        try (FusedFlush flush = new FusedFlush(store, schema, TimePartitioning.NONE, OPTIONS)) {
            for (int drain = 0; drain < DRAINS; drain++) {
                MemTable table = new MemTable(schema, aligned);
                // Every drain has devices from all over the order.
                for (int device = drain; device < DEVICES; device += DRAINS) {
                    IDeviceID id = aligned
                            ? Devices.ofTable("fleet", String.format(Locale.ROOT, "d%06d", device))
                            : Devices.ofPath(String.format(Locale.ROOT, "root.fleet.site.d%06d", device));
                    for (int row = 0; row < ROWS; row++) {
                        table.append(id, 1_000L * row, new Values(device + row / 10.0));
                    }
                }
                flush.drain(table);
            }
            List<DataFile> files = flush.finish();
            if (files.size() != 1) {
                throw new IllegalStateException("Wrote " + files.size() + " files");
            }
            return files.get(0);
        }
    }

    /** A row of one value in all fields. */
    private record Values(double value) implements RowValues {
        @Override
        public boolean isNull(int field) {
            return false;
        }

        @Override
        public void appendTo(int field, Vector target) {
            ((DoubleVector) target).append(value);
        }
    }
}
