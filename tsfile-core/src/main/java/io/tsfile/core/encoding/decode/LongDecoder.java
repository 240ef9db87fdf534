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

import io.tsfile.core.encoding.ValueDecoder;
import io.tsfile.core.vector.LongVector;
import io.tsfile.core.vector.Vector;

/** INT64 and TIMESTAMP: numbers straight into the vector's array. */
record LongDecoder(LongSource source) implements ValueDecoder {
    /** Values that a vector is extended by at once: a damaged count fails before it has taken all memory. */
    static final int PORTION = 1 << 16;

    @Override
    public void decode(Vector target, int count) {
        LongVector longs = (LongVector) target;
        for (int rest = count; rest > 0; rest -= PORTION) {
            int portion = Math.min(rest, PORTION);
            int first = longs.extend(portion);
            source.read(longs.values(), first, portion);
        }
    }

    @Override
    public void skip(int count) {
        source.skip(count);
    }
}
