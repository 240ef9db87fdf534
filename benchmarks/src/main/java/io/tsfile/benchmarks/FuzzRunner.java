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

import io.tsfile.core.testing.DamageFuzz;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Damages files and reads them for as long as one likes: the tests do the same for ten seconds. */
public final class FuzzRunner {
    private FuzzRunner() {}

    /** Takes the seconds, and the seed if a run is to be repeated. */
    public static void main(String[] args) throws IOException {
        if (args.length < 1 || args.length > 2) {
            System.err.println("Usage: FuzzRunner SECONDS [SEED]");
            System.exit(2);
        }
        long seconds = Long.parseLong(args[0]);
        long seed = args.length == 2 ? Long.parseLong(args[1]) : System.currentTimeMillis();
        Path folder = Files.createTempDirectory("tsfile-fuzz");
        System.out.println("Damaging files in " + folder + " for " + seconds + " seconds, seed " + seed);
        try (DamageFuzz fuzz = new DamageFuzz(folder, seed)) {
            DamageFuzz.Result result = fuzz.run(TimeUnit.SECONDS.toMillis(seconds));
            System.out.println(result.cases() + " cases, " + result.errors() + " of them refused, none of them wrong; "
                    + (result.mostBytes() >> 20) + " MiB of memory at most");
            Files.delete(folder);
        }
    }
}
