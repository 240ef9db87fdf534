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
        for (ArrivedSeries series : measurements) {
            bytes += series == null ? 0 : series.bytes();
        }
        return bytes;
    }

    /** One after the other, copied; all are aligned, or none is. */
    static ArrivedDevice join(List<TSDataType> types, List<ArrivedDevice> parts) {
        DeviceBuffer joined = new DeviceBuffer(types, parts.get(0).rows != null, new HeapMeter());
        for (ArrivedDevice part : parts) {
            if (part.rows != null) {
                joined.append(
                        part.rows.times(),
                        part.rows.columns(),
                        0,
                        part.rows.times().size());
            }
            for (int field = 0; field < part.measurements.length; field++) {
                ArrivedSeries series = part.measurements[field];
                if (series != null) {
                    @Nullable Vector[] columns = new Vector[types.size()];
                    columns[field] = Objects.requireNonNull(series.columns()[0]);
                    joined.append(series.times(), columns, 0, series.times().size());
                }
            }
        }
        return joined.content();
    }
}
