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
import io.tsfile.core.encoding.encode.NumberSizes;
import io.tsfile.core.encoding.encode.XorBounds;
import io.tsfile.core.format.Encodings;
import io.tsfile.core.vector.DoubleVector;
import io.tsfile.core.vector.FloatVector;
import io.tsfile.core.vector.IntVector;
import io.tsfile.core.vector.LongVector;
import io.tsfile.core.vector.Vector;
import java.util.EnumMap;
import java.util.Map;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.enums.CompressionType;
import org.apache.tsfile.file.metadata.enums.TSEncoding;

/**
 * How many bytes a sample of numbers takes in the encodings that are not scaled, computed wherever that is cheaper than to encode
 * it. Reused for one chunk after the other. Not thread-safe.
 *
 * <p>How much LZ4 shortens follows from how much comes again:
 *
 * <ul>
 *   <li>A value that ends a pair that was there before may be free.
 *   <li>Any other takes what a reference takes where values start at a byte, or its bytes if they are fewer.
 *   <li>Where they do not, LZ4 finds next to nothing, or up to a third if the lowest bits of all values were there before.
 * </ul>
 */
final class SampleSizes {
    /** Bytes of a reference of LZ4. */
    private static final int REFERENCE = 3;
    /** By how much LZ4 shortens at most what does not start at a byte. */
    private static final double MOST_SHRINK = 1.5;
    /** If fewer values have familiar lowest bits, they do by chance. */
    private static final double FEW = 1.0 / 16;
    /** How much of what they take where they were tried encodings may take elsewhere. */
    private static final double DOUBT = 0.9;
    /** Of chunks of fewer values, half of each block is looked at. */
    private static final int SHORT = 4096;

    private final Map<TSDataType, XorBounds> bounds = new EnumMap<>(TSDataType.class);
    private final RepeatedPairs pairs = new RepeatedPairs();
    private final PageBuffer encoded = new PageBuffer(1 << 12);
    private final PageBuffer packed = new PageBuffer(1 << 12);
    private Vector halves = Vector.of(TSDataType.INT64, 0);
    private Vector values = halves;
    private XorBounds xors = XorBounds.of(TSDataType.INT64);
    /** The bits of the values, those of 32 with their sign. */
    private long[] numbers = new long[0];

    private int count;
    /** How many of them stand behind each other in the chunk. */
    private int part;

    private double novel;
    // What was found out; under 0 is what nobody asked for.
    private long gorilla;
    private long chimp;
    private long deltas;
    private long zigzag;
    private final Map<TSEncoding, Double> tried = new EnumMap<>(TSEncoding.class);

    /**
     * Starts with a chunk.
     *
     * @param chunk a sample of numbers
     * @param size how many values the chunk has
     */
    void start(ChunkSample chunk, int size) {
        Vector sample = chunk.values();
        TSDataType type = sample.type();
        load(sample, sample.size());
        novel = novel(sample.size());
        int block = sample.size() / ChunkSample.BLOCKS;
        part = size < SHORT ? block / 2 : block;
        values = sample;
        if (part < block) {
            halves = halves.type() == type ? halves : Vector.of(type, ChunkSample.BLOCKS * part);
            halves.clear();
            for (int i = 0; i < ChunkSample.BLOCKS; i++) {
                halves.append(sample, i * block, i * block + part);
            }
            values = halves;
            load(halves, halves.size());
        }
        count = values.size();
        xors = bounds.computeIfAbsent(type, XorBounds::of);
        gorilla = -1;
        chimp = -1;
        deltas = -1;
        zigzag = -1;
        tried.clear();
    }

    /** How many values of the sample the sizes are of. */
    int count() {
        return count;
    }

    /** The part of the sample's values that end no pair that was there before. */
    double novel() {
        return novel;
    }

    /** Bytes before compression; of GORILLA and CHIMP, and of ZIGZAG where TS_2DIFF takes less, at least. */
    double raw(ValueCodec codec) {
        return switch (codec.encoding()) {
            case GORILLA -> gorilla();
            case CHIMP -> chimp();
            case TS_2DIFF -> deltas();
            case RLE -> (double) NumberSizes.width(numbers, count, bits()) * count / Byte.SIZE;
            case ZIGZAG -> zigzag();
            default ->
                switch (values.type()) {
                    case INT32, DATE -> zigzag();
                    case FLOAT -> (double) Float.BYTES * count;
                    default -> (double) Double.BYTES * count;
                };
        };
    }

    /**
     * The least that an encoding can cost after compression, as far as that can be told without trying.
     *
     * @param enough the least cost of interest: what is known to be more need not be known better
     */
    double leastCost(ValueCodec codec, double enough) {
        return switch (codec.encoding()) {
            case ZIGZAG, PLAIN -> cost(codec, Math.min(raw(codec), REFERENCE * count) * novel);
            case CHIMP -> {
                double shortest = cost(codec, (double) xors.leastChimp() * count / Byte.SIZE * novel);
                yield shortest < enough ? cost(codec, raw(codec) / shrink() * novel) : shortest;
            }
            default -> {
                double shortest = cost(codec, raw(codec) / MOST_SHRINK * novel);
                yield shortest < enough ? cost(codec, raw(codec) / shrink() * novel) : shortest;
            }
        };
    }

    /** The same, by trying. */
    double leastCostTried(ValueCodec codec) {
        double bytes = tried(codec);
        // As many bytes a value as it has here, it has everywhere.
        boolean sure = codec.encoding() == TSEncoding.PLAIN && !(values instanceof IntVector) && bytes >= raw(codec);
        return cost(codec, sure ? bytes * novel : bytes * novel * DOUBT);
    }

    /**
     * The least that GORILLA can cost after compression if the chunk is like its beginning: there something may come again that
     * did not within a block of the sample. Nothing else can be asked for afterwards.
     *
     * @param first how many values are looked at, at least one
     * @param again whether any may come again
     */
    double leastCostOfStart(ValueCodec codec, ColumnPages column, int first, boolean again) {
        double shrink = chimp < 0 ? MOST_SHRINK : shrink();
        load(column.values(), first);
        double bytes = (double) xors.gorilla(numbers, first) * count / first / shrink;
        return cost(codec, again ? bytes * novel(first) : bytes);
    }

    /** What decides between encodings. */
    static double cost(ValueCodec codec, double bytes) {
        return bytes * (1000 + Encodings.cost(codec.encoding()));
    }

    private long gorilla() {
        if (gorilla < 0) {
            gorilla = xors.gorilla(numbers, count);
        }
        return gorilla;
    }

    private long chimp() {
        if (chimp < 0) {
            chimp = xors.chimp(numbers, count);
        }
        return chimp;
    }

    private long deltas() {
        if (deltas < 0) {
            deltas = NumberSizes.deltas(numbers, count, bits(), part);
        }
        return deltas;
    }

    private long zigzag() {
        if (zigzag < 0) {
            // A byte each, at least; if that is too much, it need not be known better.
            zigzag = deltas() < count ? count : NumberSizes.zigzag(numbers, count);
        }
        return zigzag;
    }

    private double tried(ValueCodec codec) {
        Double known = tried.get(codec.encoding());
        if (known != null) {
            return known;
        }
        encoded.clear();
        packed.clear();
        codec.encode(values, 0, count, encoded);
        PageCompressor.compress(CompressionType.LZ4, encoded.array(), 0, encoded.size(), packed);
        double bytes = Math.min(packed.size(), encoded.size());
        tried.put(codec.encoding(), bytes);
        return bytes;
    }

    /** By how much LZ4 shortens what does not start at a byte. */
    private double shrink() {
        return familiar() < FEW ? 1 : 1 + familiar() * (MOST_SHRINK - 1);
    }

    /** The part of the values whose lowest bits were there before. */
    private double familiar() {
        chimp();
        return (double) xors.familiar() / count;
    }

    private double novel(int first) {
        return 1 - (double) pairs.count(numbers, first) / first;
    }

    private int bits() {
        return switch (values.type()) {
            case INT32, DATE, FLOAT -> Integer.SIZE;
            default -> Long.SIZE;
        };
    }

    /** Takes the bits of the first values. */
    private void load(Vector source, int length) {
        if (numbers.length < length) {
            numbers = new long[length];
        }
        if (source instanceof DoubleVector doubles) {
            double[] array = doubles.values();
            for (int i = 0; i < length; i++) {
                numbers[i] = Double.doubleToRawLongBits(array[i]);
            }
        } else if (source instanceof LongVector longs) {
            System.arraycopy(longs.values(), 0, numbers, 0, length);
        } else if (source instanceof FloatVector floats) {
            float[] array = floats.values();
            for (int i = 0; i < length; i++) {
                numbers[i] = Float.floatToRawIntBits(array[i]);
            }
        } else {
            int[] array = ((IntVector) source).values();
            for (int i = 0; i < length; i++) {
                numbers[i] = array[i];
            }
        }
    }
}
