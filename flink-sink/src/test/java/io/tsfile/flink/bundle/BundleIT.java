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
package io.tsfile.flink.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.table.Table;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The bundle alone makes Flink write tables. */
class BundleIT {
    /** What the bundle has to bring, the module itself, and what no cluster has. */
    private static final Pattern NOT_IN_FLINK = Pattern.compile(
            "(flink-sink|tsfile|jackson-(core|databind|annotations)|antlr4|zstd-jni|xz|hadoop|junit|assertj|jspecify|jqwik)-.*");

    private static final Path BUNDLE = Path.of(System.getProperty("bundle.jar"));

    @ParameterizedTest
    @ValueSource(strings = {"lz4", "zstd", "snappy", "lzma2"})
    void writesATableWithNothingButFlink(String compression, @TempDir Path folder) throws Exception {
        Path table = folder.resolve("motors");
        Path log = folder.resolve("probe.log");
        // Only the probe's own classes of all the tests'.
        Path classes = folder.resolve("classes");
        Path probe = Path.of(BundleProbe.class.getName().replace('.', '/') + ".class");
        Path compiled = Path.of(BundleProbe.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        Files.createDirectories(classes.resolve(probe).getParent());
        Files.copy(compiled.resolve(probe), classes.resolve(probe));

        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-cp",
                        flink() + File.pathSeparator + BUNDLE + File.pathSeparator + classes,
                        BundleProbe.class.getName(),
                        table.toString(),
                        compression)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();

        assertThat(process.waitFor()).as(Files.readString(log)).isZero();
        try (FileStore store = StoreLocation.of(table.toString()).open()) {
            List<DataFile> files = Table.open(store).snapshot().files();
            assertThat(files).singleElement().satisfies(file -> {
                assertThat(file.rows()).isEqualTo(2);
                assertThat(table.resolve(file.path())).hasSize(file.length());
            });
        }
    }

    @Test
    void holdsNothingThatFlinkOrUsersMayHaveInAnotherVersion() throws Exception {
        try (JarFile jar = new JarFile(BUNDLE.toFile())) {
            List<String> strangers = jar.stream()
                    .map(entry -> entry.getName())
                    .filter(name -> name.endsWith(".class"))
                    .filter(name -> !name.startsWith("io/tsfile/")
                            && !name.startsWith("org/apache/tsfile/")
                            && !name.startsWith("com/github/luben/zstd/")
                            && !name.startsWith("org/tukaani/xz/"))
                    .toList();
            assertThat(strangers).isEmpty();
        }
    }

    private static String flink() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> entry.endsWith(".jar"))
                .filter(entry ->
                        !NOT_IN_FLINK.matcher(new File(entry).getName()).matches())
                .collect(Collectors.joining(File.pathSeparator));
    }
}
