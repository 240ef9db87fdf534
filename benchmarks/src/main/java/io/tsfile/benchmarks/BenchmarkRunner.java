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

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs a suite with JMH, prints its comparisons as a table, and writes them as JSON. */
public final class BenchmarkRunner {
    private BenchmarkRunner() {}

    /** Takes the suite's name and the file for the results. */
    public static void main(String[] args) throws IOException, RunnerException {
        Suite suite = Suite.named(args[0]);
        System.out.println("Running suite '" + suite.name() + "': "
                + suite.comparisons().size() + " comparisons, a few minutes in all.");
        List<Result> rows = new ArrayList<>();
        for (Comparison comparison : suite.comparisons()) {
            System.out.println("  measuring: " + comparison.name());
            rows.add(
                    comparison instanceof Comparison.Timed timed
                            ? measure(timed)
                            : weigh((Comparison.Sized) comparison));
        }
        Report.of(rows).publish(Path.of(args[1]));
    }

    private static Result measure(Comparison.Timed comparison) throws RunnerException {
        String prefix = "^" + comparison.benchmarks().getName().replace(".", "\\.") + "\\.";
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include(prefix + comparison.ours() + "$")
                .include(prefix + comparison.peer() + "$")
                .verbosity(VerboseMode.SILENT)
                .shouldFailOnError(true);
        comparison.parameters().forEach(options::param);
        Map<String, Double> seconds = new TreeMap<>();
        for (RunResult result : new Runner(options.build()).run()) {
            seconds.put(
                    result.getPrimaryResult().getLabel(),
                    result.getPrimaryResult().getScore());
        }
        return Result.speeds(
                comparison.name(),
                "million " + comparison.things() + "/s",
                millionsPerSecond(comparison, seconds, comparison.ours()),
                millionsPerSecond(comparison, seconds, comparison.peer()),
                comparison.goal());
    }

    private static Result weigh(Comparison.Sized comparison) {
        Comparison.Sizes sizes = comparison.sizes().get();
        return Result.sizes(comparison.name(), "bytes/point", sizes.ours(), sizes.peer(), comparison.goal());
    }

    private static double millionsPerSecond(Comparison.Timed comparison, Map<String, Double> seconds, String method) {
        Double perCall = seconds.get(method);
        if (perCall == null) {
            throw new IllegalStateException("Cannot find a result of " + method + " among " + seconds.keySet());
        }
        return comparison.count() / perCall / 1e6;
    }
}
