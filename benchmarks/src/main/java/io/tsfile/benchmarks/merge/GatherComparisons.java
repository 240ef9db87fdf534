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

import io.tsfile.benchmarks.Result;
import io.tsfile.benchmarks.process.ProgramProcess;
import java.io.IOException;
import java.nio.file.Path;

/** Files that share no time become one: all that has to be done is to copy, or to join small chunks. */
final class GatherComparisons {
    private GatherComparisons() {}

    /** Against {@code cp}. */
    static void fullChunks(Bench bench, Sensors sensors) throws IOException {
        try (Dataset dataset = bench.dataset(sensors, Layout.USUAL, Dealing.byTime(4));
                ProgramProcess ours = Bench.start(OurProgram.class)) {
            Bench.checkFiles("gather full chunks", dataset, Bench.ask(ours, MergeProgram.COMPACT, dataset));
            Rounds rounds = new Rounds(2, 5);
            Path copies = dataset.folder().resolve("copies");
            add(
                    bench,
                    "gather 4 files of full chunks, warm (peer: cp + sync)",
                    dataset,
                    rounds.measure(
                            () -> Bench.ask(ours, MergeProgram.COMPACT, dataset),
                            () -> FileTools.copy(dataset.files().all(), copies)));
            add(
                    bench,
                    "gather 4 files of full chunks, cold (peer: cp + sync)",
                    dataset,
                    rounds.measure(
                            () -> {
                                FileTools.forget(dataset.files().all());
                                return Bench.ask(ours, MergeProgram.COMPACT, dataset);
                            },
                            () -> {
                                FileTools.forget(dataset.files().all());
                                return FileTools.copy(dataset.files().all(), copies);
                            }));
        }
    }

    /** Against the library. */
    static void smallChunks(Bench bench, Sensors sensors) throws IOException {
        String what = "gather 200 files x 1,000 series x 500 points (peer: library)";
        try (Dataset dataset = bench.dataset(sensors, Layout.USUAL, Dealing.byTime(200));
                ProgramProcess ours = Bench.start(OurProgram.class);
                ProgramProcess library = Bench.start(LibraryProgram.class)) {
            // They are also what warms both up.
            Bench.checkFiles(what, dataset, Bench.ask(ours, MergeProgram.COMPACT, dataset));
            Bench.checkFiles(what, dataset, Bench.ask(library, MergeProgram.COMPACT, dataset));
            Rounds.Seconds seconds = new Rounds(0, 3)
                    .measure(
                            () -> Bench.ask(ours, MergeProgram.COMPACT, dataset),
                            () -> Bench.ask(library, MergeProgram.COMPACT, dataset));
            bench.add(Result.speeds(
                    what,
                    "million points/s",
                    dataset.stored() / seconds.ours() / 1e6,
                    dataset.stored() / seconds.peer() / 1e6,
                    5));
        }
    }

    private static void add(Bench bench, String what, Dataset dataset, Rounds.Seconds seconds) throws IOException {
        double megabytes = dataset.bytes() / 1e6;
        bench.add(Result.speeds(what, "MB/s", megabytes / seconds.ours(), megabytes / seconds.peer(), 0.6));
    }
}
