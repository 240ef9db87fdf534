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

/** A merged read of files that overlap. */
final class ReadComparisons {
    /** Reads are short: at first, the compiler takes as long as they do. */
    private static final Rounds ROUNDS = new Rounds(30, 15);

    private ReadComparisons() {}

    /** Of so many devices with so many rows. */
    static void all(Bench bench, int devices, int rows) throws IOException {
        for (boolean fullPrecision : new boolean[] {false, true}) {
            String shape = (fullPrecision ? ", full precision, " : ", two decimals, ") + rows + " rows each";
            Sensors sensors = new Sensors(devices, rows, fullPrecision);
            read(bench, "5 files in turn" + shape, sensors, Dealing.inTurn(5));
            read(bench, "1 file + 4 late ones" + shape, sensors, Dealing.late(1, 4, 1, false));
        }
    }

    private static void read(Bench bench, String what, Sensors sensors, Dealing dealing) throws IOException {
        try (Dataset dataset = bench.dataset(sensors, Layout.USUAL, dealing);
                ProgramProcess ours = Bench.start(OurProgram.class);
                ProgramProcess library = Bench.start(LibraryProgram.class)) {
            Answer compacted = Bench.ask(ours, MergeProgram.COMPACT, dataset);
            Bench.checkSum(what, dataset.mergedSum(), Bench.ask(ours, MergeProgram.READ, dataset));
            Bench.checkSum(what, dataset.mergedSum(), Bench.ask(ours, MergeProgram.READ_COMPACTED, dataset));
            Bench.checkSum(what, dataset.storedSum(), Bench.ask(library, MergeProgram.READ, dataset));
            Rounds.Seconds seconds = ROUNDS.measure(
                    () -> Bench.ask(ours, MergeProgram.READ, dataset),
                    () -> Bench.ask(ours, MergeProgram.READ_COMPACTED, dataset));
            add(bench, "merged read, " + what + " (peer: compacted)", sensors.points(), seconds, 0.5);
            seconds = ROUNDS.measure(
                    () -> Bench.ask(ours, MergeProgram.READ, dataset),
                    () -> Bench.ask(library, MergeProgram.READ, dataset));
            add(bench, "merged read, " + what + " (peer: library, unmerged)", dataset.stored(), seconds, 3);
            Bench.checkFiles(what, dataset, compacted);
        }
    }

    private static void add(Bench bench, String what, long points, Rounds.Seconds seconds, double goal) {
        bench.add(Result.speeds(
                what, "million points/s", points / seconds.ours() / 1e6, points / seconds.peer() / 1e6, goal));
    }
}
