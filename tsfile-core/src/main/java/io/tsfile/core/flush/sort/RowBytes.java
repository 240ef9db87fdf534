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
package io.tsfile.core.flush.sort;

import io.tsfile.core.vector.BinaryVector;
import io.tsfile.core.vector.Vector;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How many bytes rows of a series take as arrays. A function of the rows: a column without any value takes nothing, all others
 * take room in each row, also where they are null.
 */
final class RowBytes {
    /** Rows whose bytes are counted at once, a column after the other. */
    private static final int WINDOW = 4096;

    private final SortedRows rows;
    /** Of each row, without what texts have. */
    private final long fixed;
    /** Of all texts at most. */
    private long texts;

    /** Only of texts that may need a cut: most devices are small. */
    private long[] window = {};

    RowBytes(SortedRows rows) {
        this.rows = rows;
        long sum = Long.BYTES;
        for (Vector column : rows.columns()) {
            if (hasValue(column)) {
                sum += bytesPerValue(column);
                texts += column instanceof BinaryVector binary ? binary.start(binary.size()) : 0;
            }
        }
        this.fixed = sum;
    }

    /** Bytes of rows {@code from} (inclusive) to {@code to} (exclusive). */
    long sum(int from, int to) {
        long sum = fixed * (to - from);
        for (int start = from; texts > 0 && start < to; start += WINDOW) {
            int end = Math.min(to, start + WINDOW);
            count(start, end);
            sum += Arrays.stream(window, 0, end - start).sum() - fixed * (end - start);
        }
        return sum;
    }

    /**
     * Where the parts of rows {@code from} (inclusive) to {@code to} (exclusive) end: each takes as many rows as it can, but
     * not more than {@code mostRows}, and not more than {@code mostBytes} unless it is a single row.
     */
    int[] ends(int from, int to, int mostRows, long mostBytes) {
        IntList ends = new IntList();
        if (fixed * Math.min(mostRows, to - from) + texts <= mostBytes || texts == 0) {
            int step = (int) Math.max(1, Math.min(mostRows, mostBytes / fixed));
            for (long end = (long) from + step; end < to; end += step) {
                ends.add((int) end);
            }
        } else {
            addEnds(from, to, mostRows, mostBytes, ends);
        }
        ends.add(to);
        return Arrays.copyOf(ends.values(), ends.size());
    }

    private void addEnds(int from, int to, int mostRows, long mostBytes, IntList ends) {
        int start = from;
        long sum = 0;
        for (int windowStart = from; windowStart < to; windowStart += WINDOW) {
            int windowEnd = Math.min(to, windowStart + WINDOW);
            count(windowStart, windowEnd);
            for (int row = windowStart; row < windowEnd; row++) {
                long bytes = window[row - windowStart];
                if (row > start && (row - start == mostRows || sum + bytes > mostBytes)) {
                    ends.add(row);
                    start = row;
                    sum = 0;
                }
                sum += bytes;
            }
        }
    }

    private void count(int from, int to) {
        if (window.length < to - from) {
            window = new long[WINDOW];
        }
        Arrays.fill(window, 0, to - from, fixed);
        for (Vector column : rows.columns()) {
            if (column instanceof BinaryVector binary && hasValue(column)) {
                rows.order().addLengths(binary, from, to, window);
            }
        }
    }

    private static boolean hasValue(@Nullable Vector column) {
        return column != null && column.nullCount() < column.size();
    }

    private static long bytesPerValue(Vector column) {
        return switch (column.type()) {
            case BOOLEAN -> 1;
            case INT32, DATE, FLOAT -> Integer.BYTES;
            case INT64, TIMESTAMP, DOUBLE -> Long.BYTES;
            // Where a text starts.
            default -> Integer.BYTES;
        };
    }
}
