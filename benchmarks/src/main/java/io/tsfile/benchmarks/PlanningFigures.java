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

import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.model.BucketRange;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.DeviceRange;
import io.tsfile.core.model.DeviceSplit;
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.LiveFile;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.model.Version;
import io.tsfile.core.scan.DeviceFilter;
import io.tsfile.core.scan.ScanPlanner;
import io.tsfile.core.scan.ScanRequest;
import io.tsfile.core.scan.ScanSource;
import io.tsfile.core.scan.ScanTask;
import io.tsfile.core.scan.TableShape;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.IDeviceID;

/**
 * Measures how long it takes to plan a scan of a table of very many files, of shapes from one where nothing overlaps to one
 * where everything does. Reads no file.
 *
 * <p>{@code ./benchmarks/run.sh planning}
 */
public final class PlanningFigures {
    private static final int FILES = 100_000;
    private static final int DEVICES = 10_000;
    private static final int WRITERS = 16;
    private static final long MINUTE = 60_000;
    private static final long FILE_BYTES = 16L << 20;
    private static final long TARGET_BYTES = 512L << 20;
    private static final TableSchema SCHEMA =
            TableSchema.ofTable("fleet", List.of(Column.tag("device"), Column.field("v", TSDataType.DOUBLE)));

    private PlanningFigures() {}

    private enum Shape {
        APART("all apart"),
        NEIGHBOURS("every checkpoint overlaps 10 others"),
        WRITERS_APART("16 writers, hashed devices"),
        WRITERS_LATE("16 writers, 10 others overlapped, 1,000 compacted files"),
        PARTITIONS("weeks of 500 files that all overlap, some places to cut"),
        ALL("everything overlaps everything");

        private final String text;

        Shape(String text) {
            this.text = text;
        }

        DataFile file(int i, Random random) {
            return switch (this) {
                case APART -> of(i, i, 0, BucketRange.ALL, i * MINUTE, 1, random, 0);
                case NEIGHBOURS -> of(i, i, 0, BucketRange.ALL, i * MINUTE, 6, random, 0);
                case WRITERS_APART -> of(i, i / WRITERS, 0, writer(i), (i / WRITERS) * MINUTE, 1, random, 0);
                case WRITERS_LATE ->
                    i % 100 == 0
                            ? of(i, i / WRITERS, 1, BucketRange.ALL, (i / WRITERS) * MINUTE, 100, random, 8)
                            : of(i, i / WRITERS, 0, writer(i), (i / WRITERS) * MINUTE, 6, random, 0);
                case PARTITIONS -> of(i, i, 0, BucketRange.ALL, (i / 500) * 10_080L * MINUTE, 10_080, random, 4);
                case ALL -> of(i, i, 0, BucketRange.ALL, 0, 1_000_000, random, 0);
            };
        }

        private static BucketRange writer(int i) {
            int width = BucketRange.BUCKETS / WRITERS;
            int writer = i % WRITERS;
            return new BucketRange(writer * width, (writer + 1) * width - 1);
        }

        private static DataFile of(
                int i, int commit, int order, BucketRange buckets, long start, int minutes, Random random, int splits) {
            List<DeviceSplit> places = new ArrayList<>();
            for (int split = 1; split <= splits; split++) {
                places.add(new DeviceSplit(device(DEVICES * split / (splits + 1)), FILE_BYTES * split / (splits + 1)));
            }
            return new DataFile(
                    "data/" + start / MINUTE / 10_080 + "/" + commit + "-" + i + ".tsfile",
                    FILE_BYTES,
                    DataFile.UNKNOWN_CRC,
                    new Version(commit + 1L, order),
                    0,
                    commit + 1L,
                    true,
                    new DeviceRange(device(random.nextInt(100)), device(DEVICES - 1 - random.nextInt(100))),
                    buckets,
                    new TimeRange(start, start + minutes * MINUTE - 1),
                    100_000,
                    100_000,
                    100,
                    places);
        }

        private static IDeviceID device(int number) {
            return Devices.ofTable("fleet", String.format(Locale.ROOT, "d%06d", number));
        }
    }

    /** Prints a line for each shape. */
    public static void main(String[] args) throws IOException {
        System.out.printf(
                Locale.ROOT,
                "%,d files of %d MB each, tasks of %d MB%n%n%-58s %9s %9s %7s %9s %9s %11s%n",
                FILES,
                FILE_BYTES >> 20,
                TARGET_BYTES >> 20,
                "shape",
                "seconds",
                "processor",
                "tasks",
                "most files",
                "depth",
                "largest, kB");
        for (Shape shape : Shape.values()) {
            measure(shape);
        }
    }

    private static void measure(Shape shape) throws IOException {
        Random random = new Random(1);
        List<LiveFile> files = new ArrayList<>(FILES);
        for (int i = 0; i < FILES; i++) {
            files.add(LiveFile.of(shape.file(i, random)));
        }
        ScanSource source = new ScanSource(StoreLocation.of("/table"), SCHEMA, files);
        ScanRequest request = new ScanRequest(List.of("v"), TimeRange.ALL, DeviceFilter.ALL, TARGET_BYTES);
        long start = System.nanoTime();
        long processor = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        ScanPlanner.plan(source, request);
        double processorSeconds = (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - processor) / 1e9;
        double seconds = (System.nanoTime() - start) / 1e9;
        List<ScanTask> tasks = ScanPlanner.plan(source, request);
        int mostFiles =
                tasks.stream().mapToInt(task -> task.files().size()).max().orElse(0);
        long largest = 0;
        for (ScanTask task : tasks) {
            // Only tasks with the most files can be the largest; the others need not be written.
            largest = task.files().size() == mostFiles && largest == 0 ? serializedBytes(task) : largest;
        }
        System.out.printf(
                Locale.ROOT,
                "%-58s %9.2f %9.2f %,7d %,10d %,9d %,11d%n",
                shape.text,
                seconds,
                processorSeconds,
                tasks.size(),
                mostFiles,
                TableShape.of(files).overlap(),
                largest >> 10);
    }

    private static long serializedBytes(ScanTask task) throws IOException {
        Counter counter = new Counter();
        try (ObjectOutputStream out = new ObjectOutputStream(counter)) {
            out.writeObject(task);
        }
        return counter.bytes;
    }

    private static final class Counter extends OutputStream {
        private long bytes;

        @Override
        public void write(int value) {
            bytes++;
        }

        @Override
        public void write(byte[] source, int offset, int length) {
            bytes += length;
        }
    }
}
