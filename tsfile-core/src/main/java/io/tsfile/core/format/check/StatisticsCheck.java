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
package io.tsfile.core.format.check;

import io.tsfile.core.CorruptTsFileException;
import io.tsfile.core.format.read.RowChunkReader;
import io.tsfile.core.format.read.RowPage;
import io.tsfile.core.format.write.PageStatistics;
import io.tsfile.core.index.ChunkEntry;
import io.tsfile.core.index.DeviceChunks;
import io.tsfile.core.index.OpenTsFile;
import io.tsfile.core.index.RowChunk;
import io.tsfile.core.model.TimeRange;
import io.tsfile.core.vector.LongVector;
import io.tsfile.core.vector.Vector;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.statistics.Statistics;
import org.jspecify.annotations.Nullable;

/** Decodes all values of a device, and compares them with what the index says of their chunks. Not thread-safe. */
final class StatisticsCheck {
    /** Sums of pages may have been added up in another order, where chunks were joined; relative to what was added. */
    private static final double SUM_TOLERANCE = 1e-9;

    private final OpenTsFile file;
    private final DeviceChunks device;
    private final List<String> names;
    private final List<TSDataType> types;

    StatisticsCheck(OpenTsFile file, DeviceChunks device) {
        this.file = file;
        this.device = device;
        this.names = new ArrayList<>(device.types().keySet());
        this.types = new ArrayList<>(device.types().values());
    }

    /** Looks at every chunk; a page that cannot be decoded ends it with the reader's message. */
    void run() throws IOException {
        for (RowChunk chunk : device.rows(names)) {
            check(chunk);
        }
    }

    private void check(RowChunk chunk) throws IOException {
        @Nullable Statistics<? extends Serializable>[] found = statistics(names.size());
        double[] added = new double[names.size()];
        RowChunkReader reader = new RowChunkReader(file, chunk, types, TimeRange.ALL);
        long last = Long.MIN_VALUE;
        boolean first = true;
        for (RowPage page = reader.next(); page != null; page = reader.next()) {
            LongVector times = page.times();
            for (int i = 0; i < times.size(); i++) {
                if (!first && times.get(i) <= last) {
                    throw new CorruptTsFileException("in the chunk at byte " + chunk.offset() + ", time " + times.get(i)
                            + " follows " + last + ", and times of a chunk must ascend");
                }
                last = times.get(i);
                first = false;
            }
            for (int field = 0; field < found.length; field++) {
                Vector values = page.columns()[field];
                if (values != null && values.nullCount() < values.size()) {
                    Statistics<? extends Serializable> ofPage = statistics(values, times);
                    added[field] += magnitude(values.type(), ofPage);
                    found[field] = merged(found[field], ofPage);
                }
            }
        }
        for (int field = 0; field < found.length; field++) {
            ChunkEntry entry = chunk.valuesOf(field);
            if (entry != null && entry.count() > 0) {
                compare(entry, found[field], SUM_TOLERANCE * added[field]);
            }
        }
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static @Nullable Statistics<? extends Serializable>[] statistics(int count) {
        return new Statistics[count];
    }

    private static Statistics<? extends Serializable> merged(
            @Nullable Statistics<? extends Serializable> before, Statistics<? extends Serializable> page) {
        if (before == null) {
            return page;
        }
        before.mergeStatistics(page);
        return before;
    }

    private static Statistics<? extends Serializable> statistics(Vector values, LongVector times) {
        if (!values.hasNulls()) {
            return PageStatistics.of(values, 0, values.size(), times.get(0), times.get(times.size() - 1));
        }
        Vector present = Vector.of(values.type(), values.size() - values.nullCount());
        present.appendPresent(values);
        int from = 0;
        while (values.isNull(from)) {
            from++;
        }
        int to = values.size() - 1;
        while (values.isNull(to)) {
            to--;
        }
        return PageStatistics.of(present, 0, present.size(), times.get(from), times.get(to));
    }

    private static void compare(
            ChunkEntry entry, @Nullable Statistics<? extends Serializable> found, double sumTolerance) {
        Statistics<? extends Serializable> said = entry.statistics();
        if (found == null
                || found.getCount() != said.getCount()
                || found.getStartTime() != said.getStartTime()
                || found.getEndTime() != said.getEndTime()
                || !sameValues(entry.type(), found, said, sumTolerance)) {
            throw new CorruptTsFileException("the statistics of the chunk of '" + entry.measurement() + "' at byte "
                    + entry.offset() + " are not those of its values: the index says " + said + ", its values have "
                    + found);
        }
    }

    private static boolean sameValues(
            TSDataType type,
            Statistics<? extends Serializable> found,
            Statistics<? extends Serializable> said,
            double sumTolerance) {
        return switch (type) {
            case INT32, INT64, FLOAT, DOUBLE, TIMESTAMP, DATE ->
                sameBounds(type, found, said)
                        && sameFirstAndLast(found, said)
                        && sameSum(type, found, said, sumTolerance);
            case BOOLEAN, TEXT, STRING -> sameFirstAndLast(found, said);
            default -> true;
        };
    }

    /** With NaN among the values, both say which pages and chunks were merged first: one that begins with NaN has NaN for bounds. */
    private static boolean sameBounds(
            TSDataType type, Statistics<? extends Serializable> found, Statistics<? extends Serializable> said) {
        boolean anyNan =
                (type == TSDataType.FLOAT || type == TSDataType.DOUBLE) && Double.isNaN(found.getSumDoubleValue());
        return anyNan
                || (Objects.equals(found.getMinValue(), said.getMinValue())
                        && Objects.equals(found.getMaxValue(), said.getMaxValue()));
    }

    private static boolean sameFirstAndLast(
            Statistics<? extends Serializable> found, Statistics<? extends Serializable> said) {
        return Objects.equals(found.getFirstValue(), said.getFirstValue())
                && Objects.equals(found.getLastValue(), said.getLastValue());
    }

    private static boolean sameSum(
            TSDataType type,
            Statistics<? extends Serializable> found,
            Statistics<? extends Serializable> said,
            double tolerance) {
        if (type == TSDataType.INT32) {
            return found.getSumLongValue() == said.getSumLongValue();
        }
        if (!hasSum(type)) {
            return true;
        }
        double one = found.getSumDoubleValue();
        double other = said.getSumDoubleValue();
        return Double.compare(one, other) == 0 || Math.abs(one - other) <= tolerance;
    }

    private static double magnitude(TSDataType type, Statistics<? extends Serializable> page) {
        return hasSum(type) ? Math.abs(page.getSumDoubleValue()) : 0;
    }

    private static boolean hasSum(TSDataType type) {
        return type == TSDataType.INT64 || type == TSDataType.FLOAT || type == TSDataType.DOUBLE;
    }
}
