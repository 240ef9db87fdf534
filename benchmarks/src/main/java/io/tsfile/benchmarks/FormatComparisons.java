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

import java.util.ArrayList;
import java.util.List;
import org.apache.tsfile.file.metadata.enums.TSEncoding;

/** What the format layer does, and how much faster and smaller than the library it must be. */
final class FormatComparisons {
    private FormatComparisons() {}

    static List<Comparison> all() {
        List<Comparison> all = new ArrayList<>();
        all.add(decode("TS_2DIFF, constant step", Shape.CONSTANT_STEP, TSEncoding.TS_2DIFF, -1, 12));
        all.add(decode("TS_2DIFF, jitter", Shape.JITTER, TSEncoding.TS_2DIFF, -1, 5));
        all.add(decode("TS_2DIFF, doubles of two decimals", Shape.WALK, TSEncoding.TS_2DIFF, 2, 5));
        all.add(decode("GORILLA, doubles", Shape.WALK, TSEncoding.GORILLA, -1, 6));
        all.add(decode("GORILLA, longs", Shape.COUNTER, TSEncoding.GORILLA, -1, 6));
        all.add(decode("CHIMP, doubles", Shape.WALK, TSEncoding.CHIMP, -1, 4));
        all.add(decode("RLE, ints", Shape.STEPS, TSEncoding.RLE, -1, 3));
        all.add(decode("ZIGZAG, ints", Shape.SMALL, TSEncoding.ZIGZAG, -1, 3));
        all.add(decode("DICTIONARY, words", Shape.WORDS, TSEncoding.DICTIONARY, -1, 3));
        all.add(decode("PLAIN, doubles", Shape.NOISE, TSEncoding.PLAIN, -1, 3));
        all.add(decode("PLAIN, texts", Shape.TEXT, TSEncoding.PLAIN, -1, 3));
        all.addAll(ChunkBenchmark.comparisons());
        all.add(MetadataBenchmark.comparison());
        all.addAll(ChunkSizes.comparisons());
        return all;
    }

    private static Comparison decode(String what, Shape shape, TSEncoding encoding, int decimals, double goal) {
        return new Comparison.Timed(
                "decode " + what,
                PageBenchmark.class,
                "decode",
                PageBenchmark.parameters(shape, encoding, decimals),
                "points",
                (long) PageBenchmark.PAGES * PageBenchmark.ROWS,
                goal);
    }
}
