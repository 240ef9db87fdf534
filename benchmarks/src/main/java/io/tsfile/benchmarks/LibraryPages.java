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
package io.tsfile.benchmarks;

import io.tsfile.core.vector.BinaryVector;
import io.tsfile.core.vector.DoubleVector;
import io.tsfile.core.vector.IntVector;
import io.tsfile.core.vector.LongVector;
import io.tsfile.core.vector.Vector;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.tsfile.encoding.decoder.Decoder;
import org.apache.tsfile.encoding.encoder.Encoder;
import org.apache.tsfile.encoding.encoder.FloatEncoder;
import org.apache.tsfile.encoding.encoder.TSEncodingBuilder;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.enums.TSEncoding;
import org.apache.tsfile.utils.Binary;
import org.apache.tsfile.utils.PublicBAOS;

/** Pages as the library encodes and decodes them, in loops over arrays that are as tight as its interface allows. */
final class LibraryPages {
    private final TSEncoding encoding;
    private final TSDataType type;
    private final int decimals;

    /** Pages of one encoding; with a number of decimals, of whole numbers of the last one. */
    LibraryPages(TSEncoding encoding, TSDataType type, int decimals) {
        this.encoding = encoding;
        this.type = type;
        this.decimals = decimals;
    }

    /** A page of the values {@code from} (inclusive) to {@code to} (exclusive). */
    PublicBAOS encode(Vector values, int from, int to) throws IOException {
        Encoder encoder = decimals < 0
                ? TSEncodingBuilder.getEncodingBuilder(encoding).getEncoder(type)
                : new FloatEncoder(encoding, type, decimals);
        PublicBAOS out = new PublicBAOS();
        if (values instanceof LongVector longs) {
            for (int i = from; i < to; i++) {
                encoder.encode(longs.get(i), out);
            }
        } else if (values instanceof DoubleVector doubles) {
            for (int i = from; i < to; i++) {
                encoder.encode(doubles.get(i), out);
            }
        } else if (values instanceof IntVector ints) {
            for (int i = from; i < to; i++) {
                encoder.encode(ints.get(i), out);
            }
        } else if (values instanceof BinaryVector binaries) {
            for (int i = from; i < to; i++) {
                encoder.encode(new Binary(binaries.get(i)), out);
            }
        }
        encoder.flush(out);
        return out;
    }

    /** Decodes a page into the vector's arrays, all of whose values are there to be replaced. */
    void decode(ByteBuffer bytes, Vector target) {
        Decoder decoder = Decoder.getDecoderByType(encoding, type);
        bytes.rewind();
        int size = target.size();
        if (target instanceof LongVector longs) {
            long[] values = longs.values();
            for (int i = 0; i < size; i++) {
                values[i] = decoder.readLong(bytes);
            }
        } else if (target instanceof DoubleVector doubles) {
            double[] values = doubles.values();
            for (int i = 0; i < size; i++) {
                values[i] = decoder.readDouble(bytes);
            }
        } else if (target instanceof IntVector ints) {
            int[] values = ints.values();
            for (int i = 0; i < size; i++) {
                values[i] = decoder.readInt(bytes);
            }
        } else if (target instanceof BinaryVector binaries) {
            binaries.clear();
            for (int i = 0; i < size; i++) {
                binaries.append(decoder.readBinary(bytes).getValues());
            }
        }
    }
}
