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
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.scan.RowKey;
import io.tsfile.core.scan.ScanTask;
import java.io.IOException;
import java.io.Serializable;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.jspecify.annotations.Nullable;

/** In which form a source gives out rows. Travels to the readers. */
public interface ReadFormat<T> extends Serializable {
    /** The columns. */
    ReadColumns columns();

    /** The type of the rows. */
    TypeInformation<T> producedType();

    /**
     * Makes rows of what is read of files with these columns.
     *
     * @throws io.tsfile.core.TsFileConnectorException if a column cannot be shown in the type that the rows have
     */
    Rows<T> rows(TableSchema schema);

    /**
     * Opens a section.
     *
     * @param last the row behind which to start; null for the first one
     */
    default SectionBatches open(FileStore store, ScanTask task, @Nullable RowKey last, int batchRows)
            throws IOException {
        return new RowBatches(store, task, last, batchRows);
    }

    /** Rows of one schema. */
    interface Rows<T> {
        /** Takes the next batch; rows of the one before stay as they are. */
        void bind(ReadBatch batch);

        /** A row of the batch. */
        T get(int row);
    }
}
