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
package io.tsfile.benchmarks.merge;

import io.tsfile.benchmarks.Report;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Compactions and merged reads, against {@code cp} and the Apache library.
 *
 * <p>{@code ./benchmarks/run.sh merge}
 */
public final class MergeBenchmark {
    private MergeBenchmark() {}

    /** Takes the file for the results. */
    public static void main(String[] args) throws IOException {
        try (Bench bench = new Bench()) {
            GatherComparisons.fullChunks(bench, GatherComparisons.FULL_CHUNKS);
            GatherComparisons.smallChunks(bench, GatherComparisons.SMALL_CHUNKS);
            ReadComparisons.all(bench, 1000, 2000);
            Report.of(bench.results()).publish(Path.of(args[0]));
        }
    }
}
