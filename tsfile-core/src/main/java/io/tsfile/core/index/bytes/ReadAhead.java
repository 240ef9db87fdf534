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
package io.tsfile.core.index.bytes;

import io.tsfile.core.io.InputFile;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads ranges of a file. One that stands alone is read as it is; when one follows the other, twice as much is read each time
 * as the time before, up to a bound: a walk makes few requests, and a single question reads no byte too many. Not thread-safe.
 */
public final class ReadAhead {
    private static final int FIRST_BYTES = 4 << 10;
    /** Further ahead a walk gains nothing more. */
    public static final int MOST_BYTES = 1 << 20;

    private final String path;
    private final InputFile input;
    private final int most;
    private byte @Nullable [] window;
    private long start;
    private int ahead;

    /**
     * Reads of one file.
     *
     * @param most bytes of a window, unless a range is longer
     */
    public ReadAhead(String path, InputFile input, int most) {
        this.path = path;
        this.most = most;
        this.input = input;
    }

    /**
     * The bytes from {@code from} to {@code to}.
     *
     * @param limit up to where reading ahead makes sense; at least {@code to}
     */
    public IndexBytes read(long from, long to, long limit) throws IOException {
        byte[] current = window;
        if (current == null || from < start || to > start + current.length) {
            boolean follows = current != null && from >= start && from <= start + current.length;
            ahead = follows ? Math.min(most, Math.max(FIRST_BYTES, 2 * ahead)) : 0;
            long bytes = Math.max(to - from, Math.min(ahead, limit - from));
            if (bytes > Integer.MAX_VALUE - 16) {
                throw new IOException("Cannot read " + path + ": " + bytes + " bytes of metadata of one device, from "
                        + from + " on, are too many");
            }
            current = new byte[(int) bytes];
            input.readFully(from, current, 0, current.length);
            window = current;
            start = from;
        }
        return new IndexBytes(path, current, (int) (from - start), (int) (to - start), start);
    }
}
