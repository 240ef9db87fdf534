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
package io.tsfile.core.encoding.decode;

import io.tsfile.core.encoding.MalformedPageException;
import io.tsfile.core.encoding.PageBytes;
import io.tsfile.core.encoding.ValueDecoder;
import io.tsfile.core.vector.BinaryVector;
import io.tsfile.core.vector.BooleanVector;
import io.tsfile.core.vector.DoubleVector;
import io.tsfile.core.vector.FloatVector;
import io.tsfile.core.vector.IntVector;
import io.tsfile.core.vector.LongVector;
import io.tsfile.core.vector.Vector;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.apache.tsfile.encoding.decoder.Decoder;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.enums.TSEncoding;

/** The library's own decoder, a value at a time: for the encodings that hardly any file has. */
final class LibraryDecoder implements ValueDecoder {
    private final TSDataType type;
    private final Decoder decoder;
    private final ByteBuffer bytes;

    LibraryDecoder(TSEncoding encoding, TSDataType type, PageBytes page) {
        this.type = type;
        try {
            this.decoder = Decoder.getDecoderByType(encoding, type);
        } catch (RuntimeException e) {
            throw new MalformedPageException("no values of type " + type + " are in encoding " + encoding, e);
        }
        // Some decoders of the library look at the buffer's whole array.
        this.bytes = ByteBuffer.wrap(Arrays.copyOfRange(page.array(), page.from(), page.to()));
    }

    @Override
    public void decode(Vector target, int count) {
        try {
            for (int i = 0; i < count; i++) {
                appendNext(target);
            }
        } catch (RuntimeException e) {
            throw new MalformedPageException("a page cannot be decoded (" + e + ")", e);
        }
    }

    @Override
    public void skip(int count) {
        Vector skipped = Vector.of(type, Math.min(count, 1024));
        for (int rest = count; rest > 0; rest -= 1024) {
            skipped.clear();
            decode(skipped, Math.min(rest, 1024));
        }
    }

    private void appendNext(Vector target) {
        if (target instanceof DoubleVector doubles) {
            doubles.append(decoder.readDouble(bytes));
        } else if (target instanceof LongVector longs) {
            longs.append(decoder.readLong(bytes));
        } else if (target instanceof IntVector ints) {
            ints.append(decoder.readInt(bytes));
        } else if (target instanceof FloatVector floats) {
            floats.append(decoder.readFloat(bytes));
        } else if (target instanceof BooleanVector booleans) {
            booleans.append(decoder.readBoolean(bytes));
        } else if (target instanceof BinaryVector binaries) {
            binaries.append(decoder.readBinary(bytes).getValues());
        }
    }
}
