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

import io.tsfile.core.format.EncodedChunk;
import io.tsfile.core.format.EncodingOptions;
import io.tsfile.core.format.Encodings;
import io.tsfile.core.model.Column;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Joins the rows of chunks behind each other, all columns alike, without decompressing them: a {@link ChunkJoin} per column. Not
 * thread-safe.
 */
public final class RowJoin {
    private final List<Column> columns;
    private final EncodingOptions encoding;
    private final ChunkJoin main;
    /** Of an aligned device; null as long as there were only nulls. */
    private final @Nullable ChunkJoin[] values;

    private long points;

    /**
     * A join that starts with these rows.
     *
     * @param columns of the rows, in their order
     * @param encoding of columns of nothing but nulls, where it is fixed
     */
    public RowJoin(List<Column> columns, EncodingOptions encoding, RawRows first) {
        this.columns = columns;
        this.encoding = encoding;
        this.main = ChunkJoin.like(first.main());
        this.values = new ChunkJoin[first.fields()];
        append(first);
    }

    /**
     * Appends rows that are later than all before.
     *
     * @throws IllegalArgumentException if one of the chunks cannot be joined to those before
     */
    public void append(RawRows next) {
        int pagesBefore = main.pages();
        int pages = next.main().pages();
        main.append(next.main());
        if (next.aligned()) {
            for (int i = 0; i < values.length; i++) {
                append(i, next.values(i), pagesBefore, pages);
            }
        }
        points += next.points();
    }

    private void append(int field, @Nullable RawChunk value, int pagesBefore, int pages) {
        ChunkJoin join = values[field];
        boolean empty = value == null || value.count() == 0;
        if (join == null) {
            if (value == null || empty) {
                return;
            }
            join = ChunkJoin.like(value);
            values[field] = join;
            if (pagesBefore > 0) {
                join.appendNulls(pagesBefore);
            }
        }
        if (value == null || empty) {
            join.appendNulls(pages);
        } else {
            join.append(value, pages);
        }
    }

    /** How many values, nulls not counted. */
    public long points() {
        return points;
    }

    /** The joined chunks: of an aligned device the times and then each column, else one. Nothing may be appended afterwards. */
    public List<EncodedChunk> finish() {
        List<EncodedChunk> chunks = new ArrayList<>(1 + values.length);
        chunks.add(main.finish());
        if (main.role() == RawChunk.Role.TIMES) {
            for (int i = 0; i < values.length; i++) {
                ChunkJoin join = values[i];
                chunks.add((join == null ? nulls(columns.get(i)) : join).finish());
            }
        }
        return chunks;
    }

    private ChunkJoin nulls(Column column) {
        return ChunkJoin.ofColumn(
                column.name(),
                column.type(),
                encoding.encoding(column.name(), column.type()).orElse(Encodings.of(column.type())),
                encoding.compression(column.name()).orElse(Encodings.COMPRESSION));
    }
}
