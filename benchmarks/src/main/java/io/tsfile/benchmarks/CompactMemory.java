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

import io.tsfile.core.compact.CompactionListener;
import io.tsfile.core.compact.CompactionOptions;
import io.tsfile.core.compact.CompactionProgress;
import io.tsfile.core.compact.CompactionReason;
import io.tsfile.core.compact.CompactionResult;
import io.tsfile.core.compact.CompactionRunner;
import io.tsfile.core.compact.CompactionStrategy;
import io.tsfile.core.compact.CompactionTask;
import io.tsfile.core.flush.FlushOptions;
import io.tsfile.core.flush.FusedFlush;
import io.tsfile.core.flush.memtable.MemTable;
import io.tsfile.core.flush.memtable.RowValues;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.Cut;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.LiveFile;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimePartitioning;
import io.tsfile.core.model.Version;
import io.tsfile.core.table.TableMetadata;
import io.tsfile.core.vector.DoubleVector;
import io.tsfile.core.vector.Vector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.IDeviceID;

/**
 * Compacts 100 files of 10,000 series in 256 MB of heap: chunks that are joined, and tiny ones that overlap and are merged value by
 * value; of aligned devices of few and of many columns, of others, and of one that has all the series. Checks that no point is
 * missing.
 *
 * <p>{@code ./benchmarks/run.sh compact-memory}
 */
public final class CompactMemory {
    private static final int FILES = 100;
    private static final int SERIES = 10_000;
    private static final int DEVICES_AT_ONCE = 20;

    private CompactMemory() {}

    /**
     * What is compacted.
     *
     * @param fields of each device
     * @param points of each chunk
     * @param overlap whether each file's times lie between those of the one before
     */
    private record Shape(String name, boolean aligned, int fields, int points, boolean overlap) {}

    /** Takes a part of the names of the shapes to compact, or nothing. */
    public static void main(String[] args) throws IOException {
        System.out.printf(
                Locale.ROOT, "heap of at most %d MB%n", Runtime.getRuntime().maxMemory() >> 20);
        HeapInUse heap = HeapInUse.watch();
        List<Shape> shapes = List.of(
                new Shape("aligned, chunks joined", true, 10, 110, false),
                new Shape("not aligned, chunks joined", false, 10, 110, false),
                new Shape("aligned, all merged", true, 10, 20, true),
                new Shape("not aligned, all merged", false, 10, 20, true),
                new Shape("aligned, 1,000 columns, chunks joined", true, 1_000, 60, false),
                new Shape("aligned, 1,000 columns, all merged", true, 1_000, 20, true),
                new Shape("aligned, 10,000 columns, chunks joined", true, SERIES, 110, false),
                new Shape("aligned, 10,000 columns, all merged", true, SERIES, 20, true),
                new Shape("not aligned, all series in one device, chunks joined", false, SERIES, 110, false),
                new Shape("not aligned, all series in one device, all merged", false, SERIES, 20, true));
        for (Shape shape : shapes) {
            if (args.length > 0 && !shape.name().contains(args[0])) {
                continue;
            }
            Path folder = Files.createTempDirectory("compact-memory");
            try (FileStore store = StoreLocation.of(folder.toString()).open()) {
                try {
                    run(store, shape, heap);
                } finally {
                    store.deleteFolder("data");
                }
            }
            Files.delete(folder);
        }
    }

    private static void run(FileStore store, Shape shape, HeapInUse heap) throws IOException {
        TableSchema schema = schema(shape);
        List<LiveFile> inputs = new ArrayList<>();
        for (int version = 1; version <= FILES; version++) {
            inputs.addAll(write(store, schema, shape, version));
        }
        CompactionTask task = new CompactionTask(
                0, CompactionReason.FORCED, CompactionStrategy.REWRITE, FILES, 1, Cut.ALL, new ArrayList<>(inputs));
        CompactionProgress[] last = new CompactionProgress[1];
        CompactionListener listener = progress -> last[0] = progress;
        heap.takeMost();
        long start = System.nanoTime();
        CompactionResult result = CompactionRunner.run(
                store,
                TableMetadata.of(schema, TimePartitioning.NONE, Map.of()),
                CompactionOptions.DEFAULT,
                task,
                listener);
        double seconds = (System.nanoTime() - start) / 1e9;
        long points = result.outputs().stream().mapToLong(DataFile::points).sum();
        long expected = (long) FILES * SERIES * shape.points();
        if (points != expected) {
            throw new IllegalStateException("Found " + points + " points, and " + expected + " were written");
        }
        System.out.printf(
                Locale.ROOT,
                "%s: %d files of %d MB in %.1f s, at most %d MB of heap after a collection; %d chunks copied, %d rows decoded%n",
                shape.name(),
                inputs.size(),
                task.bytes() >> 20,
                seconds,
                heap.takeMost() >> 20,
                last[0].chunksCopied(),
                last[0].rowsWritten());
    }

    private static TableSchema schema(Shape shape) {
        List<Column> columns = new ArrayList<>();
        if (shape.aligned()) {
            columns.add(Column.tag("device"));
        }
        for (int i = 0; i < shape.fields(); i++) {
            columns.add(Column.field("m" + i, TSDataType.DOUBLE));
        }
        return shape.aligned() ? TableSchema.ofTable("fleet", columns) : TableSchema.ofTree("fleet", columns);
    }

    private static List<LiveFile> write(FileStore store, TableSchema schema, Shape shape, int version)
            throws IOException {
        FlushOptions options = FlushOptions.DEFAULT.withTargetFileBytes(Long.MAX_VALUE);
        try (FusedFlush flush = new FusedFlush(store, schema, TimePartitioning.NONE, options)) {
            int devices = SERIES / shape.fields();
            for (int from = 0; from < devices; from += DEVICES_AT_ONCE) {
                MemTable rows = new MemTable(schema, shape.aligned());
                for (int device = from; device < Math.min(devices, from + DEVICES_AT_ONCE); device++) {
                    IDeviceID id = shape.aligned()
                            ? Devices.ofTable("fleet", String.format(Locale.ROOT, "d%06d", device))
                            : Devices.ofPath(String.format(Locale.ROOT, "root.fleet.site.d%06d", device));
                    for (int row = 0; row < shape.points(); row++) {
                        long time =
                                shape.overlap() ? (long) row * FILES + version : (long) version * shape.points() + row;
                        rows.append(id, 1_000L * time, new Values(device + row / 10.0));
                    }
                }
                flush.drain(rows);
            }
            return flush.finish().stream()
                    .map(file -> LiveFile.of(file.compacted(new Version(version, 0), 0, version)))
                    .toList();
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
