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
package io.tsfile.core.flush.memtable;

import io.tsfile.core.flush.sort.ArrivedSeries;
import io.tsfile.core.vector.HeapMeter;
import io.tsfile.core.vector.LongVector;
import io.tsfile.core.vector.Vector;
import java.util.List;
import java.util.Objects;
import org.apache.tsfile.enums.TSDataType;
import org.jspecify.annotations.Nullable;

/**
 * What arrived of one device. Nobody changes what it holds.
 *
 * @param rows a column per field, of an aligned device
 * @param measurements a series of one column per field that has points, of another device; empty for an aligned one
 */
public record ArrivedDevice(
        @Nullable ArrivedSeries rows, @Nullable ArrivedSeries[] measurements) {
    /** Whether nothing arrived. */
    public boolean isEmpty() {
        boolean empty = rows == null || rows.times().size() == 0;
        for (ArrivedSeries series : measurements) {
            empty &= series == null;
        }
        return empty;
    }

    /** Bytes of heap of the arrays. */
    public long bytes() {
        long bytes = rows == null ? 0 : rows.bytes();
        @Nullable LongVector times = null;
        for (ArrivedSeries series : measurements) {
            if (series != null) {
                // Measurements may share their times.
                bytes += series.bytes()
                        - (series.times() == times ? series.times().bytes() : 0);
                times = series.times();
            }
        }
        return bytes;
    }

    static ArrivedDevice ofRows(ArrivedSeries rows) {
        return new ArrivedDevice(rows, new ArrivedSeries[0]);
    }

    static ArrivedDevice ofPoints(@Nullable ArrivedSeries[] measurements) {
        return new ArrivedDevice(null, measurements);
    }

    /**
     * What buffers {@code from} (inclusive) to {@code to} (exclusive) of one device hold, one after the other, copied; all are
     * aligned, or none is.
     */
    static ArrivedDevice join(List<TSDataType> types, DeviceBuffer[] buffers, int from, int to) {
        BufferContext context = new BufferContext(types, new HeapMeter());
        DeviceBuffer joined = DeviceBuffer.of(buffers[from].device, context, buffers[from].aligned());
        for (int i = from; i < to; i++) {
            LongVector deleted = buffers[i].deleted();
            if (deleted.size() > 0) {
                ChangedBuffer changed = ChangedBuffer.of(joined, context);
                for (int k = 0; k < deleted.size(); k++) {
                    changed.delete(deleted.get(k));
                }
                joined = changed;
            }
            ArrivedDevice part = buffers[i].content();
            if (part.rows != null) {
                appendAll(part.rows.times(), part.rows.columns(), joined);
            }
            for (int field = 0; field < part.measurements.length; ) {
                field = part.measurements[field] == null ? field + 1 : appendShared(part.measurements, field, joined);
            }
        }
        return joined.content();
    }

    /** Appends the series at {@code field} with those behind it that share its times, and returns the field behind them. */
    private static int appendShared(@Nullable ArrivedSeries[] measurements, int field, DeviceBuffer target) {
        LongVector times = Objects.requireNonNull(measurements[field]).times();
        @Nullable Vector[] columns = new Vector[measurements.length];
        int next = field;
        for (; next < measurements.length; next++) {
            ArrivedSeries series = measurements[next];
            if (series != null && series.times() != times) {
                break;
            }
            columns[next] = series == null ? null : series.columns()[0];
        }
        appendAll(times, columns, target);
        return next;
    }

    private static void appendAll(LongVector times, @Nullable Vector[] columns, DeviceBuffer target) {
        target.append(times, columns, 0, times.size());
    }
}
