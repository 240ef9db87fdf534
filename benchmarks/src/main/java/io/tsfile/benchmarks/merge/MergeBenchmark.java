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
import java.util.List;

/**
 * Compactions and merged reads, against {@code cp}, the Apache library and IoTDB's compaction.
 *
 * <p>{@code ./benchmarks/run.sh merge}
 */
public final class MergeBenchmark {
    /** A hundred thousand rows of each device, a full chunk, in each of four files. */
    private static final Sensors FULL_CHUNKS = new Sensors(10, 400_000, true);
    /** A thousand series with 500 points in each of 200 files. */
    private static final Sensors SMALL_CHUNKS = new Sensors(100, 100_000, false);
    /** A thousand series with some 2000 points in each of ten files. */
    private static final Sensors LATE = new Sensors(100, 20_000, false);

    /** The same in files four times as long, of four times as many devices. */
    private static final Sensors LONG_FILES = new Sensors(400, 20_000, false);

    private static final int READ_ROWS = 1_000_000;
    /** Of each device; where five files take turns, each has a fifth of these in one chunk. */
    private static final List<Integer> ROWS_OF_DEVICE = List.of(1000, 10_000);

    private MergeBenchmark() {}

    /** Takes the class path of the program with IoTDB, and the file for the results. */
    public static void main(String[] args) throws IOException {
        System.out.println("Running the comparisons of merges, some fifteen minutes in all.");
        try (Bench bench = new Bench()) {
            GatherComparisons.fullChunks(bench, FULL_CHUNKS);
            GatherComparisons.smallChunks(bench, SMALL_CHUNKS);
            LateComparisons.all(bench, LATE, args[0]);
            LateComparisons.asPlanned(bench, LONG_FILES, args[0], true, 50);
            for (int rows : ROWS_OF_DEVICE) {
                ReadComparisons.all(bench, READ_ROWS / rows, rows);
            }
            Report.of(bench.results()).publish(Path.of(args[1]));
        }
    }
}
