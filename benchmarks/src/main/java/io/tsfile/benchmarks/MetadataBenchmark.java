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

import io.tsfile.core.format.EncodingOptions;
import io.tsfile.core.format.write.ChunkAppender;
import io.tsfile.core.format.write.ChunkEncoder;
import io.tsfile.core.index.DeviceChunks;
import io.tsfile.core.index.DeviceCursor;
import io.tsfile.core.index.MetadataCache;
import io.tsfile.core.index.OpenTsFile;
import io.tsfile.core.index.RowChunk;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.TableModel;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimePrecision;
import io.tsfile.core.vector.LongVector;
import io.tsfile.core.vector.Vector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.apache.tsfile.file.metadata.StringArrayDeviceID;
import org.apache.tsfile.read.TsFileSequenceReader;
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
 * The metadata of all chunks of a file with very many devices, against the library's loop over devices.
 *
 * <p>{@code ./benchmarks/run.sh format}
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 2)
@Measurement(iterations = 3)
@Fork(value = 1, jvmArgsAppend = "-Xmx1g")
public class MetadataBenchmark {
    static final int DEVICES = 100_000;
    static final int MEASUREMENTS = 10;

    private static final String FILE = "devices.tsfile";

    private final List<String> fields = new ArrayList<>();
    private Path folder = Path.of(".");

    static Comparison comparison() {
        return new Comparison.Timed(
                "scan the metadata of 100,000 devices x 10",
                MetadataBenchmark.class,
                "scan",
                Map.of(),
                "chunks",
                (long) DEVICES * (MEASUREMENTS + 1),
                2);
    }

    /** Writes the file: aligned devices of a few rows. */
    @Setup(Level.Trial)
    public void prepare() throws IOException {
        folder = Files.createTempDirectory("tsfile-benchmark");
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < MEASUREMENTS; i++) {
            fields.add("m" + i);
            columns.add(Column.field(fields.get(i), TSDataType.DOUBLE));
        }
        LongVector times = (LongVector) Shape.CONSTANT_STEP.values(4);
        Vector values = Shape.WALK.values(4);
        ChunkEncoder encoder = new ChunkEncoder(10_000, EncodingOptions.DEFAULT);
        try (FileStore store = StoreLocation.of(folder.toString()).open();
                ChunkAppender appender = new ChunkAppender(store.create(FILE), schema(columns))) {
            for (int i = 0; i < DEVICES; i++) {
                appender.startGroup(device(i));
                appender.append(encoder.times(times));
                for (String field : fields) {
                    appender.append(encoder.alignedValues(field, times, values));
                }
            }
            appender.finish();
        }
        if (scan() != scanPeer()) {
            throw new IllegalStateException("Cannot measure: both ways found other chunks");
        }
    }

    /** Removes the file. */
    @TearDown(Level.Trial)
    public void remove() throws IOException {
        Files.delete(folder.resolve(FILE));
        Files.delete(folder);
    }

    /** All chunks of all devices, the file opened anew. */
    @Benchmark
    public long scan() throws IOException {
        long chunks = 0;
        try (FileStore store = StoreLocation.of(folder.toString()).open();
                OpenTsFile file = OpenTsFile.open(store, FILE, new MetadataCache(0))) {
            DeviceCursor devices = file.devices(null);
            for (IDeviceID device = devices.current(); device != null; device = devices.current()) {
                DeviceChunks all = devices.chunks();
                for (RowChunk chunk : all.rows(fields)) {
                    chunks += chunk.times().start() <= chunk.times().end() ? 1 : 0;
                    for (var value : chunk.values()) {
                        chunks += value != null && value.startTime() <= value.endTime() ? 1 : 0;
                    }
                }
                devices.advance();
            }
        }
        return chunks;
    }

    /** All chunks of all devices, the file opened anew, with the library's reader. */
    @Benchmark
    public long scanPeer() throws IOException {
        try (TsFileSequenceReader reader =
                new TsFileSequenceReader(folder.resolve(FILE).toString())) {
            return LibraryChunks.scanMetadata(reader);
        }
    }

    private static TableSchema schema(List<Column> columns) {
        return new TableSchema(TableModel.TREE, "root", "time", TimePrecision.MILLIS, columns);
    }

    private static IDeviceID device(int number) {
        return new StringArrayDeviceID("root", "plant", "machine" + (DEVICES + number));
    }
}
