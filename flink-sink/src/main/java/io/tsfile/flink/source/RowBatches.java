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
package io.tsfile.flink.source;

import io.tsfile.core.io.FileStore;
import io.tsfile.core.scan.RowKey;
import io.tsfile.core.scan.ScanTask;
import io.tsfile.core.scan.SectionReader;
import io.tsfile.core.vector.Vector;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The rows of a section. Not thread-safe. */
final class RowBatches implements SectionBatches {
    private final SectionReader reader;
    private final int fields;

    /**
     * Opens the section's files.
     *
     * @param last the row behind which to start; null for the first one
     */
    RowBatches(FileStore store, ScanTask task, @Nullable RowKey last, int batchRows) throws IOException {
        this.reader = last == null
                ? new SectionReader(store, task, batchRows)
                : SectionReader.behind(last, store, task, batchRows);
        this.fields = task.fields().size();
    }

    @Override
    public @Nullable ReadBatch next(long most) throws IOException {
        if (!reader.next()) {
            return null;
        }
        Vector[] values = new Vector[fields];
        for (int i = 0; i < fields; i++) {
            values[i] = reader.values(i);
        }
        int rows = (int) Math.min(reader.times().size(), most);
        return new ReadBatch(reader.device(), reader.times(), values, rows);
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
