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
package io.tsfile.core.flush;

import io.tsfile.core.model.TableSchema;
import org.apache.tsfile.file.metadata.IDeviceID;

/** Rows in the order of their arrival, by device, as columns. Not thread-safe. */
public final class MemTable {
    /**
     * An empty memtable.
     *
     * @param aligned whether the columns of a device share their times; always so in the table model
     */
    public MemTable(TableSchema schema, boolean aligned) {
        throw new UnsupportedOperationException();
    }

    /** Takes in a row; the values are copied. A row without any value is a row all the same in the table model. */
    public void append(IDeviceID device, long time, RowValues row) {
        throw new UnsupportedOperationException();
    }

    /** Whether nothing was appended since it was made or sorted. */
    public boolean isEmpty() {
        throw new UnsupportedOperationException();
    }

    /** Rows appended. */
    public long rows() {
        throw new UnsupportedOperationException();
    }

    /** Heap that it takes, in bytes. */
    public long bytes() {
        throw new UnsupportedOperationException();
    }
}
