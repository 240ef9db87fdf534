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
package io.tsfile.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A program in a JVM of its own that has Spark and the bundle, and nothing else of the connector's or its format's. */
final class BundleProcess {
    private BundleProcess() {}

    /**
     * Runs a program of the tests' to its end, which must be a good one.
     *
     * @param folder where it may leave what it prints
     * @param environment what its environment has besides this process' own
     * @return what it printed
     */
    static String run(Path folder, Map<String, String> environment, Class<?> main, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags());
        command.add("-XX:TieredStopAtLevel=1");
        command.addAll(List.of("-cp", classPath(), main.getName()));
        command.addAll(List.of(arguments));
        Path output = folder.resolve("output.txt");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().putAll(environment);

        int status = builder.start().waitFor();

        String printed = Files.readString(output);
        assertThat(status).as(printed).isZero();
        return printed;
    }

    /** The lines {@code label=answer} of what was printed. */
    static Map<String, String> answers(String printed) {
        return printed.lines()
                .filter(line -> line.matches("[a-z-]+=(\\[.*|done)"))
                .map(line -> line.split("=", 2))
                .collect(Collectors.toMap(part -> part[0], part -> part[1]));
    }

    /** What Spark asks of a JVM. */
    static List<String> flags() {
        return Arrays.asList(System.getProperty("spark.jvm.flags", "").trim().split("\\s+", -1));
    }

    /** The class path of this module's tests without anything of the connector's and its format's. */
    private static String classPath() {
        String separator = File.separator;
        return Stream.concat(
                        Stream.of(System.getProperty("bundle.jar")),
                        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1)))
                .filter(entry -> !entry.contains(separator + "tsfile-core"))
                .filter(entry ->
                        !entry.contains(separator + "org" + separator + "apache" + separator + "tsfile" + separator))
                .filter(entry -> !entry.contains(separator + "picocli" + separator))
                .filter(entry -> !entry.endsWith("target" + separator + "classes"))
                .filter(entry -> !entry.matches(".*spark-datasource-[^/\\\\]*(?<!-bundle)\\.jar"))
                .collect(Collectors.joining(File.pathSeparator));
    }
}
