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

import io.tsfile.core.vector.LongVector;
import io.tsfile.core.vector.Vector;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.jspecify.annotations.Nullable;

/** An aligned device: one series of all fields. */
final class RowsBuffer extends DeviceBuffer {
    private static final int FIRST_ROWS = 4;
    private static final long SHELL_BYTES = 24;

    private final SeriesBuffer rows;

    RowsBuffer(IDeviceID device, BufferContext context) {
        super(device);
        this.rows = SeriesBuffer.ofRows(context, FIRST_ROWS);
        context.meter().add(SHELL_BYTES);
    }

    @Override
    void append(long time, RowValues row) {
        rows.append(time, row);
    }

    @Override
    void append(SeriesBuffer arrivals, int[] positions, int from, int to) {
        rows.append(arrivals.times(), arrivals.columns(), positions, from, to);
    }

    @Override
    void append(int field, long time, RowValues row) {
        rows.append(time, new OneField(row, field));
    }

    @Override
    void append(LongVector times, @Nullable Vector[] columns, int from, int to) {
        rows.append(times, columns, from, to);
    }

    @Override
    boolean aligned() {
        return true;
    }

    @Override
    int[] counts() {
        return new int[] {rows.rows()};
    }

    @Override
    long points() {
        return rows.points();
    }

    @Override
    long first() {
        return rows.first();
    }

    @Override
    long last() {
        return rows.last();
    }

    @Override
    long bytes() {
        return SHELL_BYTES + rows.bytes();
    }

    @Override
    long sortBytes() {
        return rows.sortBytes();
    }

    @Override
    ArrivedDevice content() {
        return ArrivedDevice.ofRows(rows.content());
    }

    @Override
    ArrivedDevice view() {
        return ArrivedDevice.ofRows(rows.view());
    }

    /** A row without its other fields. */
    private record OneField(RowValues row, int field) implements RowValues {
        @Override
        public boolean isNull(int other) {
            return other != field;
        }

        @Override
        public void appendTo(int other, Vector target) {
            row.appendTo(other, target);
        }
    }
}
