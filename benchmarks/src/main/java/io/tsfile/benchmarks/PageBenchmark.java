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

import io.tsfile.core.encoding.PageBuffer;
import io.tsfile.core.encoding.PageBytes;
import io.tsfile.core.encoding.ValueEncoder;
import io.tsfile.core.encoding.decode.PageDecoders;
import io.tsfile.core.encoding.encode.PageEncoders;
import io.tsfile.core.vector.Vector;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.enums.TSEncoding;
import org.apache.tsfile.utils.PublicBAOS;
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
import org.openjdk.jmh.annotations.Warmup;

/**
 * The values of some pages, encoded and decoded, against the library's encoders and decoders.
 *
 * <p>{@code ./benchmarks/run.sh format}
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class PageBenchmark {
    /** Values of a page. */
    static final int ROWS = 10_000;
    /** So many different pages that a processor cannot learn their branches by heart. */
    static final int PAGES = 16;

    /** What the pages hold: a name of {@link Shape}. */
    @Param("WALK")
    public String shape = "";

    /** A name of {@link TSEncoding}. */
    @Param("GORILLA")
    public String encoding = "";

    /** Decimals of the scaled form of floating point numbers, or -1 for none. */
    @Param("-1")
    public int decimals;

    private TSEncoding pageEncoding = TSEncoding.PLAIN;
    private Vector values = Vector.of(TSDataType.INT32, 0);
    private Vector target = values;
    private ValueEncoder encoder = (vector, from, to, out) -> false;
    private final PageBuffer buffer = new PageBuffer(1024);
    private final List<PageBytes> pages = new ArrayList<>();
    private final List<ByteBuffer> libraryPages = new ArrayList<>();
    private LibraryPages library = new LibraryPages(TSEncoding.PLAIN, TSDataType.INT32, -1);

    /** Parameters of one comparison. */
    static Map<String, String> parameters(Shape shape, TSEncoding encoding, int decimals) {
        return Map.of("shape", shape.name(), "encoding", encoding.name(), "decimals", Integer.toString(decimals));
    }

    /** Encodes the pages, and checks that both ways agree. */
    @Setup(Level.Trial)
    public void prepare() throws IOException {
        pageEncoding = TSEncoding.valueOf(encoding);
        values = Shape.valueOf(shape).values(PAGES * ROWS);
        TSDataType type = values.type();
        target = Vector.of(type, ROWS);
        encoder =
                decimals < 0 ? PageEncoders.of(pageEncoding, type) : PageEncoders.scaled(pageEncoding, type, decimals);
        library = new LibraryPages(pageEncoding, type, decimals);
        for (int page = 0; page < PAGES; page++) {
            byte[] bytes =
                    library.encode(values, page * ROWS, (page + 1) * ROWS).toByteArray();
            pages.add(PageBytes.copyOf(bytes));
            libraryPages.add(ByteBuffer.wrap(bytes));
        }
        requireSame("decoded by us", decode());
        requireSame("decoded by the library", decodePeer());
    }

    /** Our decoder. */
    @Benchmark
    public Vector decode() {
        for (PageBytes page : pages) {
            target.clear();
            PageDecoders.of(pageEncoding, target.type(), page, ROWS).decode(target, ROWS);
        }
        return target;
    }

    /** The library's decoder, a value at a time. */
    @Benchmark
    public Vector decodePeer() {
        for (ByteBuffer page : libraryPages) {
            target.clear();
            target.extend(ROWS);
            library.decode(page, target);
        }
        return target;
    }

    /** Our encoder. */
    @Benchmark
    public int encode() {
        for (int page = 0; page < PAGES; page++) {
            buffer.clear();
            encoder.encode(values, page * ROWS, (page + 1) * ROWS, buffer);
        }
        return buffer.size();
    }

    /** The library's encoder, a value at a time. */
    @Benchmark
    public PublicBAOS encodePeer() throws IOException {
        PublicBAOS bytes = new PublicBAOS();
        for (int page = 0; page < PAGES; page++) {
            bytes = library.encode(values, page * ROWS, (page + 1) * ROWS);
        }
        return bytes;
    }

    private void requireSame(String what, Vector decoded) {
        int first = (PAGES - 1) * ROWS;
        for (int i = 0; i < ROWS; i++) {
            if (!decoded.sameValue(i, values, first + i)) {
                throw new IllegalStateException("Cannot measure " + encoding + " of " + shape + ": value " + i + " of "
                        + ROWS + " is another one when " + what);
            }
        }
    }
}
