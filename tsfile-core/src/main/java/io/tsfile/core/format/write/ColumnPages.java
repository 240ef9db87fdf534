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
import io.tsfile.core.encoding.ValueEncoder;
import io.tsfile.core.encoding.encode.PageEncoders;
import io.tsfile.core.format.Encodings;
import io.tsfile.core.vector.LongVector;
import io.tsfile.core.vector.Vector;
import java.io.Serializable;
import java.util.Arrays;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.statistics.Statistics;

/**
 * A column cut into pages, with all of them that does not depend on the encoding of its values: what stands before the
 * values, and the statistics. Reused for one chunk after the other. Not thread-safe.
 */
final class ColumnPages {
    private final int pageRows;
    private final ValueEncoder timeEncoder = PageEncoders.of(Encodings.TIME, TSDataType.INT64);
    private final Pages prefixes = new Pages();
    private final PageBuffer pageTimes = new PageBuffer(1 << 12);
    /** Where each page's values end among those that are not null. */
    private int[] valueEnds = new int[16];
    /** What the values without nulls of the column at hand are gathered in. */
    private Vector gathered = Vector.of(TSDataType.INT64, 0);

    private Vector values = gathered;
    private Statistics<? extends Serializable>[] statistics = noStatistics(16);
    private int count;

    ColumnPages(int pageRows) {
        this.pageRows = pageRows;
    }

    /** The times of an aligned device. */
    void ofTimes(LongVector times) {
        start(times, times.size());
        for (int page = 0; page < count; page++) {
            int from = page * pageRows;
            statistics[page] = PageStatistics.ofTimes(times, from, valueEnds[page]);
            prefixes.endPage();
        }
    }

    /** A column of an aligned device; a page of nothing but nulls has no byte before its values, too. */
    void ofAligned(LongVector times, Vector column) {
        start(column.hasNulls() ? dense(column) : column, times.size());
        int end = 0;
        for (int page = 0; page < count; page++) {
            int from = page * pageRows;
            int to = valueEnds[page];
            int start = end;
            end += column.presentCount(from, to);
            valueEnds[page] = end;
            if (end > start) {
                NullBitmap.write(column, from, to, prefixes.bytes());
                long first = times.get(firstPresent(column, from));
                long last = times.get(lastPresent(column, to));
                statistics[page] = PageStatistics.of(values, start, end, first, last);
            } else {
                statistics[page] = Statistics.getStatsByType(column.type());
            }
            prefixes.endPage();
        }
    }

    /** A series with times of its own; no value is null. */
    void ofSeries(LongVector times, Vector column) {
        start(column, times.size());
        for (int page = 0; page < count; page++) {
            int from = page * pageRows;
            int to = valueEnds[page];
            pageTimes.clear();
            encodeTimes(times, from, to);
            prefixes.bytes().putVarInt(pageTimes.size());
            prefixes.bytes().put(pageTimes.array(), 0, pageTimes.size());
            prefixes.endPage();
            statistics[page] = PageStatistics.of(column, from, to, times.get(from), times.get(to - 1));
        }
    }

    int count() {
        return count;
    }

    /** How many values a page has that are not null. */
    int valueCount(int page) {
        return valueEnds[page] - start(page);
    }

    /** The values of all pages, none of them null. */
    Vector values() {
        return values;
    }

    /** What stands before the values of each page. */
    Pages prefixes() {
        return prefixes;
    }

    Statistics<? extends Serializable> statistics(int page) {
        return statistics[page];
    }

    /**
     * Makes {@code target} the pages with their values encoded; a page without values has no byte.
     *
     * @return whether all values are kept; if not, the pages are of no use
     */
    boolean encode(ValueCodec codec, Pages target) {
        target.clear();
        for (int page = 0; page < count; page++) {
            if (!encode(page, valueCount(page), codec, target)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Appends one page to {@code target}, as {@link #encode(ValueCodec, Pages)} all of them, but with its first {@code
     * valueCount} values alone.
     *
     * @return whether all these values are kept
     */
    boolean encode(int page, int valueCount, ValueCodec codec, Pages target) {
        if (valueCount > 0) {
            int from = start(page);
            target.bytes().put(prefixes.bytes().array(), prefixes.start(page), prefixes.length(page));
            if (!codec.encode(values, from, from + valueCount, target.bytes())) {
                return false;
            }
        }
        target.endPage();
        return true;
    }

    /** Starts a chunk whose pages have {@code pageRows} values each, which the caller changes where some are null. */
    private void start(Vector chunkValues, int rows) {
        values = chunkValues;
        count = rows == 0 ? 0 : (rows - 1) / pageRows + 1;
        if (count > valueEnds.length) {
            valueEnds = new int[count];
            statistics = noStatistics(count);
        }
        for (int page = 0; page < count; page++) {
            valueEnds[page] = (int) Math.min(rows, (page + 1L) * pageRows);
        }
        prefixes.clear();
    }

    private int start(int page) {
        return page == 0 ? 0 : valueEnds[page - 1];
    }

    private Vector dense(Vector column) {
        if (gathered.type() != column.type() || gathered.bytes() > Pages.MAX_KEPT_BYTES) {
            gathered = Vector.of(column.type(), column.size() - column.nullCount());
        }
        gathered.clear();
        gathered.appendPresent(column);
        return gathered;
    }

    private void encodeTimes(LongVector times, int from, int to) {
        if (!timeEncoder.encode(times, from, to, pageTimes)) {
            throw new IllegalStateException("Cannot keep times " + times.get(from) + " to " + times.get(to - 1) + " in "
                    + Encodings.TIME + ", which loses none");
        }
    }

    private static int firstPresent(Vector column, int from) {
        int row = from;
        while (column.isNull(row)) {
            row++;
        }
        return row;
    }

    private static int lastPresent(Vector column, int to) {
        int row = to - 1;
        while (column.isNull(row)) {
            row--;
        }
        return row;
    }

    /** Lets go of the column. */
    void release() {
        values = gathered;
        Arrays.fill(statistics, null);
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // There are no arrays of a generic type.
    private static Statistics<? extends Serializable>[] noStatistics(int length) {
        return new Statistics[length];
    }
}
