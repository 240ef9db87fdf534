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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Executors in processes of their own have the bundle from the class path, and all else from the driver. */
class ClusterIT {
    @TempDir
    private Path folder;

    @Test
    void answersTheSameUnderEverySetting() throws IOException, InterruptedException {
        // All that the launcher of executors looks for in Spark's installation.
        Path home = folder.resolve("spark");
        Files.createDirectories(home.resolve("jars"));

        String printed = BundleProcess.run(
                folder,
                Map.of("SPARK_HOME", home.toString(), "SPARK_SCALA_VERSION", "2.13"),
                ClusterProbe.class,
                folder.resolve("warehouse").toString(),
                String.join(" ", BundleProcess.flags()));

        Map<String, String> answers = BundleProcess.answers(printed);
        String expected = "[" + row(0) + ", " + row(1) + ", " + row(2) + "]";
        for (String setting : new String[] {"java", "kryo-off-heap"}) {
            assertThat(answers)
                    .containsEntry(setting + "-before", expected)
                    .containsEntry(setting + "-compact", "[[1]]")
                    .containsEntry(setting + "-after", expected);
        }
    }

    /** What becomes of one host's rows: every one of them joins itself, and those that came again are greater by one. */
    private static String row(long host) {
        long sum = LongStream.range(0, 3000)
                .filter(id -> id % 3 == host)
                .map(id -> 2 * (id < 1000 ? id : id + 1))
                .sum();
        return "[h" + host + ",1000," + sum + ",s6]";
    }
}
