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

import io.tsfile.core.io.FileStore;
import io.tsfile.core.vector.LongVector;
import io.tsfile.core.vector.Vector;
import java.io.Closeable;
import java.io.IOException;
import org.apache.tsfile.file.metadata.IDeviceID;

/**
 * Reads the rows of a task in batches: device by device in ascending order, each device's rows in ascending order of time.
 * Not thread-safe.
 */
public final class SectionReader implements Closeable {
    /**
     * A reader of one task.
     *
     * @param store the task's location; stays the caller's
     * @param batchRows rows of a batch at most
     */
    public SectionReader(FileStore store, ScanTask task, int batchRows) {
        throw new UnsupportedOperationException();
    }

    /** Moves to the next batch, which has at least one row; false at the end. */
    public boolean next() throws IOException {
        throw new UnsupportedOperationException();
    }

    /** The device of the batch. */
    public IDeviceID device() {
        throw new UnsupportedOperationException();
    }

    /** The times of the batch's rows. Valid until the next call of {@link #next}. */
    public LongVector times() {
        throw new UnsupportedOperationException();
    }

    /** The values of the task's field {@code field}, one per row. Valid until the next call of {@link #next}. */
    public Vector values(int field) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() throws IOException {
        throw new UnsupportedOperationException();
    }
}
