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
package io.tsfile.examples.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.table.Snapshot;
import io.tsfile.core.table.Table;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class MemoryRecorderTest {
    @Test
    void addsToItsTableWithEachRun(@TempDir Path folder) throws IOException {
        long before = 0;
        for (int run = 1; run <= 2; run++) {
            int code = new CommandLine(new MemoryRecorder()).execute("--dir", folder.toString(), "--seconds", "1");

            assertThat(code).isZero();
            Snapshot snapshot = Table.open(
                            StoreLocation.of(folder.resolve("table").toString()).open())
                    .snapshot();
            long rows = snapshot.files().stream().mapToLong(DataFile::rows).sum();
            assertThat(rows).isGreaterThan(before);
            before = rows;
        }
    }
}
