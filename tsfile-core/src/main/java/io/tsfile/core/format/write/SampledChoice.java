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
import io.tsfile.core.vector.Vector;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.tsfile.file.metadata.enums.CompressionType;

/**
 * Which encoding is the best for a chunk: a function of its values alone. Keeps buffers, nothing of a chunk. Not thread-safe.
 *
 * <p>A sample of them is encoded as one page in every encoding of the type, with what stands before the values, and compressed.
 */
final class SampledChoice {
    private final PageBuffer encoded = new PageBuffer(1 << 14);
    private final PageBuffer compressed = new PageBuffer(1 << 14);

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
     * @param sample of the chunk
     * @param count how many values the chunk has
     * @param codecs of the column's type
     * @param compression what is fixed, for which LZ4 stands in; if nothing is, the better of LZ4 and none counts
     */
    List<Ranked> rank(ChunkSample sample, int count, List<ValueCodec> codecs, Optional<CompressionType> compression) {
        Vector values = sample.values();
        boolean mayPack = !compression.equals(Optional.of(CompressionType.UNCOMPRESSED));
        boolean mayLeave = compression.isEmpty() || !mayPack;
        List<Ranked> ranked = new ArrayList<>(codecs.size());
        for (ValueCodec codec : codecs) {
            if (sensible(codec, sample) && codec.prepare(values, 0, values.size()) && encode(codec, sample)) {
                long raw = encoded.size();
                long packed = lz4();
                int cost = 1000 + Encodings.cost(codec.encoding());
                long rawCost = mayLeave ? raw * cost : Long.MAX_VALUE;
                long packedCost = mayPack ? packed * (cost + Encodings.cost(CompressionType.LZ4)) : Long.MAX_VALUE;
                long bytes = packedCost < rawCost ? packed : raw;
                ranked.add(new Ranked(codec, Math.min(rawCost, packedCost), bytes * count / values.size()));
            }
        }
        ranked.sort(Comparator.comparingLong(Ranked::cost));
        return ranked;
    }

    private boolean encode(ValueCodec codec, ChunkSample sample) {
        encoded.clear(Pages.MAX_KEPT_BYTES);
        encoded.put(sample.prefix().array(), 0, sample.prefix().size());
        return codec.encode(sample.values(), 0, sample.values().size(), encoded);
    }

    private int lz4() {
        compressed.clear(Pages.MAX_KEPT_BYTES);
        PageCompressor.compress(CompressionType.LZ4, encoded.array(), 0, encoded.size(), compressed);
        return compressed.size();
    }

    /**
     * Run lengths of floating point numbers are tried only where neighbours are equal more often than not. CHIMP, which takes
     * nine bits even then, is not tried where nearly all are, for which GORILLA takes one, and 78 at most for any other.
     */
    private static boolean sensible(ValueCodec codec, ChunkSample sample) {
        int count = sample.values().size();
        return switch (codec.encoding()) {
            case RLE ->
                !Encodings.scaled(codec.encoding(), sample.values().type()) || 2 * sample.equalNeighbours() > count;
            case CHIMP -> 16 * sample.equalNeighbours() < 15 * count;
            default -> true;
        };
    }
}
