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
import org.jspecify.annotations.Nullable;

/**
 * A device of which something was deleted. Rows stay where they arrived, because a view may hold them; what is handed out is
 * without those that are gone.
 */
final class ChangedBuffer extends DeviceBuffer {
    private static final long SHELL_BYTES = 24;

    private final DeviceBuffer arrived;
    private final Deletions deletions;

    private ChangedBuffer(DeviceBuffer arrived, BufferContext context) {
        super(arrived.device);
        this.arrived = arrived;
        this.deletions = Deletions.none(arrived.counts().length, context.meter());
        context.meter().add(SHELL_BYTES);
    }

    /** The buffer itself if it is one, else one that takes it over. */
    static ChangedBuffer of(DeviceBuffer buffer, BufferContext context) {
        return buffer instanceof ChangedBuffer changed ? changed : new ChangedBuffer(buffer, context);
    }

    /** All that arrived with this time is gone. */
    void delete(long time) {
        deletions.add(time, arrived.counts());
    }

    /** Takes in a row, or nothing of it if a value does not fit; all that arrived before it with its time is gone. */
    void replace(long time, RowValues row) {
        int[] before = arrived.counts();
        arrived.append(time, row);
        deletions.add(time, before);
    }

    @Override
    boolean aligned() {
        return arrived.aligned();
    }

    @Override
    int[] counts() {
        return arrived.counts();
    }

    @Override
    LongVector deleted() {
        return deletions.times();
    }

    @Override
    void append(long time, RowValues row) {
        arrived.append(time, row);
    }

    @Override
    void append(int field, long time, RowValues row) {
        arrived.append(field, time, row);
    }

    @Override
    void append(LongVector times, @Nullable Vector[] columns, int from, int to) {
        arrived.append(times, columns, from, to);
    }

    @Override
    void append(SeriesBuffer arrivals, int[] positions, int from, int to) {
        arrived.append(arrivals, positions, from, to);
    }

    @Override
    long points() {
        return arrived.points();
    }

    @Override
    long first() {
        return arrived.first();
    }

    @Override
    long last() {
        return arrived.last();
    }

    @Override
    long bytes() {
        return SHELL_BYTES + arrived.bytes() + deletions.bytes();
    }

    @Override
    long sortBytes() {
        // The rows that are left are a copy.
        return arrived.bytes() + arrived.sortBytes();
    }

    @Override
    ArrivedDevice content() {
        return deletions.apply(arrived.content());
    }

    @Override
    ArrivedDevice view() {
        return deletions.view().apply(arrived.view());
    }
}
