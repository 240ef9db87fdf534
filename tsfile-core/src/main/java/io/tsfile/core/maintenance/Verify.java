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
package io.tsfile.core.maintenance;

import io.tsfile.core.format.check.CheckDepth;
import io.tsfile.core.format.check.FileCheck;
import io.tsfile.core.io.FileStore;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.LiveFile;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.table.Snapshot;
import io.tsfile.core.table.Table;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Looks whether the files of a table are what they should be: whole, as the log describes them, with times that ascend (R1), and
 * without two visible rows of one device and time in files of one version (R9). A bad file is reported, and the others are looked at
 * all the same. Changes nothing.
 */
public final class Verify {
    private Verify() {}

    /**
     * Verifies the newest snapshot on the caller's thread.
     *
     * @param depth how much of each file is looked at; {@link CheckDepth#VALUES} also looks for rows that are there twice
     * @param listener is told of every file once it was looked at
     * @throws IOException if the store fails in another way than by not having a file
     */
    public static VerifyReport run(Table table, CheckDepth depth, Consumer<DataFile> listener) throws IOException {
        Snapshot snapshot = table.snapshot();
        FileStore store = table.store();
        Map<String, List<String>> problems = new LinkedHashMap<>();
        long bytes = 0;
        for (DataFile file : snapshot.files()) {
            bytes += file.length();
            List<String> found = FileCheck.problems(store, file, depth);
            if (!found.isEmpty()) {
                problems.put(file.path(), found);
            }
            listener.accept(file);
        }
        if (depth == CheckDepth.VALUES) {
            List<LiveFile> good = snapshot.liveFiles(store, TimeRange.ALL).stream()
                    .filter(file -> !problems.containsKey(file.file().path()))
                    .toList();
            SharedRows.find(store, snapshot.metadata().schema(), good)
                    .forEach(finding -> problems.put(finding.path(), finding.problems()));
        }
        List<Finding> findings = new ArrayList<>();
        problems.forEach((path, found) -> findings.add(new Finding(path, found)));
        return new VerifyReport(snapshot.number(), snapshot.files().size(), bytes, findings);
    }
}
