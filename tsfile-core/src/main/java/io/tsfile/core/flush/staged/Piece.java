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
package io.tsfile.core.flush.staged;

import io.tsfile.core.flush.EncodeStage;
import io.tsfile.core.flush.EncodedSeries;
import io.tsfile.core.flush.SeriesPart;
import io.tsfile.core.flush.SortedSeries;
import io.tsfile.core.vector.Vector;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Columns of a part that are encoded together. A wide part is several of them, so that more than one thread can work on it.
 *
 * @param fromColumn the first column
 * @param toColumn behind the last one
 * @param bytes what its values take in memory, about, and what is made besides
 */
record Piece(SeriesPart part, int fromColumn, int toColumn, long bytes) {
    /** Of a chunk besides its bytes: objects, statistics, headers. */
    static final long CHUNK_BYTES = 512;

    /** Cuts a part into pieces of a number of bytes, in the order of its columns. */
    static List<Piece> of(SeriesPart part, long pieceBytes) {
        List<Piece> pieces = new ArrayList<>(1);
        int from = 0;
        long bytes = timesBytes(part);
        for (int column = 0; column < part.columns().size(); column++) {
            long more = columnBytes(part, column);
            if (column > from && bytes + more > pieceBytes) {
                pieces.add(new Piece(part, from, column, bytes));
                from = column;
                bytes = 0;
            }
            bytes += more;
        }
        pieces.add(new Piece(part, from, part.columns().size(), bytes));
        return pieces;
    }

    /** Copies the values and encodes them; the first piece has the times, too. A pure function for any thread. */
    EncodedSeries encode(EncodeStage stage) {
        SortedSeries series = part.take(fromColumn, toColumn);
        return fromColumn == 0 ? stage.encode(series) : stage.encodeMore(series);
    }

    /** Whether no piece of the part follows. */
    boolean isLast() {
        return toColumn == part.columns().size();
    }

    private static long timesBytes(SeriesPart part) {
        return CHUNK_BYTES + (long) Long.BYTES * (part.to() - part.from());
    }

    /** A column's share by its rows: texts may be longer here and shorter there. */
    private static long columnBytes(SeriesPart part, int column) {
        @Nullable Vector values = part.rows().columns()[column];
        if (values == null) {
            return part.keepsEmpty() ? CHUNK_BYTES : 0;
        }
        double share = (double) (part.to() - part.from()) / Math.max(1, values.size());
        return CHUNK_BYTES + (long) (share * values.bytes());
    }
}
