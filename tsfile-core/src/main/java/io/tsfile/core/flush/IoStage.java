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

import io.tsfile.core.io.FileStore;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.TableSchema;
import io.tsfile.core.model.TimePartitioning;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/**
 * The last stage: chunks to files, each under its final, unique name in the table's data folder. Owns the files until
 * {@link #finish} hands them out; {@link #close} deletes what was not handed out. Not thread-safe.
 */
public final class IoStage implements Closeable {
    /** A stage that writes below {@code store}, the table's folder. */
    public IoStage(FileStore store, TableSchema schema, TimePartitioning partitioning, FlushOptions options) {
        throw new UnsupportedOperationException();
    }

    /** Writes the chunks to the file of their partition and order. Series of one drain come in ascending order of device. */
    public void write(EncodedSeries series) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** Completes all files, makes them durable, and hands them out for a commit. The stage is then as new. */
    public List<DataFile> finish() throws IOException {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() throws IOException {
        throw new UnsupportedOperationException();
    }
}
