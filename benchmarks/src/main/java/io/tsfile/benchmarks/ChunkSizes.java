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
import io.tsfile.core.format.write.ChunkEncoder;
import io.tsfile.core.vector.LongVector;
import io.tsfile.core.vector.Vector;
import java.util.List;

/** Bytes of a point in a chunk whose encoding we choose, against the library's default encoding and compression. */
final class ChunkSizes {
    private static final int ROWS = 100_000;
    private static final int PAGE_ROWS = 10_000;

    private ChunkSizes() {}

    static List<Comparison> comparisons() {
        return List.of(
                sized("two-decimal walk", Shape.WALK, 1 / 0.35),
                sized("two-decimal walk with NaN", Shape.WALK_WITH_NAN, 1 / 1.01),
                sized("two-decimal walk with nulls", Shape.WALK_WITH_NULLS, 1 / 0.35),
                sized("full-precision noise", Shape.NOISE, 1 / 1.01),
                sized("counter", Shape.COUNTER, 1 / 1.01),
                sized("steps", Shape.STEPS, 1 / 1.01),
                sized("words", Shape.WORDS, 1 / 1.01),
                sized("free text", Shape.TEXT, 1 / 1.01));
    }

    private static Comparison sized(String what, Shape shape, double goal) {
        return new Comparison.Sized("size of " + what, () -> sizes(shape), goal);
    }

    /** Without the times, which take the same bytes on both sides. */
    private static Comparison.Sizes sizes(Shape shape) {
        LongVector times = (LongVector) Shape.CONSTANT_STEP.values(ROWS);
        Vector values = shape.values(ROWS);
        ChunkEncoder encoder = new ChunkEncoder(PAGE_ROWS, EncodingOptions.DEFAULT);
        double points = values.size() - values.nullCount();
        long ours =
                encoder.alignedValues(LibraryChunks.MEASUREMENT, times, values).data().length;
        long peer = LibraryChunks.alignedBytes(values, PAGE_ROWS);
        return new Comparison.Sizes(ours / points, peer / points);
    }
}
