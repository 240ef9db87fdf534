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
package io.tsfile.core.io;

import java.io.IOException;
import java.io.OutputStream;

/**
 * A file that is being written. Not thread-safe.
 *
 * <p>{@link #close()} makes the content and the file's name durable. {@link #abort()} instead of it drops the file.
 */
public abstract class OutputFile extends OutputStream {
    /** The path it was created with. */
    public abstract String path();

    /** Bytes written so far. */
    public abstract long position();

    /**
     * Makes durable what was written so far, and the file's name.
     *
     * @throws UnsupportedOperationException if the store can do this only with a whole file
     * @throws IOException if it fails: what was written since the last sync may be there or not. There is no second try, because
     *     systems forget what they could not write
     */
    public void sync() throws IOException {
        throw new UnsupportedOperationException("Cannot make part of " + path()
                + " durable: its store does so only when a file is closed; use a local folder or HDFS");
    }

    /** Closes without care for durability and deletes the file; does nothing after {@link #close()}. */
    public abstract void abort() throws IOException;

    /**
     * Closes without care for durability and keeps the file, with what was synced and perhaps more; does nothing after
     * {@link #close()}.
     *
     * @throws UnsupportedOperationException where {@link #sync()} does
     */
    public void abandon() throws IOException {
        throw new UnsupportedOperationException("Cannot keep part of " + path()
                + ": its store has a file only once it is closed; use a local folder or HDFS");
    }
}
