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
package io.tsfile.benchmarks.iotdb;

import io.tsfile.benchmarks.PointSum;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/** Both ways in turn, so that both meet the same moods of the machine. */
final class Rounds {
    private static final int WARM_UP = 3;
    private static final int MEASURED = 5;

    private final FlushProcess ours;
    private final FlushProcess peer;

    Rounds(FlushProcess ours, FlushProcess peer) {
        this.ours = ours;
        this.peer = peer;
    }

    /** What was measured, and how long the files are. */
    record Measured(Side ours, Side peer) {}

    /** What one way took, round by round. */
    record Side(List<Outcome> outcomes, long fileBytes) {
        /** In nanoseconds. */
        double median(ToLongFunction<Outcome> part) {
            long[] sorted = outcomes.stream().mapToLong(part).sorted().toArray();
            return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2.0;
        }
    }

    /** Loads, checks that both files hold what was inserted, and measures. */
    void load(Work work) throws IOException {
        ours.load(work);
        peer.load(work);
        PointSum expected = new Readings(work.shape(), work.late()).points();
        for (FlushProcess side : List.of(ours, peer)) {
            PointSum found = LibraryPoints.of(side.run(true).file());
            if (!found.equals(expected)) {
                throw new IllegalStateException(
                        "Cannot compare '" + work.description() + "': a file has " + found + " instead of " + expected);
            }
        }
    }

    /** Measures what is loaded. */
    Measured measure(boolean stagesApart) throws IOException {
        List<Outcome> ourOutcomes = new ArrayList<>();
        List<Outcome> peerOutcomes = new ArrayList<>();
        for (int round = 0; round < WARM_UP + MEASURED; round++) {
            // Neither is always the first one.
            boolean oursFirst = round % 2 == 0;
            Outcome first = (oursFirst ? ours : peer).run(stagesApart);
            Outcome second = (oursFirst ? peer : ours).run(stagesApart);
            if (round >= WARM_UP) {
                ourOutcomes.add(oursFirst ? first : second);
                peerOutcomes.add(oursFirst ? second : first);
            }
        }
        return new Measured(side(ourOutcomes), side(peerOutcomes));
    }

    /** The last file is still there. */
    private static Side side(List<Outcome> outcomes) throws IOException {
        return new Side(outcomes, Files.size(outcomes.get(outcomes.size() - 1).file()));
    }
}
