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
package io.tsfile.core.writer;

import io.tsfile.core.compact.Compaction;
import io.tsfile.core.compact.CompactionListener;
import io.tsfile.core.compact.CompactionOptions;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.table.Table;
import io.tsfile.core.testing.KilledProcess;
import io.tsfile.core.testing.Oracle;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * Kills a process that writes, at any moment, and looks whether every append that returned is in the table as it must be, in the
 * order of its thread; of each thread the one append that was under way may be there, as a whole, or not.
 */
public final class KillRounds {
    private static final int THREADS = 3;
    private static final int MANY_FILES = 60;
    /** About as long as opening takes. */
    private static final int OPENING_MILLIS = 300;

    private final Path folder;
    private final long seed;
    private final Random random;
    private final KilledAppends[] appends = new KilledAppends[THREADS];
    private final Oracle[] oracles = new Oracle[THREADS];
    /** By thread, the number of the next append. */
    private final long[] next = new long[THREADS];

    private int rounds;
    private int killedEarly;

    /** Rounds in an empty folder; the same seed makes the same appends, and kills about there. */
    public KillRounds(Path folder, long seed) {
        this.folder = folder;
        this.seed = seed;
        this.random = new Random(seed);
        for (int thread = 0; thread < THREADS; thread++) {
            appends[thread] = new KilledAppends(thread, seed);
            oracles[thread] = new Oracle(KilledAppends.SCHEMA);
        }
    }

    /** Kills one writer, or several before the first of them could be recovered from in peace, and checks. */
    public void round(int mostAppends) throws IOException, InterruptedException {
        long[] told = killWriter(next, random.nextInt(mostAppends));
        while (random.nextInt(3) == 0) {
            // It makes again what was under way, which changes nothing if it is there.
            told = killWriter(told, 0);
            killedEarly++;
        }
        rounds++;
        try (FileStore store = KilledWriter.table(folder)) {
            KilledWriter.open(folder, store).close();
            check(Table.open(store), told);
        }
    }

    /** What was done, for people. */
    @Override
    public String toString() {
        return rounds + " rounds of " + Arrays.stream(next).sum() + " appends, " + (rounds + killedEarly)
                + " processes killed, " + killedEarly + " of them while they opened";
    }

    /**
     * Kills a writer once so many appends returned; of a writer that is to make none, at some moment while it opens.
     *
     * @param first by thread, the number of the first append
     * @return by thread, the number behind the last append that returned
     */
    private long[] killWriter(long[] first, int appendsUntilKill) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of(folder.toString(), Long.toString(seed)));
        Arrays.stream(first).mapToObj(Long::toString).forEach(arguments::add);
        List<String> lines;
        try (KilledProcess writer = KilledProcess.start(KilledWriter.class, arguments.toArray(new String[0]))) {
            writer.awaitLines(1 + appendsUntilKill);
            if (appendsUntilKill == 0) {
                TimeUnit.MILLISECONDS.sleep(random.nextInt(OPENING_MILLIS));
            }
            lines = writer.kill();
        }
        long[] told = first.clone();
        // The first one tells that it opens.
        for (String line : lines.subList(1, lines.size())) {
            String[] words = line.split(" ", -1);
            told[Integer.parseInt(words[0])] = Long.parseLong(words[1]) + 1;
        }
        return told;
    }

    private void check(Table table, long[] told) throws IOException {
        List<String> lines = Oracle.scan(table.store(), table.snapshot());
        for (int thread = 0; thread < THREADS; thread++) {
            KilledAppends mine = appends[thread];
            List<String> found = lines.stream().filter(mine::owns).toList();
            while (next[thread] < told[thread]) {
                mine.putInto(oracles[thread], next[thread]++);
            }
            List<String> expected = oracles[thread].lines();
            if (!found.equals(expected)) {
                // The append that was under way.
                mine.putInto(oracles[thread], next[thread]++);
                if (!found.equals(oracles[thread].lines())) {
                    throw new AssertionError("wrong rows of thread " + thread + " in round " + this + ", seed " + seed
                            + ". Expected " + expected + ", or one append more, and found " + found);
                }
            }
        }
        if (table.snapshot().files().size() > MANY_FILES) {
            Compaction.run(table, CompactionOptions.DEFAULT, CompactionListener.NONE);
        }
    }
}
