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
import io.tsfile.core.format.Encodings;
import io.tsfile.core.vector.BinaryVector;
import io.tsfile.core.vector.Vector;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.enums.CompressionType;
import org.apache.tsfile.file.metadata.enums.TSEncoding;

/**
 * Which encoding is the best for a chunk: a function of its values alone. Keeps buffers, nothing of a chunk. Not thread-safe.
 *
 * <pre>
 * values  [###......................###......................###......................###]
 *          four blocks at fixed places, of 129 to 516 values each, are put together and encoded as one page
 *          in every encoding of the type, with as much of what stands before the values, and compressed
 * </pre>
 *
 * <p>A block is a multiple of 129 values, because TS_2DIFF cuts a page so: then no difference is taken between two blocks.
 */
final class SampledChoice {
    private static final int BLOCKS = 4;
    private static final int UNIT = 129;
    private static final int MAX_UNITS = 4;
    /** Values of a chunk for each value of a block, below which a block gets smaller. */
    private static final int SPARSITY = 128;
    /** Of long texts a block has fewer. */
    private static final int MAX_BLOCK_BYTES = 1 << 16;

    private final PageBuffer encoded = new PageBuffer(1 << 14);
    private final PageBuffer prefix = new PageBuffer(1 << 12);
    private final PageBuffer compressed = new PageBuffer(1 << 14);
    private Vector sample = Vector.of(TSDataType.INT64, 0);

    /**
     * An encoding that keeps the sample's values.
     *
     * @param cost bytes and what it costs to read them, for comparison
     * @param bytes how many bytes the chunk is expected to have
     */
    record Ranked(ValueCodec codec, long cost, long bytes) {}

    /**
     * The codecs that keep all values of the sample, the best first; of equal ones, the first given. Each kept one is prepared
     * for the chunk.
     *
     * @param column a chunk of at least {@code BLOCKS * UNIT} values
     * @param codecs of the column's type
     * @param compression what is fixed, for which LZ4 stands in; if nothing is, the better of LZ4 and none counts
     */
    List<Ranked> rank(ColumnPages column, List<ValueCodec> codecs, Optional<CompressionType> compression) {
        takeSample(column);
        int count = column.values().size();
        boolean mayPack = !compression.equals(Optional.of(CompressionType.UNCOMPRESSED));
        boolean mayLeave = compression.isEmpty() || !mayPack;
        List<Ranked> ranked = new ArrayList<>(codecs.size());
        for (ValueCodec codec : codecs) {
            if (sensible(codec) && codec.prepare(sample, 0, sample.size()) && encode(codec)) {
                long raw = encoded.size();
                long packed = lz4();
                int cost = 1000 + Encodings.cost(codec.encoding());
                long rawCost = mayLeave ? raw * cost : Long.MAX_VALUE;
                long packedCost = mayPack ? packed * (cost + Encodings.cost(CompressionType.LZ4)) : Long.MAX_VALUE;
                long bytes = packedCost < rawCost ? packed : raw;
                ranked.add(new Ranked(codec, Math.min(rawCost, packedCost), bytes * count / sample.size()));
            }
        }
        ranked.sort(Comparator.comparingLong(Ranked::cost));
        return ranked;
    }

    private boolean encode(ValueCodec codec) {
        encoded.clear(Pages.MAX_KEPT_BYTES);
        encoded.put(prefix.array(), 0, prefix.size());
        return codec.encode(sample, 0, sample.size(), encoded);
    }

    private int lz4() {
        compressed.clear(Pages.MAX_KEPT_BYTES);
        PageCompressor.compress(CompressionType.LZ4, encoded.array(), 0, encoded.size(), compressed);
        return compressed.size();
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

    private void takeSample(ColumnPages column) {
        Vector values = column.values();
        int count = values.size();
        int length = blockLength(values);
        if (sample.type() != values.type() || sample.bytes() > Pages.MAX_KEPT_BYTES) {
            sample = Vector.of(values.type(), BLOCKS * MAX_UNITS * UNIT);
        }
        sample.clear();
        prefix.clear(Pages.MAX_KEPT_BYTES);
        Pages prefixes = column.prefixes();
        int prefixLength = (int) (prefixes.size() * length / count);
        for (int block = 0; block < BLOCKS; block++) {
            int from = (int) ((long) block * (count - length) / (BLOCKS - 1));
            sample.append(values, from, from + length);
            int start = (int) (block * (prefixes.size() - prefixLength) / (BLOCKS - 1));
            prefix.put(prefixes.bytes().array(), start, prefixLength);
        }
    }

    /** Run lengths of floating point numbers are tried only where neighbours are equal more often than not. */
    private boolean sensible(ValueCodec codec) {
        if (codec.encoding() != TSEncoding.RLE || !Encodings.scaled(codec.encoding(), sample.type())) {
            return true;
        }
        int equal = 0;
        for (int i = 1; i < sample.size(); i++) {
            equal += sample.sameValue(i, sample, i - 1) ? 1 : 0;
        }
        return 2 * equal > sample.size();
    }
}
