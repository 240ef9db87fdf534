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
package io.tsfile.spark.read;

import io.tsfile.core.io.FileStore;
import io.tsfile.core.model.LiveFile;
import io.tsfile.core.scan.RowOrigins;
import io.tsfile.core.scan.ScanTask;
import io.tsfile.core.scan.SectionReader;
import io.tsfile.core.vector.BinaryVector;
import io.tsfile.core.vector.LongVector;
import io.tsfile.core.vector.Vector;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.tsfile.enums.TSDataType;

/** Makes the columns that say where rows are from; only where a query asks for them. Not thread-safe. */
final class OriginVectors implements Closeable {
    private final ScanTask task;
    private final RowOrigins rows;
    private final byte[][] paths;
    private final boolean logged;
    private int[] origins = {};
    private int size;

    /**
     * Opens the task's files once more.
     *
     * @param logged whether versions are those of commits
     */
    OriginVectors(FileStore store, ScanTask task, boolean logged, int batchRows) throws IOException {
        this.task = task;
        this.logged = logged;
        this.rows = new RowOrigins(store, task, batchRows);
        this.paths = task.files().stream()
                .map(file -> (task.location().uri() + "/" + file.file().path()).getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new);
    }

    /** Looks where the rows of the reader's batch are from. */
    void look(SectionReader reader) throws IOException {
        origins = rows.find(reader.device(), reader.times());
        size = reader.times().size();
    }

    /** The column, one value per row of the batch. */
    Vector values(OriginColumn column) {
        return column.equals(OriginColumn.FILE) ? files() : commits();
    }

    private Vector files() {
        BinaryVector files = (BinaryVector) Vector.of(TSDataType.STRING, size);
        for (int row = 0; row < size; row++) {
            files.append(paths[origins[row]]);
        }
        return files;
    }

    private Vector commits() {
        LongVector commits = (LongVector) Vector.of(TSDataType.INT64, size);
        for (int row = 0; row < size; row++) {
            LiveFile file = task.files().get(origins[row]);
            if (logged) {
                commits.append(file.file().version().commit());
            } else {
                commits.appendNull();
            }
        }
        return commits;
    }

    @Override
    public void close() throws IOException {
        rows.close();
    }
}
