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

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs a suite with JMH, prints its comparisons as a table, and writes them as JSON. */
public final class BenchmarkRunner {
    private BenchmarkRunner() {}

    /**
     * A comparison that was measured.
     *
     * @param name what was compared
     * @param unit of the two figures
     * @param ours our figure
     * @param peer the other one
     * @param ratio above 1 ours is better
     * @param goal the ratio to reach
     */
    private record Row(String name, String unit, double ours, double peer, double ratio, double goal) {}

    private record Report(Map<String, String> environment, List<Row> rows) {}

    /** Takes the suite's name and the file for the results. */
    public static void main(String[] args) throws IOException, RunnerException {
        Suite suite = Suite.named(args[0]);
        System.out.println("Running suite '" + suite.name() + "': "
                + suite.comparisons().size() + " comparisons, a few minutes in all.");
        Map<String, Double> seconds = new TreeMap<>();
        for (Comparison comparison : suite.comparisons()) {
            System.out.println("  measuring: " + comparison.name());
            measure(suite.benchmarks(), comparison)
                    .forEach(result -> seconds.put(
                            result.getPrimaryResult().getLabel(),
                            result.getPrimaryResult().getScore()));
        }
        List<Row> rows = suite.comparisons().stream()
                .map(comparison -> row(comparison, seconds))
                .toList();
        print(rows);
        Path file = Path.of(args[1]);
        Files.createDirectories(file.toAbsolutePath().getParent());
        new ObjectMapper()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .writeValue(file.toFile(), new Report(environment(), rows));
        System.out.println("Written to " + file);
    }

    private static Collection<RunResult> measure(Class<?> benchmarks, Comparison comparison) throws RunnerException {
        String prefix = "^" + benchmarks.getName().replace(".", "\\.") + "\\.";
        return new Runner(new OptionsBuilder()
                        .include(prefix + comparison.ours() + "$")
                        .include(prefix + comparison.peer() + "$")
                        .verbosity(VerboseMode.SILENT)
                        .shouldFailOnError(true)
                        .build())
                .run();
    }

    private static Row row(Comparison comparison, Map<String, Double> seconds) {
        double ours = millionsPerSecond(comparison, seconds, comparison.ours());
        double peer = millionsPerSecond(comparison, seconds, comparison.peer());
        return new Row(
                comparison.name(), "million rows/s", round(ours), round(peer), round(ours / peer), comparison.goal());
    }

    private static double millionsPerSecond(Comparison comparison, Map<String, Double> seconds, String method) {
        Double perCall = seconds.get(method);
        if (perCall == null) {
            throw new IllegalStateException("Cannot find a result of " + method + " among " + seconds.keySet());
        }
        return comparison.rows() / perCall / 1e6;
    }

    private static void print(List<Row> rows) {
        System.out.printf(Locale.ROOT, "%n%-45s %-15s %9s %9s %7s %6s%n", "", "unit", "ours", "peer", "ratio", "goal");
        for (Row row : rows) {
            System.out.printf(
                    Locale.ROOT,
                    "%-45s %-15s %9.3f %9.3f %6.2fx %5.1fx%n",
                    row.name,
                    row.unit,
                    row.ours,
                    row.peer,
                    row.ratio,
                    row.goal);
        }
        System.out.println();
    }

    private static Map<String, String> environment() {
        Map<String, String> environment = new TreeMap<>();
        environment.put("java", System.getProperty("java.vm.name") + " " + System.getProperty("java.version"));
        environment.put("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        environment.put("processors", Integer.toString(Runtime.getRuntime().availableProcessors()));
        environment.put("maxHeapMiB", Long.toString(Runtime.getRuntime().maxMemory() >> 20));
        String jar = IDeviceID.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath();
        environment.put("tsfile", jar.substring(jar.lastIndexOf('/') + 1));
        return environment;
    }

    private static double round(double value) {
        return Math.round(value * 1000) / 1000.0;
    }
}
