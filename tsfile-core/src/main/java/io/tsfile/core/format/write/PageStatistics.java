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

import io.tsfile.core.vector.BinaryVector;
import io.tsfile.core.vector.BooleanVector;
import io.tsfile.core.vector.DoubleVector;
import io.tsfile.core.vector.FloatVector;
import io.tsfile.core.vector.IntVector;
import io.tsfile.core.vector.LongVector;
import io.tsfile.core.vector.Vector;
import java.io.Serializable;
import java.util.Arrays;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.statistics.BinaryStatistics;
import org.apache.tsfile.file.metadata.statistics.BooleanStatistics;
import org.apache.tsfile.file.metadata.statistics.DoubleStatistics;
import org.apache.tsfile.file.metadata.statistics.FloatStatistics;
import org.apache.tsfile.file.metadata.statistics.IntegerStatistics;
import org.apache.tsfile.file.metadata.statistics.LongStatistics;
import org.apache.tsfile.file.metadata.statistics.Statistics;
import org.apache.tsfile.file.metadata.statistics.StringStatistics;
import org.apache.tsfile.utils.Binary;

/**
 * Statistics of a page, a loop over arrays each: bit for bit what the library gets when it is told value by value.
 *
 * <p>So comparisons are {@code <} and {@code >} (a NaN that comes first stays minimum and maximum, a later one changes neither;
 * of -0.0 and 0.0 the first stays), and sums start with the first value and go in order: integers into a long, all others
 * into a double.
 */
public final class PageStatistics {
    private PageStatistics() {}

    /** Statistics of times {@code from} to {@code to}, at least one. */
    static Statistics<? extends Serializable> ofTimes(LongVector times, int from, int to) {
        return with(Statistics.getStatsByType(TSDataType.VECTOR), times.get(from), times.get(to - 1), to - from);
    }

    /**
     * Statistics of values {@code from} to {@code to}, at least one, none of them null.
     *
     * @param firstTime the first value's time
     * @param lastTime the last value's time
     */
    public static Statistics<? extends Serializable> of(
            Vector values, int from, int to, long firstTime, long lastTime) {
        Statistics<? extends Serializable> statistics = Statistics.getStatsByType(values.type());
        if (values instanceof DoubleVector vector) {
            fill((DoubleStatistics) statistics, vector.values(), from, to);
        } else if (values instanceof FloatVector vector) {
            fill((FloatStatistics) statistics, vector.values(), from, to);
        } else if (values instanceof LongVector vector) {
            fill((LongStatistics) statistics, vector.values(), from, to);
        } else if (values instanceof IntVector vector) {
            fill((IntegerStatistics) statistics, vector.values(), from, to);
        } else if (values instanceof BooleanVector vector) {
            fill((BooleanStatistics) statistics, vector, from, to);
        } else if (values instanceof BinaryVector vector) {
            fill(statistics, vector, from, to);
        }
        return with(statistics, firstTime, lastTime, to - from);
    }

    private static Statistics<? extends Serializable> with(
            Statistics<? extends Serializable> statistics, long firstTime, long lastTime, int count) {
        statistics.setStartTime(firstTime);
        statistics.setEndTime(lastTime);
        statistics.setCount(count);
        statistics.setEmpty(false);
        return statistics;
    }

    private static void fill(DoubleStatistics statistics, double[] values, int from, int to) {
        double first = values[from];
        double min = first;
        double max = first;
        double sum = first;
        for (int i = from + 1; i < to; i++) {
            double value = values[i];
            min = value < min ? value : min;
            max = value > max ? value : max;
            sum += value;
        }
        statistics.initializeStats(min, max, first, values[to - 1], sum);
    }

    private static void fill(FloatStatistics statistics, float[] values, int from, int to) {
        float first = values[from];
        float min = first;
        float max = first;
        double sum = first;
        for (int i = from + 1; i < to; i++) {
            float value = values[i];
            min = value < min ? value : min;
            max = value > max ? value : max;
            sum += value;
        }
        statistics.initializeStats(min, max, first, values[to - 1], sum);
    }

    private static void fill(LongStatistics statistics, long[] values, int from, int to) {
        long first = values[from];
        long min = first;
        long max = first;
        double sum = first;
        for (int i = from + 1; i < to; i++) {
            long value = values[i];
            min = Math.min(min, value);
            max = Math.max(max, value);
            sum += value;
        }
        statistics.initializeStats(min, max, first, values[to - 1], sum);
    }

    private static void fill(IntegerStatistics statistics, int[] values, int from, int to) {
        int first = values[from];
        int min = first;
        int max = first;
        long sum = 0;
        for (int i = from; i < to; i++) {
            int value = values[i];
            min = Math.min(min, value);
            max = Math.max(max, value);
            sum += value;
        }
        statistics.initializeStats(min, max, first, values[to - 1], sum);
    }

    private static void fill(BooleanStatistics statistics, BooleanVector values, int from, int to) {
        long sum = 0;
        for (int i = from; i < to; i++) {
            sum += values.get(i) ? 1 : 0;
        }
        statistics.initializeStats(values.get(from), values.get(to - 1), sum);
    }

    /** TEXT knows its first and last value, STRING also the least and greatest by unsigned bytes, BLOB nothing. */
    private static void fill(Statistics<?> statistics, BinaryVector values, int from, int to) {
        if (statistics instanceof BinaryStatistics text) {
            text.initializeStats(binary(values, from), binary(values, to - 1));
        } else if (statistics instanceof StringStatistics string) {
            int min = from;
            int max = from;
            for (int i = from + 1; i < to; i++) {
                min = compare(values, i, min) < 0 ? i : min;
                max = compare(values, i, max) > 0 ? i : max;
            }
            string.initializeStats(
                    binary(values, from), binary(values, to - 1), binary(values, min), binary(values, max));
        }
    }

    private static int compare(BinaryVector values, int left, int right) {
        byte[] data = values.data();
        return Arrays.compareUnsigned(
                data,
                values.start(left),
                values.start(left) + values.length(left),
                data,
                values.start(right),
                values.start(right) + values.length(right));
    }

    private static Binary binary(BinaryVector values, int index) {
        return new Binary(values.get(index));
    }
}
