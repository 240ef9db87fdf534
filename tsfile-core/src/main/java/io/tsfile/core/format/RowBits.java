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
package io.tsfile.core.format;

import io.tsfile.core.vector.Vector;

/** The bits of an aligned page, one per row, the highest of a byte first; set where the row has a value. */
final class RowBits {
    private RowBits() {}

    /** How many of the first {@code rows} bits from {@code array[from]} on are set. */
    static int count(byte[] array, int from, int rows) {
        int count = 0;
        int whole = rows >>> 3;
        for (int i = 0; i < whole; i++) {
            count += Integer.bitCount(array[from + i] & 0xff);
        }
        // Bits behind the last row mean nothing.
        int rest = rows & 7;
        return rest == 0 ? count : count + Integer.bitCount(array[from + whole] & (0xff00 >>> rest) & 0xff);
    }

    /** A vector with a row for each bit: the next of the dense values where it is set, else null. */
    static Vector spread(Vector dense, byte[] array, int from, int rows) {
        Vector values = Vector.of(dense.type(), rows);
        int next = 0;
        int row = 0;
        while (row < rows) {
            int end = endOfRun(array, from, row, rows);
            if (isSet(array, from, row)) {
                values.append(dense, next, next + end - row);
                next += end - row;
            } else {
                values.appendNulls(end - row);
            }
            row = end;
        }
        return values;
    }

    /** Behind the last of the rows from {@code row} on whose bits are like its own. */
    private static int endOfRun(byte[] array, int from, int row, int rows) {
        boolean set = isSet(array, from, row);
        int same = set ? 0xff : 0;
        int end = row + 1;
        while (end < rows) {
            if ((end & 7) == 0 && (array[from + (end >>> 3)] & 0xff) == same) {
                end += 8;
            } else if (isSet(array, from, end) == set) {
                end++;
            } else {
                return end;
            }
        }
        return rows;
    }

    private static boolean isSet(byte[] array, int from, int row) {
        return (array[from + (row >>> 3)] & (0x80 >>> (row & 7))) != 0;
    }
}
