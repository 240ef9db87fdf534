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
package io.tsfile.core.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.tsfile.core.io.FileStore;
import io.tsfile.core.io.StoreLocation;
import io.tsfile.core.model.LiveFile;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.testing.Fleet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The folder of a real server, whose late files overlap and whose deletions hide rows: each row's newest file, by reading each alone. */
class RowOriginsTest {
    @TempDir
    Path folder;

    @Test
    void namesTheNewestFileOfEachRow() throws IOException {
        Fleet.unpack(folder);
        for (String model : List.of("tree", "sensors")) {
            try (FileStore store =
                    StoreLocation.of(folder.resolve("data").toString()).open()) {
                PlainOptions options = model.equals("tree")
                        ? new PlainOptions(
                                Optional.empty(),
                                Optional.empty(),
                                Optional.of(DevicePattern.parse("root.**")),
                                Optional.empty(),
                                PlainOptions.Unsealed.FAIL,
                                false)
                        : new PlainOptions(Optional.of(model), Optional.empty(), PlainOptions.Unsealed.FAIL);
                ScanSource source = PlainFolder.open(store, options).source();
                Map<String, String> expected = new HashMap<>();
                for (LiveFile file : source.files()) {
                    ScanSource alone = new ScanSource(source.location(), source.schema(), List.of(file));
                    origins(store, alone).forEach(expected::put);
                }
                Map<String, String> origins = origins(store, source);
                assertThat(origins).isNotEmpty().isEqualTo(expected);
                assertThat(origins.values().stream().distinct().count()).isGreaterThan(3);
            }
        }
    }

    private static Map<String, String> origins(FileStore store, ScanSource source) throws IOException {
        Map<String, String> origins = new HashMap<>();
        ScanRequest request =
                new ScanRequest(List.of(), new TimeRange(1_700_000_100_000L, Long.MAX_VALUE), DeviceFilter.ALL, 40_000);
        for (ScanTask task : ScanPlanner.plan(source, request)) {
            try (SectionReader reader = new SectionReader(store, task, 100);
                    RowOrigins rows = new RowOrigins(store, task, 37)) {
                while (reader.next()) {
                    int[] places = rows.find(reader.device(), reader.times());
                    for (int row = 0; row < reader.times().size(); row++) {
                        origins.put(
                                reader.device() + "@" + reader.times().get(row),
                                task.files().get(places[row]).file().path());
                    }
                }
            }
        }
        return origins;
    }
}
