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
import io.tsfile.core.flush.MemoryBudget;
import io.tsfile.core.flush.memtable.MemTable;
import io.tsfile.core.flush.memtable.RowValues;
import io.tsfile.core.flush.staged.StagedFlush;
import io.tsfile.core.flush.work.Workers;
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
import java.util.concurrent.locks.LockSupport;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.apache.tsfile.file.metadata.enums.CompressionType;

/**
 * Proves that a staged flush takes no more heap than its {@link MemoryBudget} and a tenth: each case runs in a process of its own,
 * which fills a memtable, then the heap with ballast until 110 % of the budget is left, and then flushes. A flush that
 * takes more ends in an {@link OutOfMemoryError}, whatever a measurement says.
 *
 * <p>The heap is a compacting one of the serial collector, so that what is left can be used to the last byte.
 *
 * <p>{@code ./benchmarks/run.sh memory}
 */
public final class FlushMemory {
    private static final double ALLOWED = 1.10;
    private static final int BALLAST = 1 << 20;
    /** One file, whatever its size. */
    private static final FlushOptions OPTIONS =
            new FlushOptions(10_000, 100_000, Long.MAX_VALUE, 1, CompressionType.LZ4);

    private FlushMemory() {}

    private enum Case {
        MANY_MEASUREMENTS("100,000 devices x 10 measurements x 10 points", 100_000, 10, false, 10, 144),
        MANY_COLUMNS("100,000 aligned devices x 10 columns x 10 points", 100_000, 10, true, 10, 112),
        MANY_DEVICES("1,000,000 aligned devices x 1 column x 10 points", 1_000_000, 1, true, 10, 224),
        LONG_SERIES("1 device x 1 measurement x 50,000,000 points", 1, 1, false, 50_000_000, 64);

        private final String text;
        private final int devices;
        private final int fields;
        private final boolean aligned;
        private final int rows;
        private final long budgetBytes;

        Case(String text, int devices, int fields, boolean aligned, int rows, int budgetMegabytes) {
            this.text = text;
            this.devices = devices;
            this.fields = fields;
            this.aligned = aligned;
            this.rows = rows;
            this.budgetBytes = (long) budgetMegabytes << 20;
        }

        TableSchema schema() {
            List<Column> columns = new ArrayList<>();
            if (aligned) {
                columns.add(Column.tag("device"));
            }
            for (int i = 0; i < fields; i++) {
                columns.add(Column.field("m" + i, TSDataType.DOUBLE));
            }
            return aligned ? TableSchema.ofTable("fleet", columns) : TableSchema.ofTree("fleet", columns);
        }

        IDeviceID device(int number) {
            String name = String.format(Locale.ROOT, "d%06d", number);
            return aligned ? Devices.ofTable("fleet", name) : Devices.ofPath("root.fleet." + name);
        }

        long points() {
            return (long) devices * fields * rows;
        }

        /** All points of a memtable of a few devices, or of all. */
        MemTable filled(int ofDevices, int ofRows) {
            MemTable table = new MemTable(schema(), aligned);
            for (int device = 0; device < ofDevices; device++) {
                IDeviceID id = device(device);
                for (int row = 0; row < ofRows; row++) {
                    table.append(id, 1_000L * row, new Values((device + row % 1000) / 10.0));
                }
            }
            return table;
        }
    }

    /** Runs all cases, or the one that is named within this process. */
    public static void main(String[] args) throws IOException, InterruptedException {
        if (args.length > 0) {
            run(Case.valueOf(args[0]));
            return;
        }
        boolean passed = true;
        for (Case each : Case.values()) {
            passed &= start(each);
        }
        if (!passed) {
            System.exit(1);
        }
    }

    private static boolean start(Case each) throws IOException, InterruptedException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process process = new ProcessBuilder(
                        java,
                        "-XX:+UseSerialGC",
                        "-Xmx3g",
                        "-Xmn16m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        FlushMemory.class.getName(),
                        each.name())
                .inheritIO()
                .start();
        int exit = process.waitFor();
        if (exit != 0) {
            System.out.println("FAILED: " + each.text);
        }
        return exit == 0;
    }

    private static void run(Case each) throws IOException {
        Path folder = Files.createTempDirectory("flush-memory");
        try (FileStore store = StoreLocation.of(folder.toString()).open()) {
            try {
                // What is loaded with the first flush counts for the process.
                flush(each, store, each.filled(2, 2000), new MemoryBudget(1L << 30));
                measure(each, store);
            } finally {
                store.deleteFolder("data");
            }
        } finally {
            Files.deleteIfExists(folder);
        }
    }

    private static void measure(Case each, FileStore store) throws IOException {
        MemTable table = each.filled(each.devices, each.rows);
        MemoryBudget budget = new MemoryBudget(each.budgetBytes);
        List<byte[]> ballast = new ArrayList<>();
        long left = left();
        for (; left > ALLOWED * budget.limit(); left -= BALLAST) {
            ballast.add(new byte[BALLAST]);
        }
        long before = left();
        LiveHeap live = new LiveHeap();
        live.start();
        List<DataFile> files = flush(each, store, table, budget);
        long peak = before - live.finish();
        long points = files.stream().mapToLong(DataFile::points).sum();
        if (points != each.points() || ballast.isEmpty() || table.isEmpty()) {
            throw new IllegalStateException("Cannot measure: wrote " + points + " points of " + each.points());
        }
        System.out.printf(
                Locale.ROOT,
                "%-52s memtable %4d MB, budget %3d MB, heap left to the flush %3d MB: counted at most %3d MB,"
                        + " live at most %3d MB (%d samples), %3.0f %% of the budget%n",
                each.text,
                table.bytes() >> 20,
                budget.limit() >> 20,
                before >> 20,
                budget.peak() >> 20,
                peak >> 20,
                live.samples,
                100.0 * peak / budget.limit());
    }

    private static List<DataFile> flush(Case each, FileStore store, MemTable table, MemoryBudget budget)
            throws IOException {
        try (StagedFlush engine =
                new StagedFlush(store, each.schema(), TimePartitioning.NONE, OPTIONS, Workers.common(), budget)) {
            engine.flush(List.of(table));
            return engine.finish();
        }
    }

    /** Heap that is left, in bytes, once what nobody refers to is gone. */
    private static long left() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.maxMemory() - (runtime.totalMemory() - runtime.freeMemory());
    }

    /** Collects again and again, a fifth of the time, and keeps the least that was left. */
    private static final class LiveHeap extends Thread {
        private volatile boolean stopped;
        private long least = Long.MAX_VALUE;
        private int samples;

        private LiveHeap() {
            super("live-heap");
            setDaemon(true);
        }

        @Override
        public void run() {
            while (!stopped) {
                long start = System.nanoTime();
                least = Math.min(least, left());
                samples++;
                LockSupport.parkNanos(4 * (System.nanoTime() - start));
            }
        }

        /** The least that was left, in bytes. */
        private long finish() {
            stopped = true;
            LockSupport.unpark(this);
            boolean interrupted = false;
            while (true) {
                try {
                    join();
                    break;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            return least;
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
