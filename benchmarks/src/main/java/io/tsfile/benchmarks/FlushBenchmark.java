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

import io.tsfile.core.flush.FlushEngine;
import io.tsfile.core.flush.FlushOptions;
import io.tsfile.core.flush.FusedFlush;
import io.tsfile.core.flush.MemoryBudget;
import io.tsfile.core.flush.memtable.MemTable;
import io.tsfile.core.flush.staged.StagedFlush;
import io.tsfile.core.flush.work.Workers;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.TimePartitioning;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.tsfile.write.record.Tablet;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Ten million points from arrays in memory to a durable file: through memtable and flush against the library's writer. Then from a
 * filled memtable: staged against fused, and with late rows against rows in order, which make the same bytes.
 *
 * <ul>
 *   <li>Ours and the library's writer get the same arrays in the same batches, a batch of another device each, all in order. The library gets them
 *       as tablets that are ready and hold no marks of nulls, which is what it is fastest with.
 *   <li>Both use their defaults: the library GORILLA and LZ4, ours what it finds in the values. One thread each.
 *   <li>Both end with the file on disk: each syncs it. Ours also computes the checksum of the file's bytes, syncs its folder, and
 *       keeps all rows in memory before it writes, so that late ones find their place. The library encodes rows as they come, refuses
 *       late ones, and writes its chunk groups when they reach 32 MB (table model) or 128 MB (tree model).
 *   <li>The heap is there from the begin: a first touch of new memory is dear, and who does it depends on the collector.
 *   <li>{@link FlushSizes} holds both files against the readings.
 * </ul>
 *
 * <p>{@code ./benchmarks/run.sh flush}
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 8)
@Measurement(iterations = 8)
@Fork(
        value = 1,
        jvmArgsAppend = {"-Xms3g", "-Xmx3g", "-XX:+AlwaysPreTouch"})
public class FlushBenchmark {
    /** What a staged flush may hold besides the memtable. */
    private static final long BUDGET = 64L << 20;

    @Param("DECIMALS")
    private String kind = "";

    @Param("true")
    private boolean aligned;

    /** How many of 100 rows are late. */
    @Param("0")
    private int late;

    private Readings readings = new Readings(true, List.of());
    private MemTable filled = new MemTable(readings.schema(), true);
    private MemTable filledInOrder = filled;
    private List<Tablet> tablets = List.of();
    private Path folder = Path.of(".");

    static List<Comparison> comparisons() {
        return List.of(
                compare("flush, table model, two decimals", "flush", "DECIMALS", true, 0, 3),
                compare("flush, table model, full precision", "flush", "FULL_PRECISION", true, 0, 3),
                compare("flush, tree model, two decimals", "flush", "DECIMALS", false, 0, 3),
                compare("flush, tree model, full precision", "flush", "FULL_PRECISION", false, 0, 3),
                compare("flush of rows one by one, table model", "flushRows", "DECIMALS", true, 0, 2),
                compare("staged flush against fused, table model, two decimals", "staged", "DECIMALS", true, 0, 1.5),
                compare("staged flush against fused, tree model, two decimals", "staged", "DECIMALS", false, 0, 1.5),
                compare("staged flush against fused, full precision", "staged", "FULL_PRECISION", true, 0, 1.5),
                compare("flush with 1 % late, against in order", "late", "DECIMALS", true, 1, 0.8),
                compare("flush with 10 % late, against in order", "late", "DECIMALS", true, 10, 0.6));
    }

    private static Comparison compare(String name, String method, String kind, boolean aligned, int late, double goal) {
        Map<String, String> parameters =
                Map.of("kind", kind, "aligned", Boolean.toString(aligned), "late", Integer.toString(late));
        return new Comparison.Timed(name, FlushBenchmark.class, method, parameters, "points", Readings.POINTS, goal);
    }

    /** Makes the rows, and checks that late ones change nothing in the file. */
    @Setup(Level.Trial)
    public void prepare() throws IOException {
        Readings inOrder = Readings.of(Readings.Kind.valueOf(kind), aligned, 0);
        readings = Readings.of(Readings.Kind.valueOf(kind), aligned, late);
        tablets = LibraryFlush.tablets(inOrder);
        folder = Files.createTempDirectory("flush-benchmark");
        filled = readings.inMemory();
        filledInOrder = inOrder.inMemory();
        DataFile expected = fused(readings, filledInOrder, folder);
        for (DataFile found : List.of(fused(readings, filled, folder), staged())) {
            if (found.length() != expected.length() || found.crc32c() != expected.crc32c()) {
                throw new IllegalStateException("Cannot compare: the same rows make different files, "
                        + expected.length() + " and " + found.length() + " bytes long");
            }
        }
        clean();
    }

    /** Removes what the last call wrote. */
    @TearDown(Level.Iteration)
    public void clean() throws IOException {
        try (FileStore store = StoreLocation.of(folder.toString()).open()) {
            store.deleteFolder("data");
        }
        Files.deleteIfExists(folder.resolve("peer.tsfile"));
    }

    /** Removes the folder. */
    @TearDown(Level.Trial)
    public void remove() throws IOException {
        Files.delete(folder);
    }

    /** Batches through memtable and flush. */
    @Benchmark
    public DataFile flush() throws IOException {
        return fused(readings, readings.inMemory(), folder);
    }

    /** Tablets through the library's writer. */
    @Benchmark
    public void flushPeer() throws Exception {
        LibraryFlush.write(readings, tablets, folder.resolve("peer.tsfile"));
    }

    /** Rows one by one through memtable and flush. */
    @Benchmark
    public DataFile flushRows() throws IOException {
        return fused(readings, readings.inMemoryByRow(), folder);
    }

    /** Rows one by one into tablets, and these through the library's writer. */
    @Benchmark
    public void flushRowsPeer() throws Exception {
        LibraryFlush.writeByRow(readings, folder.resolve("peer.tsfile"));
    }

    /** A filled memtable, with workers on all cores. */
    @Benchmark
    public DataFile staged() throws IOException {
        try (FileStore store = StoreLocation.of(folder.toString()).open();
                FlushEngine engine = new StagedFlush(
                        store,
                        readings.schema(),
                        TimePartitioning.NONE,
                        FlushOptions.DEFAULT,
                        Workers.common(),
                        new MemoryBudget(BUDGET))) {
            return flush(engine, filled);
        }
    }

    /** The same on one thread. */
    @Benchmark
    public DataFile stagedPeer() throws IOException {
        return fused(readings, filled, folder);
    }

    /** A filled memtable, whose rows came late. */
    @Benchmark
    public DataFile late() throws IOException {
        return fused(readings, filled, folder);
    }

    /** The same rows, which came in order. */
    @Benchmark
    public DataFile latePeer() throws IOException {
        return fused(readings, filledInOrder, folder);
    }

    /** Writes a memtable to one file below a folder, on this thread. */
    static DataFile fused(Readings readings, MemTable table, Path folder) throws IOException {
        try (FileStore store = StoreLocation.of(folder.toString()).open();
                FlushEngine engine =
                        new FusedFlush(store, readings.schema(), TimePartitioning.NONE, FlushOptions.DEFAULT)) {
            return flush(engine, table);
        }
    }

    private static DataFile flush(FlushEngine engine, MemTable table) throws IOException {
        engine.flush(List.of(table));
        List<DataFile> files = engine.finish();
        if (files.size() != 1 || files.get(0).points() != Readings.POINTS) {
            throw new IllegalStateException("Cannot compare: the flush wrote " + files);
        }
        return files.get(0);
    }
}
