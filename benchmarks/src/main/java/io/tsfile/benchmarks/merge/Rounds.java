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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Both ways in turn, so that both meet the same moods of the machine.
 *
 * @param warmUp rounds that do not count
 * @param measured rounds of which the median counts
 */
record Rounds(int warmUp, int measured) {
    /** One of the ways. */
    @FunctionalInterface
    interface Way {
        Answer go() throws IOException;
    }

    /** Medians in seconds. */
    record Seconds(double ours, double peer) {}

    /** Measures, and deletes what was written. */
    Seconds measure(Way ours, Way peer) throws IOException {
        long[] ourNanos = new long[measured];
        long[] peerNanos = new long[measured];
        for (int round = -warmUp; round < measured; round++) {
            // Neither is always the first one.
            boolean oursFirst = round % 2 == 0;
            long first = nanos(oursFirst ? ours : peer);
            long second = nanos(oursFirst ? peer : ours);
            if (round >= 0) {
                ourNanos[round] = oursFirst ? first : second;
                peerNanos[round] = oursFirst ? second : first;
            }
        }
        return new Seconds(median(ourNanos), median(peerNanos));
    }

    private static long nanos(Way way) throws IOException {
        Answer answer = way.go();
        delete(answer);
        return answer.nanos();
    }

    /** Deletes what was written. */
    static void delete(Answer answer) throws IOException {
        for (Path file : answer.files()) {
            Files.delete(file);
        }
    }

    private static double median(long[] nanos) {
        Arrays.sort(nanos);
        return (nanos[(nanos.length - 1) / 2] + nanos[nanos.length / 2]) / 2e9;
    }
}
