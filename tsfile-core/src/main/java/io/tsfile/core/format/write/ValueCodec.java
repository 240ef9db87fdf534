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
    /** Values, spread over all, that usually tell how many decimals all have. */
    private static final int FEW = 64;
    /** More decimals than these some values have by chance. */
    private static final int SURE = 4;

    private final TSEncoding encoding;
    private final TSDataType type;
    private final boolean scaled;
    /** By number of decimals; under 0 where the encoding knows none. */
    private final Map<Integer, ValueEncoder> encoders = new HashMap<>();

    private final Vector few;
    /** How many decimals values are likely to have. */
    private int decimals;

    ValueCodec(TSEncoding encoding, TSDataType type) {
        this.encoding = encoding;
        this.type = type;
        this.scaled = Encodings.scaled(encoding, type);
        this.few = Vector.of(type, scaled ? 2 * FEW : 0);
    }

    TSEncoding encoding() {
        return encoding;
    }

    /**
     * Looks how many decimals some of the values have, so that {@link #encode} need not look for itself; to be called once per
     * chunk.
     *
     * @return whether the encoding can hold them, as far as this tells
     */
    boolean prepare(Vector values, int from, int to) {
        decimals = scaled ? decimals(values, from, to) : 0;
        return decimals >= 0;
    }

    private int decimals(Vector values, int from, int to) {
        few.clear();
        int step = Math.max(1, (to - from) / FEW);
        for (int i = from; i < to; i += step) {
            few.append(values, i);
        }
        int likely = DecimalScale.decimals(few, 0, few.size());
        return likely > SURE ? DecimalScale.decimals(values, from, to) : likely;
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
