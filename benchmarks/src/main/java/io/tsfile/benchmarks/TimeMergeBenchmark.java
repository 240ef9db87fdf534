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

import io.tsfile.core.merge.TimeMerge;
import io.tsfile.core.vector.Weave;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The order of rows that runs have in no order that one could foresee: our merge of arrays against a queue of the runs.
 *
 * <p>{@code ./benchmarks/run.sh sort}
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class TimeMergeBenchmark {
    /** As many as a batch has. */
    private static final int ROWS = 4096;

    private static final long FIRST_TIME = 1_700_000_000_000L;

    @Param("5")
    private int runs;

    private long[][] times = new long[0][];
    private final TimeMerge timeMerge = new TimeMerge();
    private final Weave weave = new Weave();

    static Comparison comparison(int runs) {
        return new Comparison.Timed(
                "merge the times of " + runs + " runs, against a queue",
                TimeMergeBenchmark.class,
                "merge",
                Map.of("runs", Integer.toString(runs)),
                "rows",
                ROWS,
                2);
    }

    /** Deals ascending times to the runs. */
    @Setup(Level.Trial)
    public void prepare() {
        Random random = new Random(1);
        long[][] dealt = new long[runs][ROWS];
        int[] counts = new int[runs];
        for (int row = 0; row < ROWS; row++) {
            int run = random.nextInt(runs);
            dealt[run][counts[run]++] = FIRST_TIME + 1000L * row;
        }
        times = new long[runs][];
        for (int run = 0; run < runs; run++) {
            times[run] = Arrays.copyOf(dealt[run], counts[run]);
        }
        if (!Arrays.equals(merge(), 0, ROWS, mergePeer(), 0, ROWS)) {
            throw new IllegalStateException("Cannot compare: the two orders differ");
        }
    }

    /** Ours. */
    @Benchmark
    public int[] merge() {
        timeMerge.clear(FIRST_TIME, runs, ROWS);
        weave.clear(0);
        for (int run = 0; run < runs; run++) {
            timeMerge.add(times[run], 0, times[run].length);
            weave.add(run, 0, times[run].length);
        }
        timeMerge.merge(weave);
        return weave.targets();
    }

    private static final class Cursor {
        private final long[] times;
        private final int start;
        private int position;

        private Cursor(long[] times, int start) {
            this.times = times;
            this.start = start;
        }

        private long head() {
            return times[position];
        }
    }

    /** The run whose next row comes first, again and again. */
    @Benchmark
    public int[] mergePeer() {
        int[] targets = new int[ROWS];
        PriorityQueue<Cursor> queue = new PriorityQueue<>(Comparator.comparingLong(Cursor::head));
        int start = 0;
        for (long[] run : times) {
            queue.add(new Cursor(run, start));
            start += run.length;
        }
        for (int row = 0; row < ROWS; row++) {
            Cursor first = queue.remove();
            targets[first.start + first.position++] = row;
            if (first.position < first.times.length) {
                queue.add(first);
            }
        }
        return targets;
    }
}
