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
package io.tsfile.core.merge;

import java.util.Arrays;

/** Ranges of rows of pages behind each other, as arrays. Ranges that continue each other are one. Not thread-safe. */
final class RowRanges {
    private int[] pages = new int[16];
    private int[] starts = new int[16];
    private int[] lengths = new int[16];
    private int count;

    void clear() {
        count = 0;
    }

    /** How many ranges there are. */
    int count() {
        return count;
    }

    /** Adds rows of a page; of none if it is negative, and then they are null. */
    void add(int page, int start, int length) {
        int last = count - 1;
        if (last >= 0 && pages[last] == page && (page < 0 || starts[last] + lengths[last] == start)) {
            lengths[last] += length;
        } else {
            addApart(page, start, length);
        }
    }

    /** Adds rows that are no continuation of those before, whatever they are. */
    void addApart(int page, int start, int length) {
        if (count == pages.length) {
            pages = Arrays.copyOf(pages, 2 * count);
            starts = Arrays.copyOf(starts, 2 * count);
            lengths = Arrays.copyOf(lengths, 2 * count);
        }
        pages[count] = page;
        starts[count] = start;
        lengths[count++] = length;
    }

    int page(int range) {
        return pages[range];
    }

    int start(int range) {
        return starts[range];
    }

    int length(int range) {
        return lengths[range];
    }

    int[] pages() {
        return pages;
    }

    int[] starts() {
        return starts;
    }

    int[] lengths() {
        return lengths;
    }
}
