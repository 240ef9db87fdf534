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
package io.tsfile.core.format.write;

import io.tsfile.core.encoding.PageBuffer;
import io.tsfile.core.vector.BinaryVector;
import io.tsfile.core.vector.Vector;
import org.apache.tsfile.enums.TSDataType;

/**
 * Some of a chunk's values, and as much of what stands before them in its pages: a function of the chunk alone. Reused for one
 * chunk after the other. Not thread-safe.
 *
 * <pre>
 * values  [###......................###......................###......................###]
 *          four blocks at fixed places, of 129 to 516 values each, are put together
 * </pre>
 *
 * <p>A block is a multiple of 129 values, because TS_2DIFF cuts a page so: then no difference is taken between two blocks.
 */
final class ChunkSample {
    /** How many blocks there are, of equally many values. */
    static final int BLOCKS = 4;

    /** Values of the shortest block, unless they are long texts. */
    static final int UNIT = 129;

    private static final int MAX_UNITS = 4;
    /** Values of a chunk for each value of a block, below which a block gets smaller. */
    private static final int SPARSITY = 128;
    /** Of long texts a block has fewer. */
    private static final int MAX_BLOCK_BYTES = 1 << 16;

    private final PageBuffer prefix = new PageBuffer(1 << 12);
    private Vector values = Vector.of(TSDataType.INT64, 0);
    /** Under 0 if they were not counted yet. */
    private int equalNeighbours;

    /** Takes a sample of a chunk of at least {@code BLOCKS * UNIT} values. */
    void take(ColumnPages column) {
        Vector all = column.values();
        int count = all.size();
        int length = blockLength(all);
        if (values.type() != all.type() || values.bytes() > Pages.MAX_KEPT_BYTES) {
            values = Vector.of(all.type(), BLOCKS * MAX_UNITS * UNIT);
        }
        values.clear();
        equalNeighbours = -1;
        prefix.clear(Pages.MAX_KEPT_BYTES);
        Pages prefixes = column.prefixes();
        int prefixLength = (int) (prefixes.size() * length / count);
        for (int block = 0; block < BLOCKS; block++) {
            int from = (int) ((long) block * (count - length) / (BLOCKS - 1));
            values.append(all, from, from + length);
            int start = (int) (block * (prefixes.size() - prefixLength) / (BLOCKS - 1));
            prefix.put(prefixes.bytes().array(), start, prefixLength);
        }
    }

    Vector values() {
        return values;
    }

    /** Of what stands before the values. */
    PageBuffer prefix() {
        return prefix;
    }

    /** How many values equal the one before them. */
    int equalNeighbours() {
        if (equalNeighbours < 0) {
            equalNeighbours = 0;
            for (int i = 1; i < values.size(); i++) {
                equalNeighbours += values.sameValue(i, values, i - 1) ? 1 : 0;
            }
        }
        return equalNeighbours;
    }

    private static int blockLength(Vector values) {
        int count = values.size();
        int length = UNIT * Math.max(1, Math.min(MAX_UNITS, count / (SPARSITY * UNIT)));
        if (values instanceof BinaryVector texts) {
            int meanBytes = texts.start(count) / count;
            length = Math.max(1, Math.min(length, MAX_BLOCK_BYTES / Math.max(1, meanBytes)));
        }
        return length;
    }
}
