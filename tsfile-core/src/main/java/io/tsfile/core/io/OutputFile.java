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

    /** Closes without care for durability and deletes the file; does nothing after {@link #close()}. */
    public abstract void abort() throws IOException;
}
