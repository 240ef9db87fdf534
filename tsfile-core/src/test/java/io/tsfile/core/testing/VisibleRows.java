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
package io.tsfile.core.testing;

import io.tsfile.core.io.FileStore;
import io.tsfile.core.model.Column;
import io.tsfile.core.model.Cut;
import io.tsfile.core.model.Deletion;
import io.tsfile.core.model.LiveFile;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.scan.DeviceFilter;
import io.tsfile.core.scan.ScanRequest;
import io.tsfile.core.scan.ScanSource;
import io.tsfile.core.scan.ScanTask;
import io.tsfile.core.scan.SectionReader;
import io.tsfile.core.table.Snapshot;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a snapshot must answer, read file by file without any merging: deletions are applied row by row. */
public final class VisibleRows {
    private VisibleRows() {}

    /** All rows, in the oracle's form and order. */
    public static List<String> of(FileStore store, Snapshot snapshot) throws IOException {
        TableSchema schema = snapshot.metadata().schema();
        List<String> fields = schema.fields().stream().map(Column::name).toList();
        Oracle oracle = new Oracle(schema);
        for (LiveFile live : snapshot.liveFiles(store, TimeRange.ALL)) {
            ScanTask task = ScanTask.of(
                    new ScanSource(store.location(), schema, List.of()),
                    new ScanRequest(fields, TimeRange.ALL, DeviceFilter.ALL, 1),
                    Cut.ALL,
                    List.of(LiveFile.of(live.file())));
            try (SectionReader reader = new SectionReader(store, task, 100)) {
                while (reader.next()) {
                    for (int row = 0; row < reader.times().size(); row++) {
                        put(oracle, live, fields, reader, row);
                    }
                }
            }
        }
        return oracle.lines();
    }

    private static void put(Oracle oracle, LiveFile live, List<String> fields, SectionReader reader, int row) {
        long time = reader.times().get(row);
        @Nullable Object[] values = new Object[fields.size()];
        for (int field = 0; field < values.length; field++) {
            values[field] = ObjectRow.read(reader.values(field), row);
        }
        for (Deletion deletion : live.deletions()) {
            if (deletion.devices().contains(reader.device()) && deletion.times().contains(time)) {
                if (deletion.ofRows()) {
                    return;
                }
                deletion.measurements().forEach(name -> values[fields.indexOf(name)] = null);
            }
        }
        oracle.put(reader.device(), time, ObjectRow.of(values));
    }
}
