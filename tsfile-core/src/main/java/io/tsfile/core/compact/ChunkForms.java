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
package io.tsfile.core.compact;

import io.tsfile.core.format.read.RawChunk;
import io.tsfile.core.format.read.RawRows;
import org.jspecify.annotations.Nullable;

/**
 * What tells whether rows can be joined to others: how each of their chunks is encoded and compressed, and how many bytes they
 * have. Not thread-safe.
 */
final class ChunkForms {
    /** Of the time chunk, then of each column; 0 of one without values, which goes with any. */
    private final short[] forms;

    private long bytes;

    /** Nothing yet of rows with so many columns; of rows that are not aligned, without any. */
    ChunkForms(int columns) {
        this.forms = new short[1 + columns];
    }

    /** Takes in the chunk with the times. */
    void addMain(RawChunk main) {
        add(0, main);
    }

    /**
     * Takes in the chunks of some columns.
     *
     * @param first which column the rows' first one is
     */
    void addColumns(int first, int count, RawRows rows) {
        for (int i = 0; i < count; i++) {
            add(1 + first + i, rows.values(i));
        }
    }

    private void add(int place, @Nullable RawChunk chunk) {
        if (chunk != null) {
            bytes += chunk.size();
            forms[place] = chunk.count() == 0
                    ? 0
                    : (short) (1 + ((chunk.encoding().serialize() << Byte.SIZE) | chunk.compression().serialize()));
        }
    }

    /** Takes in the forms of rows that follow. */
    void add(ChunkForms next) {
        bytes += next.bytes;
        for (int i = 0; i < forms.length; i++) {
            forms[i] = forms[i] == 0 ? next.forms[i] : forms[i];
        }
    }

    /** Whether all columns that have values in both are encoded and compressed alike. */
    boolean match(ChunkForms next) {
        for (int i = 0; i < forms.length; i++) {
            if (forms[i] != 0 && next.forms[i] != 0 && forms[i] != next.forms[i]) {
                return false;
            }
        }
        return true;
    }

    /** Bytes of all pages. */
    long bytes() {
        return bytes;
    }
}
