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

import io.tsfile.core.testing.RandomRows;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bundle is all that Spark needs. */
class BundleIT {
    @TempDir
    private Path folder;

    @Test
    void readsAndCompactsWithNothingButSparkAndTheBundle() throws IOException, InterruptedException {
        TestTable table = TestTable.create(folder.resolve("warehouse/default/sensors"), RandomRows.tableOfAllTypes());
        RandomRows rows = new RandomRows(RandomRows.tableOfAllTypes(), 3, 4);
        table.append(rows, 500).append(rows, 500);

        String printed = BundleProcess.run(
                folder, Map.of(), BundleProbe.class, folder.resolve("warehouse").toString());
        Map<String, String> answers = BundleProcess.answers(printed);

        assertThat(answers).containsEntry("path", "[[" + table.oracle().size() + "]]");
        assertThat(answers).containsEntry("compact", "[[1]]");
        assertThat(answers).containsEntry("job", "done");
        assertThat(printed).contains("1 tables in ").contains(" 1 had nothing to do, 0 done, 0 failed");
        assertThat(answers.get("before")).contains("m0").isEqualTo(answers.get("after"));
    }

    @Test
    void hidesWhatSparkBringsInAnotherVersion() throws IOException {
        try (JarFile jar = new JarFile(System.getProperty("bundle.jar"))) {
            List<String> classes = jar.stream()
                    .map(entry -> entry.getName())
                    .filter(name -> name.endsWith(".class"))
                    .toList();
            assertThat(classes)
                    .isNotEmpty()
                    .allMatch(name -> name.startsWith("io/tsfile/")
                            || name.startsWith("org/apache/tsfile/")
                            || name.startsWith("META-INF/versions/"));
            assertThat(new String(
                            jar.getInputStream(jar.getEntry(
                                            "META-INF/services/org.apache.spark.sql.sources.DataSourceRegister"))
                                    .readAllBytes(),
                            StandardCharsets.UTF_8))
                    .contains("io.tsfile.spark.TsFileDataSource");
        }
    }
}
