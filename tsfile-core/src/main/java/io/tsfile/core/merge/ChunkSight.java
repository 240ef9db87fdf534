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

import io.tsfile.core.index.ChunkEntry;
import io.tsfile.core.index.RowChunk;
import io.tsfile.core.index.ValueFilter;
import io.tsfile.core.model.TimeRange;

/**
 * How much is seen of a chunk of one device in one file, for all that the index and what is deleted say.
 *
 * @param chunk with the value chunks of the wanted fields
 * @param times those of its times that are asked for; what is seen of it lies there
 * @param whole whether all its rows are asked for and seen, with all their values of the wanted fields
 * @param rows whether each of its times is a row if it is seen (N4)
 */
public record ChunkSight(RowChunk chunk, TimeRange times, boolean whole, boolean rows) {
    /** Whether some of its pages may have no value of the only wanted field that meets a filter, though the chunk may have one. */
    public boolean pagesMayTell(ValueFilter filter) {
        ChunkEntry values = chunk.valuesOf(0);
        long count = chunk.main().count();
        return values != null && count > 1 && (values.count() < count || filter.mayFail(values));
    }
}
