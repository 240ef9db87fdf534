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
package io.tsfile.core.wal;

/** Two buffers of records: one takes them in while the other one is written. Guarded by the lock of who owns it. */
final class RecordBuffers {
    private static final int START_BYTES = 1 << 16;
    /** Bytes of records at which appends wait; a single one may go beyond. */
    private static final int FULL_BYTES = 4 << 20;

    private LogBytes filling = new LogBytes(START_BYTES);
    /** While a buffer is written this is none, though it may be the same as the other. */
    private LogBytes spare = new LogBytes(START_BYTES);
    /** Bytes of the buffer that have a ticket. */
    private int taken;

    /** Where to append, until the next {@link #swap}. */
    LogBytes filling() {
        return filling;
    }

    /** Whether appends have to wait for a swap. */
    boolean areFull() {
        return filling.size() >= FULL_BYTES;
    }

    /** Takes in what was appended since the last time, and says how many bytes that is. */
    int take() {
        int bytes = filling.size() - taken;
        taken += bytes;
        return bytes;
    }

    /** Drops what was appended and not taken in. */
    void dropRest() {
        filling.truncate(taken);
    }

    /** Gives all records to be written, taken in or not; {@link #giveBack} must follow before the next swap. */
    LogBytes swap() {
        LogBytes full = filling;
        filling = spare;
        taken = 0;
        return full;
    }

    /** Takes back a buffer whose records are written. */
    void giveBack(LogBytes written) {
        written.truncate(0);
        spare = written;
        if (written.array().length > 2 * FULL_BYTES) {
            spare = new LogBytes(START_BYTES);
        }
    }
}
