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
package io.tsfile.core.format.write;

import io.tsfile.core.encoding.PageBuffer;
import io.tsfile.core.vector.Vector;

/** What stands before the values of an aligned device's page: the number of rows, and a bit for each that has a value. */
final class NullBitmap {
    private NullBitmap() {}

    /** Appends the bits of rows {@code from} to {@code to}: the highest bit of a byte first, unused ones 0. */
    static void write(Vector values, int from, int to, PageBuffer target) {
        target.putInt(to - from);
        int bytes = (to - from + 7) >>> 3;
        target.reserve(bytes + Long.BYTES);
        int size = target.size();
        for (int row = from; row < to; row += Long.SIZE) {
            long present = ~values.nullBits(row);
            int rest = to - row;
            target.putLong(Long.reverse(rest < Long.SIZE ? present & ((1L << rest) - 1) : present));
        }
        target.truncate(size + bytes);
    }
}
