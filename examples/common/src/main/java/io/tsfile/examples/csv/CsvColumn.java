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
package io.tsfile.examples.csv;

import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** The cells of one column, in the order of the lines. Filled by one thread, then only read. */
public final class CsvColumn {
    private final String name;
    private final CellType type;
    private final BitSet present = new BitSet();
    private long[] bits;
    private @Nullable String[] texts;
    private int size;

    CsvColumn(String name, CellType type, int capacity) {
        this.name = name;
        this.type = type;
        this.bits = new long[type.isText() ? 0 : capacity];
        this.texts = new @Nullable String[type.isText() ? capacity : 0];
    }

    /** The name, as the header has it. */
    public String name() {
        return name;
    }

    /** The type of all values. */
    public CellType type() {
        return type;
    }

    /** Whether the cell is empty. */
    public boolean isNull(int row) {
        return !present.get(row);
    }

    /** A whole number; 1 or 0 of a boolean; days since the epoch of a date; milliseconds since the epoch of a moment. */
    public long longValue(int row) {
        return bits[row];
    }

    /** A number that may have a fraction. */
    public double doubleValue(int row) {
        return type.isFloating() ? Double.longBitsToDouble(bits[row]) : bits[row];
    }

    /** A text. */
    public String text(int row) {
        String text = texts[row];
        if (text == null) {
            throw new IllegalStateException(
                    "Cannot take a text from row " + row + " of column '" + name + "': it is null");
        }
        return text;
    }

    void addNull() {
        size++;
    }

    void add(long value) {
        if (size >= bits.length) {
            bits = Arrays.copyOf(bits, Math.max(16, size * 2));
        }
        bits[size] = value;
        present.set(size++);
    }

    void add(String text) {
        if (size >= texts.length) {
            texts = Arrays.copyOf(texts, Math.max(16, size * 2));
        }
        texts[size] = text;
        present.set(size++);
    }
}
