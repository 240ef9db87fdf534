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

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A named set of comparisons.
 *
 * @param name as the command line has it
 * @param comparisons in the order in which they are shown
 */
record Suite(String name, List<Comparison> comparisons) {
    /** All suites. */
    static final List<Suite> ALL = List.of(
            new Suite(
                    "ingest",
                    List.of(
                            ingest("write rows in order", "writeInOrder", Machines.ROWS, 2),
                            ingest("write rows with late ones and duplicates", "writeLate", Machines.ROWS, 2),
                            ingest("read 8 overlapping files merged", "readOverlapping", Machines.ROWS, 3),
                            ingest("read one compacted file", "readCompacted", Machines.ROWS, 3),
                            ingest("compact 8 overlapping files", "compact", Machines.ROWS, 3),
                            ingest("Flink job into a table", "flinkJob", FlinkJobs.ROWS, 1))),
            new Suite("format", FormatComparisons.all()),
            new Suite(
                    "sort",
                    concat(
                            SortBenchmark.comparisons(),
                            List.of(TimeMergeBenchmark.comparison(5), TimeMergeBenchmark.comparison(16)))),
            new Suite("flush", concat(FlushSizes.comparisons(), FlushBenchmark.comparisons())));

    /** The suite of that name, or an error that lists them. */
    static Suite named(String name) {
        return ALL.stream()
                .filter(suite -> suite.name.equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("Cannot run suite '" + name + "': there are "
                        + ALL.stream().map(Suite::name).toList()));
    }

    private static List<Comparison> concat(List<Comparison> first, List<Comparison> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }

    private static Comparison ingest(String name, String method, long rows, double goal) {
        return new Comparison.Timed(name, IngestBenchmark.class, method, Map.of(), "rows", rows, goal);
    }
}
