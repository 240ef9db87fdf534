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
package io.tsfile.core.vector;

import java.util.Arrays;

/**
 * Ranges of rows of several vectors behind each other, as arrays: of each range, which of the vectors, the first row, and how many.
 * Not thread-safe.
 */
public final class RowRanges {
    private int[] sources = new int[16];
    private int[] starts = new int[16];
    private int[] lengths = new int[16];
    private int count;

    /** Forgets all. */
    public void clear() {
        count = 0;
    }

    /** How many ranges there are. */
    public int count() {
        return count;
    }

    /** Adds rows of a vector, or of none if {@code source} is negative; to the last range if they continue that. */
    public void add(int source, int start, int length) {
        int last = count - 1;
        if (last >= 0 && sources[last] == source && (source < 0 || starts[last] + lengths[last] == start)) {
            lengths[last] += length;
        } else {
            addApart(source, start, length);
        }
    }

    /** Adds rows that are no continuation of those before, whatever they are. */
    public void addApart(int source, int start, int length) {
        if (count == sources.length) {
            sources = Arrays.copyOf(sources, 2 * count);
            starts = Arrays.copyOf(starts, 2 * count);
            lengths = Arrays.copyOf(lengths, 2 * count);
        }
        sources[count] = source;
        starts[count] = start;
        lengths[count++] = length;
    }

    /** Which of the vectors; negative for none. */
    public int source(int range) {
        return sources[range];
    }

    /** The first row. */
    public int start(int range) {
        return starts[range];
    }

    /** How many rows. */
    public int length(int range) {
        return lengths[range];
    }

    int[] sources() {
        return sources;
    }

    /** The first row of each range, {@link #count} of them. */
    public int[] starts() {
        return starts;
    }

    /** How many rows each range has, {@link #count} numbers. */
    public int[] lengths() {
        return lengths;
    }
}
