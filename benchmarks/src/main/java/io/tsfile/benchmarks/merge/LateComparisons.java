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

/**
 * Ten sequence files and five late ones, against IoTDB's fast compaction. Chunks have some 2000 points. Ours waits until its files are
 * durable; IoTDB does not, and so is also measured with that wait. Where it is not, its files are written to the disk before the next
 * round all the same, or ours would wait for them.
 */
final class LateComparisons {
    private static final int SEQUENCE = 10;
    private static final int LATE = 5;
    /** A compaction of a fraction of a second is compiled for as long as it runs, unless it ran some times before. */
    private static final Rounds ROUNDS = new Rounds(5, 9);

    private LateComparisons() {}

    /** As the server stores them, in both of its ways. */
    static void all(Bench bench, Sensors sensors, String peerClassPath) throws IOException {
        for (boolean aligned : new boolean[] {true, false}) {
            String what = what(aligned);
            compare(
                    bench,
                    peerClassPath,
                    what + ", all devices late",
                    sensors,
                    aligned,
                    Dealing.late(SEQUENCE, LATE, 1, false));
            compare(
                    bench,
                    peerClassPath,
                    what + ", 1 of 10 late",
                    sensors,
                    aligned,
                    Dealing.late(SEQUENCE, LATE, 10, true));
            asPlanned(bench, sensors, peerClassPath, aligned, 10);
        }
    }

    /**
     * Late rows of few devices, of long files, where ours does what its policy finds to cost least: it writes only these devices again, and
     * hides them in the long files. Readers skip what is hidden from then on, and its bytes stay where they are. Planning and
     * commits count.
     */
    static void asPlanned(Bench bench, Sensors sensors, String peerClassPath, boolean aligned, int oneOf)
            throws IOException {
        String what = what(aligned) + ", 1 of " + oneOf + " late, as planned";
        try (Dataset dataset =
                        bench.dataset(sensors, Layout.ofServer(aligned), Dealing.late(SEQUENCE, LATE, oneOf, true));
                ProgramProcess ours = Bench.start(OurProgram.class);
                ProgramProcess iotdb = Bench.start(peerClassPath, "io.tsfile.benchmarks.iotdb.peer.IotdbCompaction")) {
            Bench.ask(ours, MergeProgram.COMPACT_AS_PLANNED, dataset);
            Bench.checkSum(what, dataset.mergedSum(), Bench.ask(ours, MergeProgram.READ_COMPACTED, dataset));
            Bench.checkFiles(what, dataset, Bench.ask(iotdb, MergeProgram.COMPACT, dataset));
            Rounds.Seconds seconds = ROUNDS.measure(
                    () -> Bench.ask(ours, MergeProgram.COMPACT_AS_PLANNED, dataset),
                    () -> syncedLater(Bench.ask(iotdb, MergeProgram.COMPACT, dataset)));
            add(bench, what + " (peer: IoTDB)", dataset, seconds);
        }
    }

    private static String what(boolean aligned) {
        return "10 files + 5 late ones, " + (aligned ? "aligned" : "not aligned");
    }

    private static void compare(
            Bench bench, String peerClassPath, String what, Sensors sensors, boolean aligned, Dealing dealing)
            throws IOException {
        try (Dataset dataset = bench.dataset(sensors, Layout.ofServer(aligned), dealing);
                ProgramProcess ours = Bench.start(OurProgram.class);
                ProgramProcess iotdb = Bench.start(peerClassPath, "io.tsfile.benchmarks.iotdb.peer.IotdbCompaction")) {
            // They are also what warms both up.
            Bench.checkFiles(what, dataset, Bench.ask(ours, MergeProgram.COMPACT, dataset));
            Bench.checkFiles(what, dataset, Bench.ask(iotdb, MergeProgram.COMPACT, dataset));
            Rounds.Seconds seconds = ROUNDS.measure(
                    () -> Bench.ask(ours, MergeProgram.COMPACT, dataset),
                    () -> syncedLater(Bench.ask(iotdb, MergeProgram.COMPACT, dataset)));
            add(bench, what + " (peer: IoTDB)", dataset, seconds);
            seconds = ROUNDS.measure(
                    () -> Bench.ask(ours, MergeProgram.COMPACT, dataset),
                    () -> FileTools.synced(Bench.ask(iotdb, MergeProgram.COMPACT, dataset)));
            add(bench, what + " (peer: IoTDB + sync)", dataset, seconds);
        }
    }

    /** Takes no part of the wait into account. */
    private static Answer syncedLater(Answer answer) throws IOException {
        Answer unused = FileTools.synced(answer);
        return answer;
    }

    private static void add(Bench bench, String what, Dataset dataset, Rounds.Seconds seconds) {
        bench.add(Result.speeds(
                what,
                "million points/s",
                dataset.stored() / seconds.ours() / 1e6,
                dataset.stored() / seconds.peer() / 1e6,
                3));
    }
}
