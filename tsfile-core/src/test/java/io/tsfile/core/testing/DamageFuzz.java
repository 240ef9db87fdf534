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
package io.tsfile.core.testing;

import com.sun.management.ThreadMXBean;
import io.tsfile.core.CorruptTsFileException;
import io.tsfile.core.format.read.ChunkAhead;
import io.tsfile.core.format.read.ChunkJoin;
import io.tsfile.core.format.read.PageTimes;
import io.tsfile.core.format.read.RawRows;
import io.tsfile.core.format.read.RowChunkScan;
import io.tsfile.core.format.read.RowPage;
import io.tsfile.core.index.ChunkEntry;
import io.tsfile.core.index.DeviceChunks;
import io.tsfile.core.index.DeviceCursor;
import io.tsfile.core.index.OpenTsFile;
import io.tsfile.core.index.RowChunk;
import io.tsfile.core.index.ValueFilter;
import io.tsfile.core.index.ValueStatistics;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.model.Devices;
import io.tsfile.core.model.TimeRange;
import java.io.Closeable;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.apache.tsfile.file.metadata.enums.CompressionType;
import org.apache.tsfile.write.schema.IMeasurementSchema;

/**
 * Damages files and reads them: what comes must be rows, or a {@link CorruptTsFileException} that names the file, within bounds
 * of memory and of patience. The files are the library's, of both models, with every type, encoding and compression. A case is
 * known by its seed and number.
 */
public final class DamageFuzz implements Closeable {
    private static final List<CompressionType> COMPRESSIONS = List.of(
            CompressionType.UNCOMPRESSED,
            CompressionType.LZ4,
            CompressionType.SNAPPY,
            CompressionType.ZSTD,
            CompressionType.GZIP,
            CompressionType.LZMA2);

    /** The files have some 10 KiB, and reading an undamaged one takes about 10 MiB. */
    private static final long MOST_BYTES = 256L << 20;

    /** No speed is tested: a case that takes this long does not end. */
    private static final long PATIENCE_SECONDS = 120;

    private static final int[] EDGES = {0, 1, 0x7f, 0x80, 0xff};

    /** Looks at all statistics. */
    private static final ValueFilter WITH_STATISTICS = new ValueFilter() {
        @Override
        public boolean mayMeet(ValueStatistics values) {
            return values.count() == values.statistics().getCount();
        }

        @Override
        public boolean mayFail(ValueStatistics values) {
            return true;
        }
    };

    private final Path folder;
    private final FileStore store;
    private final long seed;
    private final List<Base> bases = new ArrayList<>();
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final ExecutorService worker = Executors.newSingleThreadExecutor(work -> {
        Thread thread = new Thread(work, "fuzz");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * What happened.
     *
     * @param cases how many files were damaged and read
     * @param errors how many of them were refused
     * @param mostBytes what the case allocated that took most
     */
    public record Result(long cases, long errors, long mostBytes) {}

    private record Base(String name, byte[] bytes, int[] heads) {}

    private record Outcome(boolean failed, long allocated) {}

    /** Writes the files to damage into {@code folder}. */
    public DamageFuzz(Path folder, long seed) throws IOException {
        this.folder = folder;
        this.store = StoreLocation.of(folder.toString()).open();
        this.seed = seed;
        for (CompressionType compression : COMPRESSIONS) {
            bases.add(base(compression, true));
            bases.add(base(compression, false));
        }
    }

    /**
     * Runs case after case until the time is up.
     *
     * @throws AssertionError at the first case that ends otherwise than it must
     */
    public Result run(long millis) throws IOException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        long cases = 0;
        long errors = 0;
        long mostBytes = 0;
        do {
            Outcome outcome = one(cases++);
            errors += outcome.failed ? 1 : 0;
            mostBytes = Math.max(mostBytes, outcome.allocated);
        } while (System.nanoTime() - end < 0);
        return new Result(cases, errors, mostBytes);
    }

    /** Runs one case. */
    public void runCase(long number) throws IOException {
        one(number);
    }

    @Override
    public void close() throws IOException {
        worker.shutdownNow();
        store.close();
    }

    private Outcome one(long number) throws IOException {
        Random random = new Random(seed * 1_000_003 + number);
        Base base = bases.get((int) (number % bases.size()));
        Damage damage = new Damage(random, base);
        byte[] damaged = damage.apply();
        String what = "case " + number + " of seed " + seed + ": " + base.name + ", " + damage;
        // A name of its own: what was known of another file of that name must not help.
        String name = "case-" + number + ".tsfile";
        Path path = folder.resolve(name);
        Files.write(path, damaged);
        Outcome outcome = patiently(what, worker.submit(() -> read(name, what)));
        if (outcome.allocated > MOST_BYTES) {
            throw new AssertionError(what + ": took " + outcome.allocated + " bytes of memory");
        }
        // The file of a case that failed stays.
        Files.delete(path);
        return outcome;
    }

    private static Outcome patiently(String what, Future<Outcome> result) {
        try {
            return result.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            AssertionError error = new AssertionError(what + ": does not end", e);
            Thread.getAllStackTraces().forEach((thread, trace) -> {
                if (thread.getName().equals("fuzz")) {
                    error.setStackTrace(trace);
                }
            });
            throw error;
        } catch (ExecutionException e) {
            throw new AssertionError(what, e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(what, e);
        }
    }

    private Outcome read(String name, String what) throws IOException {
        long before = threads.getCurrentThreadAllocatedBytes();
        boolean failed = false;
        try (OpenTsFile file = OpenTsFile.open(store, name)) {
            for (DeviceCursor devices = file.devices(null); devices.current() != null; devices.advance()) {
                IDeviceID device = devices.current();
                if (device != null) {
                    failed |= !readDevice(file, file.chunks(device), name, what);
                }
            }
        } catch (CorruptTsFileException e) {
            checkMessage(e, name, what);
            failed = true;
        }
        return new Outcome(failed, threads.getCurrentThreadAllocatedBytes() - before);
    }

    /** Reads a device's columns side by side if they are aligned, and else one by one; as rows and raw. */
    private static boolean readDevice(OpenTsFile file, DeviceChunks chunks, String name, String what)
            throws IOException {
        List<String> fields = new ArrayList<>(chunks.types().keySet());
        fields.removeIf(field -> chunks.types().get(field) == TSDataType.VECTOR);
        boolean read = true;
        if (chunks.aligned()) {
            List<TSDataType> types = fields.stream().map(chunks.types()::get).toList();
            return readRows(file, chunks.rows(fields), types, name, what);
        }
        for (String field : fields) {
            List<TSDataType> types = Arrays.asList(chunks.types().get(field));
            read &= readRows(file, chunks.points(field), types, name, what);
        }
        return read;
    }

    private static boolean readRows(
            OpenTsFile file, List<RowChunk> rows, List<TSDataType> types, String name, String what) throws IOException {
        boolean read = true;
        try {
            RowChunkScan scan = new RowChunkScan(file, rows, types, TimeRange.ALL);
            for (RowPage page = scan.next(); page != null; page = scan.next()) {
                page.times();
            }
        } catch (CorruptTsFileException e) {
            checkMessage(e, name, what);
            read = false;
        }
        try {
            for (int field = 0; field < types.size(); field++) {
                lookAtPages(file, rows, field);
            }
        } catch (CorruptTsFileException e) {
            checkMessage(e, name, what);
            read = false;
        }
        try {
            for (RawRows raw : RawRows.read(file, rows)) {
                ChunkJoin join = ChunkJoin.like(raw.main());
                join.append(raw.main());
                join.finish();
                raw.main().hasUsualTimes();
            }
        } catch (CorruptTsFileException e) {
            checkMessage(e, name, what);
            read = false;
        }
        return read;
    }

    private static void lookAtPages(OpenTsFile file, List<RowChunk> rows, int field) throws IOException {
        List<RowChunk> withValues = new ArrayList<>();
        for (RowChunk row : rows) {
            ChunkEntry values = row.valuesOf(field);
            if (values != null && values.count() > 0) {
                withValues.add(row.aligned() ? row.with(new ChunkEntry[] {values}, 1) : row);
            }
        }
        PageTimes.add(new ChunkAhead(file, 0), withValues, WITH_STATISTICS, new ArrayList<>());
    }

    private static void checkMessage(CorruptTsFileException e, String name, String what) {
        String message = String.valueOf(e.getMessage());
        if (!message.startsWith("Cannot read") || !message.contains(name)) {
            throw new AssertionError(what + ": a message that does not name the file", e);
        }
    }

    private Base base(CompressionType compression, boolean aligned) throws IOException {
        String name = compression + (aligned ? " aligned" : " series");
        Path path = folder.resolve(name.replace(' ', '-') + ".tsfile");
        List<IMeasurementSchema> columns = LibraryFile.everyEncoding(compression);
        try (LibraryFile file = new LibraryFile(path, aligned ? "t" : null, columns, compression)) {
            for (int device = 0; device < 2; device++) {
                if (aligned) {
                    IDeviceID id = Devices.ofTable("t", "m" + device);
                    file.aligned(id, LibraryFile.pages(80, 60, 20), LibraryFile.pages(150, 30, 100));
                    file.alignedTimesFirst(id, LibraryFile.pages(200, 10, 5), LibraryFile.pages(210, 10, 10));
                } else {
                    IDeviceID id = Devices.ofPath("root.a.d" + device);
                    file.series(id, LibraryFile.pages(80, 60, 20));
                    file.series(id, LibraryFile.pages(150, 30, 100));
                }
            }
        }
        List<Long> heads = new ArrayList<>();
        try (OpenTsFile file = OpenTsFile.open(store, path.getFileName().toString())) {
            for (DeviceCursor devices = file.devices(null); devices.current() != null; devices.advance()) {
                IDeviceID device = devices.current();
                if (device != null) {
                    for (RowChunk chunk : file.chunks(device).rows(List.of("sparse", "double_gorilla"))) {
                        heads.add(chunk.main().offset());
                    }
                }
            }
        }
        byte[] bytes = Files.readAllBytes(path);
        Files.delete(path);
        return new Base(name, bytes, heads.stream().mapToInt(Math::toIntExact).toArray());
    }

    /** A way in which bytes go wrong: of disks, of networks, of programs. */
    private static final class Damage {
        private final Random random;
        private final Base base;
        private String text = "";

        Damage(Random random, Base base) {
            this.random = random;
            this.base = base;
        }

        byte[] apply() {
            byte[] bytes = base.bytes.clone();
            int kind = random.nextInt(20);
            if (kind == 0) {
                int length = random.nextInt(bytes.length);
                text = "cut to " + length;
                return Arrays.copyOf(bytes, length);
            }
            int at = place(bytes.length);
            int count = 1 + random.nextInt(kind < 14 ? 4 : 64);
            int to = Math.min(bytes.length, at + count);
            text = "bytes " + at + " to " + to;
            if (kind < 8) {
                bytes[at] ^= (byte) (1 << random.nextInt(8));
                text = "a bit of byte " + at;
            } else if (kind < 12) {
                Arrays.fill(bytes, at, to, (byte) EDGES[random.nextInt(EDGES.length)]);
                text += " are " + bytes[at];
            } else if (kind < 17) {
                for (int i = at; i < to; i++) {
                    bytes[i] = (byte) random.nextInt();
                }
                text += " are garbage";
            } else {
                int from = random.nextInt(bytes.length - count);
                System.arraycopy(base.bytes, from, bytes, at, to - at);
                text += " come from " + from;
            }
            return bytes;
        }

        /** Often in a header, where few bytes mean much. */
        private int place(int length) {
            if (random.nextBoolean()) {
                return Math.min(length - 1, base.heads[random.nextInt(base.heads.length)] + random.nextInt(60));
            }
            return random.nextInt(length);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
