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

import io.tsfile.core.format.EncodedChunk;
import io.tsfile.core.format.EncodingOptions;
import io.tsfile.core.format.read.RowChunkReader;
import io.tsfile.core.format.read.RowPage;
import io.tsfile.core.format.write.ChunkEncoder;
import io.tsfile.core.index.OpenTsFile;
import io.tsfile.core.index.RowChunk;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.vector.DoubleVector;
import io.tsfile.core.vector.LongVector;
import io.tsfile.core.vector.Vector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.apache.tsfile.file.metadata.StringArrayDeviceID;
import org.apache.tsfile.file.metadata.enums.CompressionType;
import org.apache.tsfile.file.metadata.enums.TSEncoding;
import org.apache.tsfile.read.TsFileSequenceReader;
import org.apache.tsfile.write.chunk.ChunkWriterImpl;
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
 * One chunk of a series with times of its own, written and read, against the library's chunk writer and reader.
 *
 * <p>{@code ./benchmarks/run.sh format}
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
@SuppressWarnings("NullAway.Init") // The harness calls prepare() first.
public class ChunkBenchmark {
    static final int ROWS = 100_000;
    /** Rows of a chunk as a job with many devices flushes it. */
    private static final int SHORT = 2000;

    private static final IDeviceID DEVICE = new StringArrayDeviceID("root", "plant", "machine");

    /** A name of {@link Shape}. */
    @Param("WALK")
    public String shape = "";

    /** A name of {@link TSEncoding}. */
    @Param("GORILLA")
    public String encoding = "";

    private final LongVector times = (LongVector) Shape.JITTER.values(ROWS);
    private final long[] readTimes = new long[ROWS];
    private final double[] readValues = new double[ROWS];
    private Vector values = times;
    private ChunkEncoder encoder = new ChunkEncoder(1, EncodingOptions.DEFAULT);
    private final ChunkEncoder choosing = new ChunkEncoder(10_000, EncodingOptions.DEFAULT);
    private final List<LongVector> shortTimes = new ArrayList<>();
    private final List<Vector> shortValues = new ArrayList<>();
    private Path folder = Path.of(".");
    private FileStore store;
    private OpenTsFile file;
    private TsFileSequenceReader reader;

    static List<Comparison> comparisons() {
        return List.of(
                timed("read a chunk, GORILLA + LZ4, doubles", "read", Shape.WALK, TSEncoding.GORILLA, 4),
                timed("encode + compress, GORILLA + LZ4, doubles", "write", Shape.WALK, TSEncoding.GORILLA, 3),
                timed("encode + compress, GORILLA + LZ4, noise", "write", Shape.NOISE, TSEncoding.GORILLA, 3),
                timed("encode + compress, TS_2DIFF + LZ4, counter", "write", Shape.COUNTER, TSEncoding.TS_2DIFF, 3),
                timed(
                        "choose, encode + compress chunks of 2,000, doubles",
                        "choose",
                        Shape.WALK,
                        TSEncoding.GORILLA,
                        3),
                timed("choose, encode + compress chunks of 2,000, noise", "choose", Shape.NOISE, TSEncoding.GORILLA, 3),
                timed(
                        "choose, encode + compress chunks of 2,000, counter",
                        "choose",
                        Shape.COUNTER,
                        TSEncoding.TS_2DIFF,
                        3));
    }

    private static Comparison timed(String name, String method, Shape shape, TSEncoding encoding, double goal) {
        return new Comparison.Timed(
                name,
                ChunkBenchmark.class,
                method,
                Map.of("shape", shape.name(), "encoding", encoding.name()),
                "points",
                ROWS,
                goal);
    }

    /** Writes the file that is read with the library, so that both read the same bytes. */
    @Setup(Level.Trial)
    public void prepare() throws IOException {
        TSEncoding chunkEncoding = TSEncoding.valueOf(encoding);
        values = Shape.valueOf(shape).values(ROWS);
        encoder = new ChunkEncoder(
                10_000,
                new EncodingOptions(new TreeMap<>(Map.of(
                        EncodingOptions.ENCODING,
                        encoding.toLowerCase(Locale.ROOT),
                        EncodingOptions.COMPRESSION,
                        "lz4"))));
        for (int from = 0; from < ROWS; from += SHORT) {
            shortTimes.add((LongVector) times.slice(from, from + SHORT));
            shortValues.add(values.slice(from, from + SHORT));
        }
        folder = Files.createTempDirectory("tsfile-benchmark");
        Path path = folder.resolve("chunk.tsfile");
        LibraryChunks.writeFile(path, DEVICE, times, values, chunkEncoding);
        store = StoreLocation.of(folder.toString()).open();
        file = OpenTsFile.open(store, "chunk.tsfile");
        reader = new TsFileSequenceReader(path.toString());
        if (values instanceof DoubleVector && read() != readPeer()) {
            throw new IllegalStateException("Cannot measure: both ways read other values");
        }
    }

    /** Removes the file. */
    @TearDown(Level.Trial)
    public void remove() throws IOException {
        reader.close();
        file.close();
        store.close();
        Files.delete(folder.resolve("chunk.tsfile"));
        Files.delete(folder);
    }

    /** The chunk's index, header and pages to vectors. */
    @Benchmark
    public double read() throws IOException {
        double last = 0;
        for (RowChunk chunk : file.chunks(DEVICE).points(LibraryChunks.MEASUREMENT)) {
            RowChunkReader pages = new RowChunkReader(file, chunk, List.of(TSDataType.DOUBLE), TimeRange.ALL);
            for (RowPage page = pages.next(); page != null; page = pages.next()) {
                int end = page.times().size() - 1;
                last = page.times().get(end) + ((DoubleVector) page.columns()[0]).get(end);
            }
        }
        return last;
    }

    /** The chunk's index, header and pages to arrays with the library's chunk reader. */
    @Benchmark
    public double readPeer() throws IOException {
        return LibraryChunks.read(reader, DEVICE, readTimes, readValues);
    }

    /** Times and values to a compressed chunk. */
    @Benchmark
    public EncodedChunk write() {
        return encoder.series(LibraryChunks.MEASUREMENT, times, values);
    }

    /** Times and values to a compressed chunk with the library's chunk writer. */
    @Benchmark
    public ChunkWriterImpl writePeer() {
        return LibraryChunks.write(times, values, TSEncoding.valueOf(encoding), CompressionType.LZ4);
    }

    /** Short chunks, whose encoding and compression are chosen for each. */
    @Benchmark
    public int choose() {
        int bytes = 0;
        for (int i = 0; i < shortValues.size(); i++) {
            bytes += choosing.series(LibraryChunks.MEASUREMENT, shortTimes.get(i), shortValues.get(i))
                    .data()
                    .length;
        }
        return bytes;
    }

    /** Short chunks with the library's chunk writer, whose encoding and compression are given. */
    @Benchmark
    public ChunkWriterImpl choosePeer() {
        ChunkWriterImpl last = LibraryChunks.write(
                shortTimes.get(0), shortValues.get(0), TSEncoding.valueOf(encoding), CompressionType.LZ4);
        for (int i = 1; i < shortValues.size(); i++) {
            last = LibraryChunks.write(
                    shortTimes.get(i), shortValues.get(i), TSEncoding.valueOf(encoding), CompressionType.LZ4);
        }
        return last;
    }
}
