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
package io.tsfile.core.format.read;

import io.tsfile.core.index.ChunkEntry;
import io.tsfile.core.index.OpenTsFile;
import io.tsfile.core.index.RowChunk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The chunks of a {@link RowChunk}, to be copied as they are: a chunk with times of its own, or a time chunk and the value
 * chunks that go with it, of which all or none are copied. Immutable.
 */
public final class RawRows {
    private final RawChunk main;
    private final @Nullable RawChunk[] values;

    private RawRows(RawChunk main, @Nullable RawChunk[] values) {
        this.main = main;
        this.values = values;
    }

    /**
     * Reads the chunks of rows, those that stand close together at once. All are in memory then.
     *
     * @return as many as {@code rows}, in the same order
     * @throws io.tsfile.core.CorruptTsFileException if a chunk is damaged, as far as heads show it
     */
    public static List<RawRows> read(OpenTsFile file, List<RowChunk> rows) throws IOException {
        List<ChunkEntry> entries = new ArrayList<>();
        for (RowChunk chunk : rows) {
            entries.add(chunk.main());
            for (ChunkEntry value : chunk.values()) {
                if (value != null) {
                    entries.add(value);
                }
            }
        }
        ChunkBytes[] bytes = ChunkFetch.read(file, entries);
        List<RawRows> raw = new ArrayList<>();
        int next = 0;
        for (RowChunk chunk : rows) {
            RawChunk main = new RawChunk(bytes[next++], chunk.aligned() ? RawChunk.Role.TIMES : RawChunk.Role.SERIES);
            @Nullable RawChunk[] values = new RawChunk[chunk.fields()];
            for (int i = 0; i < values.length; i++) {
                if (chunk.values()[i] != null) {
                    ChunkBytes value = bytes[next++];
                    values[i] = new RawChunk(value, RawChunk.Role.ALIGNED_VALUES);
                    if (values[i].count() > 0 && values[i].pages() != main.pages()) {
                        throw value.damaged(
                                "it has " + values[i].pages() + " pages, and its times have " + main.pages());
                    }
                }
            }
            raw.add(new RawRows(main, values));
        }
        return raw;
    }

    /** The chunk with the times; of rows that are not aligned, with the values, too. */
    public RawChunk main() {
        return main;
    }

    /** The value chunk of a wanted field of an aligned device; null where there is none. */
    public @Nullable RawChunk values(int field) {
        return values[field];
    }
}
