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
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.scan.DeviceFilter;
import io.tsfile.core.scan.ScanPlanner;
import io.tsfile.core.scan.ScanRequest;
import io.tsfile.core.scan.ScanSource;
import io.tsfile.core.scan.ScanTask;
import io.tsfile.core.scan.SectionReader;
import io.tsfile.core.vector.LongVector;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** All rows of a source whose fields are INT64, as text: {@code device@time field=value ...}, without fields that are null. */
public final class SourceRows {
    private SourceRows() {}

    /** The rows in the order in which they are read. */
    public static List<String> read(FileStore store, ScanSource source) throws IOException {
        List<String> fields =
                source.schema().fields().stream().map(Column::name).toList();
        ScanRequest request = new ScanRequest(fields, TimeRange.ALL, DeviceFilter.ALL, Long.MAX_VALUE);
        List<String> rows = new ArrayList<>();
        for (ScanTask task : ScanPlanner.plan(source, request)) {
            try (SectionReader reader = new SectionReader(store, task, 7)) {
                while (reader.next()) {
                    for (int row = 0; row < reader.times().size(); row++) {
                        rows.add(row(reader, fields, row));
                    }
                }
            }
        }
        return rows;
    }

    private static String row(SectionReader reader, List<String> fields, int row) {
        StringBuilder text =
                new StringBuilder(reader.device() + "@" + reader.times().get(row));
        for (int field = 0; field < fields.size(); field++) {
            LongVector values = (LongVector) reader.values(field);
            if (!values.isNull(row)) {
                text.append(' ').append(fields.get(field)).append('=').append(values.get(row));
            }
        }
        return text.toString();
    }
}
