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
import io.tsfile.core.encoding.ValueEncoder;
import io.tsfile.core.encoding.encode.DecimalScale;
import io.tsfile.core.encoding.encode.PageEncoders;
import io.tsfile.core.format.Encodings;
import io.tsfile.core.vector.Vector;
import java.util.HashMap;
import java.util.Map;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.enums.TSEncoding;

/** An encoding of a type's values, with its encoders, which live as long as this. Not thread-safe. */
final class ValueCodec {
    /** Values that usually tell how many decimals all have. */
    private static final int FEW = 64;

    private final TSEncoding encoding;
    private final TSDataType type;
    private final boolean scaled;
    /** By number of decimals; under 0 where the encoding knows none. */
    private final Map<Integer, ValueEncoder> encoders = new HashMap<>();
    /** How many decimals values are likely to have. */
    private int decimals;

    ValueCodec(TSEncoding encoding, TSDataType type) {
        this.encoding = encoding;
        this.type = type;
        this.scaled = Encodings.scaled(encoding, type);
    }

    TSEncoding encoding() {
        return encoding;
    }

    /**
     * Looks how many decimals the first of the values have, so that {@link #encode} need not look for itself; to be called once
     * per chunk.
     *
     * @return whether the encoding can hold them, as far as this tells
     */
    boolean prepare(Vector values, int from, int to) {
        decimals = scaled ? DecimalScale.decimals(values, from, Math.min(to, from + FEW)) : 0;
        return decimals >= 0;
    }

    /**
     * As {@link ValueEncoder#encode}. A page with more decimals than the chunk is likely to have gets as many as it needs, and so
     * do those behind it.
     */
    boolean encode(Vector values, int from, int to, PageBuffer target) {
        if (!scaled) {
            return encoder(-1).encode(values, from, to, target);
        }
        int size = target.size();
        if (decimals >= 0 && encoder(decimals).encode(values, from, to, target)) {
            return true;
        }
        target.truncate(size);
        int needed = DecimalScale.decimals(values, from, to);
        if (needed < 0 || needed == decimals || !encoder(needed).encode(values, from, to, target)) {
            return false;
        }
        decimals = needed;
        return true;
    }

    private ValueEncoder encoder(int count) {
        return encoders.computeIfAbsent(
                count, c -> c < 0 ? PageEncoders.of(encoding, type) : PageEncoders.scaled(encoding, type, c));
    }
}
