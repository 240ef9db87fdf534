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
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.tsfile.file.metadata.IDeviceID;

/**
 * What a run measured, and where.
 *
 * @param environment of this JVM
 * @param rows in the order in which they are shown
 */
public record Report(Map<String, String> environment, List<Result> rows) {
    /** A report on this JVM. */
    public static Report of(List<Result> rows) {
        return new Report(thisJvm(), rows);
    }

    /** Prints a table, and writes a file as JSON. */
    public void publish(Path file) throws IOException {
        print();
        Files.createDirectories(file.toAbsolutePath().getParent());
        new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(file.toFile(), this);
        System.out.println("Written to " + file);
    }

    private void print() {
        System.out.printf(Locale.ROOT, "%n%-66s %-17s %9s %9s %7s %6s%n", "", "unit", "ours", "peer", "ratio", "goal");
        for (Result row : rows) {
            System.out.printf(
                    Locale.ROOT,
                    "%-66s %-17s %9.3f %9.3f %6.2fx %5.2fx%n",
                    row.name(),
                    row.unit(),
                    row.ours(),
                    row.peer(),
                    row.ratio(),
                    row.goal());
        }
        System.out.println();
    }

    private static Map<String, String> thisJvm() {
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
}
