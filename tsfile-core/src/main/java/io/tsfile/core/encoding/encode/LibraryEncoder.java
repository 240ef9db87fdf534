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
package io.tsfile.core.encoding.encode;

import io.tsfile.core.encoding.PageBuffer;
import io.tsfile.core.encoding.ValueEncoder;
import io.tsfile.core.vector.BinaryVector;
import io.tsfile.core.vector.BooleanVector;
import io.tsfile.core.vector.DoubleVector;
import io.tsfile.core.vector.FloatVector;
import io.tsfile.core.vector.IntVector;
import io.tsfile.core.vector.LongVector;
import io.tsfile.core.vector.Vector;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.tsfile.encoding.encoder.Encoder;
import org.apache.tsfile.encoding.encoder.TSEncodingBuilder;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.enums.TSEncoding;
import org.apache.tsfile.utils.Binary;
import org.apache.tsfile.utils.PublicBAOS;

/** The library's own encoder, a value at a time. */
final class LibraryEncoder implements ValueEncoder {
    private final TSEncoding encoding;
    private final TSDataType type;

    LibraryEncoder(TSEncoding encoding, TSDataType type) {
        this.encoding = encoding;
        this.type = type;
    }

    @Override
    public boolean encode(Vector values, int from, int to, PageBuffer target) {
        Encoder encoder = TSEncodingBuilder.getEncodingBuilder(encoding).getEncoder(type);
        PublicBAOS out = new PublicBAOS();
        for (int i = from; i < to; i++) {
            encodeValue(encoder, values, i, out);
        }
        try {
            encoder.flush(out);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot encode into memory", e);
        }
        target.put(out.getBuf(), 0, out.size());
        return true;
    }

    private static void encodeValue(Encoder encoder, Vector values, int i, PublicBAOS out) {
        if (values instanceof DoubleVector doubles) {
            encoder.encode(doubles.get(i), out);
        } else if (values instanceof LongVector longs) {
            encoder.encode(longs.get(i), out);
        } else if (values instanceof IntVector ints) {
            encoder.encode(ints.get(i), out);
        } else if (values instanceof FloatVector floats) {
            encoder.encode(floats.get(i), out);
        } else if (values instanceof BooleanVector booleans) {
            encoder.encode(booleans.get(i), out);
        } else if (values instanceof BinaryVector binaries) {
            encoder.encode(new Binary(binaries.get(i)), out);
        }
    }
}
