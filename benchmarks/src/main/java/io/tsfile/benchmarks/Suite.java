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

/**
 * A named set of comparisons.
 *
 * @param name as the command line has it
 * @param benchmarks the class with the benchmark methods
 * @param comparisons in the order in which they are shown
 */
record Suite(String name, Class<?> benchmarks, List<Comparison> comparisons) {
    /** All suites. */
    static final List<Suite> ALL = List.of(new Suite(
            "ingest",
            IngestBenchmark.class,
            List.of(
                    new Comparison("write rows in order", "writeInOrder", "writeInOrderPeer", Machines.ROWS, 2),
                    new Comparison(
                            "write rows with late ones and duplicates", "writeLate", "writeLatePeer", Machines.ROWS, 2),
                    new Comparison(
                            "read 8 overlapping files merged",
                            "readOverlapping",
                            "readOverlappingPeer",
                            Machines.ROWS,
                            3),
                    new Comparison("read one compacted file", "readCompacted", "readCompactedPeer", Machines.ROWS, 3),
                    new Comparison("compact 8 overlapping files", "compact", "compactPeer", Machines.ROWS, 3),
                    new Comparison("Flink job into a table", "flinkJob", "flinkJobPeer", FlinkJobs.ROWS, 1))));

    /** The suite of that name, or an error that lists them. */
    static Suite named(String name) {
        return ALL.stream()
                .filter(suite -> suite.name.equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("Cannot run suite '" + name + "': there are "
                        + ALL.stream().map(Suite::name).toList()));
    }
}
