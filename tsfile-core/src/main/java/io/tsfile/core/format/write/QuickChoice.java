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

import io.tsfile.core.format.Encodings;
import io.tsfile.core.vector.Vector;
import java.util.ArrayList;
import java.util.List;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.enums.CompressionType;
import org.apache.tsfile.file.metadata.enums.TSEncoding;

/**
 * Which encodings of a chunk of numbers need be tried: a function of its values alone. Mostly none but one, which encodes the chunk
 * at once, and what it takes rules out all others by what {@link SampleSizes} tells of them. Keeps what it found of a chunk from
 * one question to the next. Not thread-safe.
 */
final class QuickChoice {
    /** If more comes again, LZ4 decides, which nothing but trying tells. */
    private static final double LEAST_NOVEL = 0.8;
    /** How much longer a page than its beginning may be in the encoding that is not usual. */
    private static final double DOUBT = 1.1;

    private final SampleSizes sizes = new SampleSizes();
    private List<ValueCodec> candidates = List.of();

    /**
     * The encodings that are likely the best, prepared for the chunk: the first, or the next one if it cannot keep the values.
     *
     * @param sample of the chunk
     * @param size how many values the chunk has
     * @param codecs of the values' type, the usual one first
     * @return none if {@link #candidates} must be tried
     */
    List<ValueCodec> likely(ChunkSample sample, int size, List<ValueCodec> codecs) {
        candidates = codecs;
        Vector values = sample.values();
        TSDataType type = values.type();
        boolean numbers = type.isNumeric() || type == TSDataType.DATE || type == TSDataType.TIMESTAMP;
        if (!numbers || 2 * sample.equalNeighbours() > values.size()) {
            return List.of();
        }
        sizes.start(sample, size);
        ValueCodec best = codecs.get(0);
        for (ValueCodec codec : codecs) {
            boolean scaled = Encodings.scaled(codec.encoding(), type);
            if (scaled && codec.encoding() == TSEncoding.TS_2DIFF && codec.prepare(values, 0, values.size())) {
                return sizes.novel() < LEAST_NOVEL ? List.of() : List.of(codec, codecs.get(0));
            }
            // What CHIMP takes is known too roughly to begin with it.
            if (!scaled && codec.encoding() != TSEncoding.CHIMP && cost(codec) < cost(best)) {
                best = codec;
            }
        }
        if (sizes.novel() < LEAST_NOVEL) {
            return List.of();
        }
        List<ValueCodec> rivals = rivals(best, codecs, cost(best), type);
        if (rivals.isEmpty()) {
            return List.of(best);
        }
        ValueCodec usual = codecs.get(0);
        if (best != usual && !rivals.contains(usual)) {
            // All values may show what the sample does not.
            rivals.add(usual);
        }
        candidates = with(best, rivals);
        return List.of();
    }

    /** What must be tried if nothing is likely. */
    List<ValueCodec> candidates() {
        return candidates;
    }

    /**
     * What must be tried after a likely encoding.
     *
     * @param likely which it was
     * @param column the chunk
     * @param made what the chunk became in it
     * @return that one, and before it those that can be better, if there are any
     */
    List<ValueCodec> candidates(ValueCodec likely, List<ValueCodec> codecs, ColumnPages column, ChunkDraft made) {
        int size = column.values().size();
        double bytes = (double) (made.raw().size() - column.prefixes().size()) * sizes.count() / size;
        double cost = SampleSizes.cost(likely, bytes);
        List<ValueCodec> rivals = rivals(likely, codecs, cost, column.values().type());
        ValueCodec usual = codecs.get(0);
        boolean asked = likely == usual || rivals.contains(usual);
        if (!asked && (!rivals.isEmpty() || mayCostLess(usual, column, bytes, cost, made))) {
            rivals.add(usual);
        }
        return with(likely, rivals);
    }

    /** Whether the usual encoding may cost less by what does not show within a sample. */
    private boolean mayCostLess(ValueCodec usual, ColumnPages column, double bytes, double cost, ChunkDraft made) {
        if (usual.encoding() != TSEncoding.GORILLA) {
            // Values may all be new where most differences are the same.
            return true;
        }
        // As many values as take all bytes that there are, and some more.
        long needed = (long) (1.25 * bytes / sizes.raw(usual) * column.values().size());
        // The first page may have no value.
        int page = column.valueCount(made.stored().longest());
        int first = (int) Math.min(Math.max(needed, sizes.count()), page);
        // What is stored uncompressed repeats nothing.
        boolean again = made.compression() != CompressionType.UNCOMPRESSED;
        return sizes.leastCostOfStart(usual, column, first, again) < (first < page ? DOUBT * cost : cost);
    }

    private List<ValueCodec> rivals(ValueCodec best, List<ValueCodec> codecs, double cost, TSDataType type) {
        List<ValueCodec> rivals = new ArrayList<>();
        for (ValueCodec codec : codecs) {
            // Scaled ones either are the likely one, or cannot keep the values, or count runs where there are none.
            if (codec != best && !Encodings.scaled(codec.encoding(), type)) {
                double least = sizes.leastCost(codec, cost);
                // If there is a rival, all that may be one are tried anyway.
                if (least < cost && (!rivals.isEmpty() || sizes.leastCostTried(codec) < cost)) {
                    rivals.add(codec);
                }
            }
        }
        return rivals;
    }

    private double cost(ValueCodec codec) {
        return SampleSizes.cost(codec, sizes.raw(codec));
    }

    private static List<ValueCodec> with(ValueCodec codec, List<ValueCodec> others) {
        List<ValueCodec> all = new ArrayList<>(others);
        all.add(codec);
        return all;
    }
}
