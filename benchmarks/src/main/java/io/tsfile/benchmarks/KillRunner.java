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

import io.tsfile.core.writer.KillRounds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Kills processes that write for as long as one likes: the tests do the same a few times. */
public final class KillRunner {
    private static final int MOST_APPENDS = 20_000;

    private KillRunner() {}

    /** Takes the seconds, and the seed if a run is to be repeated. */
    public static void main(String[] args) throws IOException, InterruptedException {
        if (args.length < 1 || args.length > 2) {
            System.err.println("Usage: KillRunner SECONDS [SEED]");
            System.exit(2);
        }
        long seconds = Long.parseLong(args[0]);
        long seed = args.length == 2 ? Long.parseLong(args[1]) : System.currentTimeMillis();
        Path folder = Files.createTempDirectory("tsfile-kill");
        System.out.println("Killing writers of " + folder + " for " + seconds + " seconds, seed " + seed);
        KillRounds rounds = new KillRounds(folder, seed);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        do {
            rounds.round(MOST_APPENDS);
        } while (System.nanoTime() < end);
        System.out.println(rounds + ": nothing lost, nothing doubled");
        delete(folder);
    }

    private static void delete(Path folder) throws IOException {
        List<Path> inner;
        try (Stream<Path> paths = Files.walk(folder)) {
            inner = paths.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : inner) {
            Files.delete(path);
        }
    }
}
