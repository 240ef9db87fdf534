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

import io.tsfile.core.vector.Vector;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Ranges of rows of pages, turned around: which rows each page gives, and where they go. Where runs alternate, a column is put
 * together several times faster page by page than range by range of a row or two.
 *
 * <pre>
 * ranges       0[0,1)  1[0,2)  0[1,2)           rows go to 0 1 2 3
 * positions    page 0: 0 1     page 1: 0 1
 * targets              0 3             1 2
 * </pre>
 *
 * <p>Not thread-safe.
 */
final class RowScatter {
    /** With longer ranges on average, copying them one by one is as fast. */
    private static final int SHORT_RANGE = 4;

    /** Of each page, where its rows end below. */
    private int[] ends = new int[8];
    /** Rows of pages, page by page. */
    private int[] positions = new int[0];
    /** Where each of them goes. */
    private int[] targets = new int[0];

    private int pages;

    /** Whether so many rows in these ranges are better scattered. */
    static boolean pays(RowRanges ranges, int rows) {
        return rows < SHORT_RANGE * ranges.count();
    }

    /**
     * Turns ranges around.
     *
     * @param ranges each of a page
     * @param pageCount how many pages there are
     * @param rows of all ranges
     */
    void of(RowRanges ranges, int pageCount, int rows) {
        pages = pageCount;
        if (ends.length <= pageCount) {
            ends = new int[2 * pageCount];
        }
        if (positions.length < rows) {
            positions = new int[rows];
            targets = new int[rows];
        }
        int[] ofRange = ranges.pages();
        int[] starts = ranges.starts();
        int[] lengths = ranges.lengths();
        int count = ranges.count();
        // First the place of each page's first row, one further up, which moves to its end while the rows are put in.
        Arrays.fill(ends, 0, pageCount + 1, 0);
        for (int i = 0; i < count; i++) {
            ends[ofRange[i] + 1] += lengths[i];
        }
        for (int page = 1; page < pageCount; page++) {
            ends[page] += ends[page - 1];
        }
        int target = 0;
        for (int i = 0; i < count; i++) {
            int place = ends[ofRange[i]];
            int end = place + lengths[i];
            int position = starts[i];
            ends[ofRange[i]] = end;
            while (place < end) {
                positions[place] = position++;
                targets[place++] = target++;
            }
        }
    }

    /**
     * Appends a column.
     *
     * @param sources of each page, without nulls; of a type with values of one width
     */
    void append(@Nullable Vector[] sources, Vector column) {
        column.appendScattered(sources, pages, ends, positions, targets);
    }
}
