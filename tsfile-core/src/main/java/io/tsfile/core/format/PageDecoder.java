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
package io.tsfile.core.format;

import io.tsfile.core.vector.BinaryVector;
import io.tsfile.core.vector.BooleanVector;
import io.tsfile.core.vector.DoubleVector;
import io.tsfile.core.vector.FloatVector;
import io.tsfile.core.vector.IntVector;
import io.tsfile.core.vector.LongVector;
import io.tsfile.core.vector.Vector;
import java.nio.ByteBuffer;
import org.apache.tsfile.encoding.decoder.Decoder;
import org.apache.tsfile.enums.TSDataType;

/** Decodes the bodies of pages into vectors. How many values there are is always known from outside of the encoding. */
final class PageDecoder {
    private PageDecoder() {}

    static LongVector times(ByteBuffer body, int count, Decoder decoder) {
        LongVector times = (LongVector) Vector.of(TSDataType.TIMESTAMP, count);
        for (int i = 0; i < count; i++) {
            times.append(decoder.readLong(body));
        }
        return times;
    }

    /** Values without nulls. */
    static Vector values(ByteBuffer body, int count, TSDataType type, Decoder decoder) {
        Vector values = Vector.of(type, count);
        for (int i = 0; i < count; i++) {
            appendNext(body, decoder, values);
        }
        return values;
    }

    /** Values of an aligned page: the number of rows, a bit for each, and the values of the rows whose bit is set. */
    static Vector alignedValues(ByteBuffer body, TSDataType type, Decoder decoder) {
        int rows = body.getInt();
        byte[] bitmap = new byte[(rows + 7) / 8];
        body.get(bitmap);
        // Decoders of the library may look at the buffer's whole array, so the values get one that starts with them.
        ByteBuffer encoded = body.slice();
        Vector values = Vector.of(type, rows);
        for (int i = 0; i < rows; i++) {
            if ((bitmap[i >>> 3] & (0x80 >>> (i & 7))) == 0) {
                values.appendNull();
            } else {
                appendNext(encoded, decoder, values);
            }
        }
        return values;
    }

    private static void appendNext(ByteBuffer body, Decoder decoder, Vector values) {
        if (values instanceof DoubleVector doubles) {
            doubles.append(decoder.readDouble(body));
        } else if (values instanceof LongVector longs) {
            longs.append(decoder.readLong(body));
        } else if (values instanceof IntVector ints) {
            ints.append(decoder.readInt(body));
        } else if (values instanceof FloatVector floats) {
            floats.append(decoder.readFloat(body));
        } else if (values instanceof BooleanVector booleans) {
            booleans.append(decoder.readBoolean(body));
        } else if (values instanceof BinaryVector binaries) {
            binaries.append(decoder.readBinary(body).getValues());
        }
    }
}
