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
import io.tsfile.core.compact.CompactionPolicy;
import io.tsfile.core.compact.CompactionResult;
import io.tsfile.core.compact.CompactionRunner;
import io.tsfile.core.compact.CompactionTask;
import io.tsfile.core.flush.FlushOptions;
import io.tsfile.core.flush.FusedFlush;
import io.tsfile.core.flush.memtable.MemTable;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.TimePartitioning;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.scan.DeviceFilter;
import io.tsfile.core.scan.ScanPlanner;
import io.tsfile.core.scan.ScanRequest;
import io.tsfile.core.scan.ScanSource;
import io.tsfile.core.scan.ScanTask;
import io.tsfile.core.scan.SectionReader;
import io.tsfile.core.table.Commit;
import io.tsfile.core.table.CommitId;
import io.tsfile.core.table.Snapshot;
import io.tsfile.core.table.Table;
import io.tsfile.core.table.TableMetadata;
import io.tsfile.core.vector.BinaryVector;
import io.tsfile.core.vector.BooleanVector;
import io.tsfile.core.vector.DoubleVector;
import io.tsfile.core.vector.IntVector;
import io.tsfile.core.vector.LongVector;
import io.tsfile.core.vector.Vector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The way of rows into a table and out of it, against the Apache library and a map.
 *
 * <p>{@code ./benchmarks/run.sh ingest}
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3)
@Measurement(iterations = 5)
@Fork(value = 1, jvmArgsAppend = "-Xmx3g")
public class IngestBenchmark {
    private static final int FILES = 8;
    private static final long MEMTABLE_BYTES = 64L << 20;
    private static final FlushOptions OPTIONS = FlushOptions.DEFAULT;

    private List<Machines.Row> inOrder = List.of();
    private List<Machines.Row> late = List.of();
    private Path folder = Path.of(".");
    private Path scratch = Path.of(".");
    private List<Path> overlappingFiles = List.of();
    private Path compactedFile = Path.of(".");
    private ScanSource overlapping = new ScanSource(StoreLocation.of("."), Machines.SCHEMA, List.of());
    private ScanSource compacted = overlapping;

    /** Makes the tables that are read, and checks that both ways answer the same. */
    @Setup(Level.Trial)
    public void prepare() throws Exception {
        inOrder = Machines.inOrder();
        late = Machines.withLateOnes();
        FlinkJobs.use(inOrder);
        folder = Files.createTempDirectory("tsfile-benchmark");
        scratch = folder.resolve("scratch");
        try (FileStore store = store("overlapping")) {
            Table table = newTable(store);
            // Rows of all times in each file, so that every file meets every other one.
            for (int file = 0; file < FILES; file++) {
                List<Machines.Row> part = new ArrayList<>();
                for (int i = 0; i < late.size(); i++) {
                    if (i / Machines.MACHINES % FILES == file) {
                        part.add(late.get(i));
                    }
                }
                append(table, part);
            }
            overlapping = source(table);
            overlappingFiles = paths(overlapping);
        }
        try (FileStore store = store("compacted")) {
            Table table = newTable(store);
            append(table, inOrder);
            compacted = source(table);
            compactedFile = paths(compacted).get(0);
        }
        requireEqual("merged", scan(overlapping), LibraryPeer.sum(LibraryPeer.merge(overlappingFiles)));
        requireEqual("read", scan(compacted), LibraryPeer.read(compactedFile));
    }

    /** Each call writes into an empty folder. */
    @Setup(Level.Iteration)
    public void clean() throws IOException {
        try (FileStore store = StoreLocation.of(folder.toString()).open()) {
            store.deleteFolder("scratch");
        }
        Files.createDirectories(scratch);
    }

    /** Removes everything. */
    @TearDown(Level.Trial)
    public void remove() throws IOException {
        try (FileStore store = StoreLocation.of(folder.toString()).open()) {
            for (String part : List.of("overlapping", "compacted", "scratch")) {
                store.deleteFolder(part);
            }
        }
        Files.delete(folder);
    }

    /** Rows in order through memtable, flush and commit. */
    @Benchmark
    public void writeInOrder() throws IOException {
        writeTable(inOrder);
    }

    /** Rows in order, grouped by device, through the library's tablets. */
    @Benchmark
    public void writeInOrderPeer() throws Exception {
        LibraryPeer.write(inOrder, scratch.resolve("peer.tsfile"));
    }

    /** Rows with late ones and duplicates through memtable, flush and commit. */
    @Benchmark
    public void writeLate() throws IOException {
        writeTable(late);
    }

    /** The same rows, sorted in memory, through the library's tablets. */
    @Benchmark
    public void writeLatePeer() throws Exception {
        LibraryPeer.sortAndWrite(late, scratch.resolve("peer.tsfile"));
    }

    /** A merged scan of all columns. */
    @Benchmark
    public double readOverlapping() throws IOException {
        return scan(overlapping);
    }

    /** The library's result sets, merged in a map. */
    @Benchmark
    public double readOverlappingPeer() throws Exception {
        return LibraryPeer.sum(LibraryPeer.merge(overlappingFiles));
    }

    /** A scan of all columns of one file. */
    @Benchmark
    public double readCompacted() throws IOException {
        return scan(compacted);
    }

    /** The library's result set of one file. */
    @Benchmark
    public double readCompactedPeer() throws Exception {
        return LibraryPeer.read(compactedFile);
    }

    /** A compaction of all files, without its commit, so that it can be done again. */
    @Benchmark
    public List<DataFile> compact() throws IOException {
        try (FileStore store = overlapping.location().open()) {
            Snapshot snapshot = Table.open(store).snapshot();
            List<DataFile> outputs = new ArrayList<>();
            for (CompactionTask task : CompactionPolicy.plan(
                    snapshot, snapshot.liveFiles(store, TimeRange.ALL), CompactionOptions.of(OPTIONS))) {
                CompactionResult result = CompactionRunner.run(
                        store, snapshot.metadata(), CompactionOptions.of(OPTIONS), task, CompactionListener.NONE);
                outputs.addAll(result.outputs());
            }
            for (DataFile output : outputs) {
                store.delete(output.path());
            }
            return outputs;
        }
    }

    /** The library's result sets, merged in a map, through the library's tablets. */
    @Benchmark
    public void compactPeer() throws Exception {
        LibraryPeer.writeMerged(LibraryPeer.merge(overlappingFiles), scratch.resolve("peer.tsfile"));
    }

    /** A local Flink job with our sink, checkpoints and commits included. */
    @Benchmark
    public void flinkJob() throws Exception {
        FlinkJobs.ours(scratch);
    }

    /** A local Flink job that hands rows to the library at every checkpoint. */
    @Benchmark
    public void flinkJobPeer() throws Exception {
        FlinkJobs.peer(scratch);
    }

    private void writeTable(List<Machines.Row> rows) throws IOException {
        try (FileStore store = StoreLocation.of(scratch.toString()).open()) {
            append(newTable(store), rows);
        }
    }

    private static Table newTable(FileStore store) throws IOException {
        return Table.create(store, TableMetadata.of(Machines.SCHEMA, TimePartitioning.NONE, Map.of()));
    }

    private static void append(Table table, List<Machines.Row> rows) throws IOException {
        MemTable memTable = new MemTable(Machines.SCHEMA, true);
        try (FusedFlush flush = new FusedFlush(table.store(), Machines.SCHEMA, TimePartitioning.NONE, OPTIONS)) {
            for (Machines.Row row : rows) {
                memTable.append(Machines.device(row.machine), row.time, row);
                if (memTable.bytes() >= MEMTABLE_BYTES) {
                    flush.drain(memTable);
                }
            }
            flush.drain(memTable);
            table.commit(
                    Commit.append(table.snapshot().metadata().id(), CommitId.unique(), "benchmark", flush.finish()));
        }
    }

    private static double scan(ScanSource source) throws IOException {
        double sum = 0;
        ScanRequest request = new ScanRequest(Machines.FIELDS, TimeRange.ALL, DeviceFilter.ALL, Long.MAX_VALUE);
        try (FileStore store = source.location().open()) {
            for (ScanTask task : ScanPlanner.plan(source, request)) {
                try (SectionReader reader = new SectionReader(store, task, 4096)) {
                    while (reader.next()) {
                        for (int field = 0; field < Machines.FIELDS.size(); field++) {
                            sum += sum(reader.values(field));
                        }
                    }
                }
            }
        }
        return sum;
    }

    private static double sum(Vector vector) {
        double sum = 0;
        for (int i = 0; i < vector.size(); i++) {
            if (vector.isNull(i)) {
                continue;
            }
            if (vector instanceof DoubleVector doubles) {
                sum += doubles.get(i);
            } else if (vector instanceof IntVector ints) {
                sum += ints.get(i);
            } else if (vector instanceof LongVector longs) {
                sum += longs.get(i);
            } else if (vector instanceof BooleanVector booleans) {
                sum += booleans.get(i) ? 1 : 0;
            } else if (vector instanceof BinaryVector binaries) {
                sum += binaries.getString(i).length();
            }
        }
        return sum;
    }

    private FileStore store(String name) throws IOException {
        return StoreLocation.of(folder.resolve(name).toString()).open();
    }

    private static ScanSource source(Table table) throws IOException {
        return ScanSource.of(table.store(), table.snapshot());
    }

    /** The files, the oldest first. */
    private static List<Path> paths(ScanSource source) {
        Path root = Path.of(source.location().uri());
        return source.files().stream()
                .map(file -> root.resolve(file.file().path()))
                .toList();
    }

    private static void requireEqual(String what, double ours, double peer) {
        if (Math.abs(ours - peer) > 1e-9 * Math.abs(peer)) {
            throw new IllegalStateException(
                    "Cannot compare '" + what + "': ours answers " + ours + ", the peer " + peer);
        }
    }
}
