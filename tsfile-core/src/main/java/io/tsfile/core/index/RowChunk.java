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
package io.tsfile.core.index;

import io.tsfile.core.model.TimeRange;
import org.jspecify.annotations.Nullable;

/**
 * Rows that stand together in a file: a time chunk with the value chunks that go with it, or a chunk with times of its own.
 *
 * @param aligned whether {@code main} is a time chunk
 * @param main the chunk with the times
 * @param values of an aligned chunk, the value chunk of each wanted field, null where there is none, and behind them those of
 *     other measurements of which it only matters where they have a value; otherwise all null
 * @param field of a chunk that is not aligned, the wanted field that its values are of, or -1 if they are not wanted
 * @param fields how many fields are wanted
 */
public record RowChunk(
        boolean aligned, ChunkEntry main, @Nullable ChunkEntry[] values, int field, int fields) {
    static RowChunk aligned(ChunkEntry times, @Nullable ChunkEntry[] values) {
        return new RowChunk(true, times, values, -1, values.length);
    }

    static RowChunk series(ChunkEntry chunk, int field, int fields) {
        return new RowChunk(false, chunk, new ChunkEntry[fields], field, fields);
    }

    /** This aligned chunk with other value chunks, {@code wanted} of which are of wanted fields. */
    public RowChunk with(@Nullable ChunkEntry[] others, int wanted) {
        return new RowChunk(true, main, others, -1, wanted);
    }

    /** The chunk with the values of a wanted field; null if there are none here. */
    public @Nullable ChunkEntry valuesOf(int wanted) {
        return aligned ? values[wanted] : wanted == field ? main : null;
    }

    /** The first and the last time. */
    public TimeRange times() {
        return new TimeRange(main.startTime(), main.endTime());
    }

    /** Where it stands in the file: of two that overlap in a file that overlaps itself, the later one is newer. */
    public long offset() {
        return main.offset();
    }
}
