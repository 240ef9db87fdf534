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

import io.tsfile.core.index.bytes.IndexBytes;
import io.tsfile.core.index.bytes.NameCache;
import java.nio.charset.StandardCharsets;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/**
 * Very many series of one device, as the bytes of the index: each is read anew whenever it is asked for, so that a series takes a
 * few bytes beside its own, and not some objects. Not thread-safe.
 */
final class PackedSeries extends AbstractList<SeriesChunks> implements RandomAccess {
    /** Keeps nothing: a name is one of very many, and seldom the one before. */
    private final NameCache names = new NameCache();

    private final long lastOffset;
    private final List<IndexBytes> pieces = new ArrayList<>();
    /** The first series of each piece. */
    private int[] pieceFirsts = new int[4];
    /** Where in its piece each series starts. */
    private int[] starts = new int[1024];

    private int size;
    /** By the hash of a name, its series and one; 0 behind each run of filled ones. Empty until a name is asked for. */
    private int[] slots = new int[0];

    /**
     * No series yet.
     *
     * @param lastOffset before which chunks must start
     */
    PackedSeries(long lastOffset) {
        this.lastOffset = lastOffset;
    }

    /**
     * Adds all series of a piece but that of the times.
     *
     * @return the series of the times; null if the piece does not have it
     */
    @Nullable
    SeriesChunks add(IndexBytes piece) {
        if (pieces.size() == pieceFirsts.length) {
            pieceFirsts = Arrays.copyOf(pieceFirsts, 2 * pieceFirsts.length);
        }
        pieceFirsts[pieces.size()] = size;
        pieces.add(piece.from(piece.position()));
        SeriesChunks times = null;
        while (piece.remaining() > 0) {
            int start = piece.position();
            SeriesChunks one = read(piece);
            if (one.measurement().isEmpty() && times == null) {
                times = one;
            } else {
                if (size == starts.length) {
                    starts = Arrays.copyOf(starts, 2 * size);
                }
                starts[size++] = start;
            }
        }
        return times;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public SeriesChunks get(int series) {
        return read(at(series));
    }

    private SeriesChunks read(IndexBytes bytes) {
        return new SeriesChunks(bytes, names, Integer.MAX_VALUE, lastOffset);
    }

    /** The series of a measurement; null if there is none. */
    @Nullable
    SeriesChunks find(String measurement) {
        if (slots.length == 0) {
            fill();
        }
        int found = slots[slot(slots, measurement)];
        return found == 0 ? null : get(found - 1);
    }

    private void fill() {
        starts = Arrays.copyOf(starts, size);
        int slotCount = 2;
        while (3L * slotCount < 4L * size + 1) {
            slotCount *= 2;
        }
        int[] filled = new int[slotCount];
        for (int series = 0; series < size; series++) {
            filled[slot(filled, get(series).measurement())] = series + 1;
        }
        slots = filled;
    }

    /** Where the measurement is, or where it would go. */
    private int slot(int[] table, String measurement) {
        byte[] name = measurement.getBytes(StandardCharsets.UTF_8);
        int mask = table.length - 1;
        int hash = measurement.hashCode();
        int slot = (hash ^ (hash >>> 16)) & mask;
        while (table[slot] != 0 && !SeriesChunks.isOf(name, at(table[slot] - 1))) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    /** The bytes from a series on. */
    private IndexBytes at(int series) {
        int piece = Arrays.binarySearch(pieceFirsts, 0, pieces.size(), series);
        // Of pieces without a series that go before it, the last place is the one.
        if (piece < 0) {
            piece = -piece - 2;
        }
        while (piece + 1 < pieces.size() && pieceFirsts[piece + 1] == series) {
            piece++;
        }
        return pieces.get(piece).from(starts[series]);
    }
}
