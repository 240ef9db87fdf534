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
import io.tsfile.core.vector.BinaryVector;
import io.tsfile.core.vector.Vector;

/** PLAIN of TEXT, STRING and BLOB: the length (signed var-int) before the bytes of every value. */
final class PlainBinaries implements ValueDecoder {
    private final PageCursor page;

    PlainBinaries(PageCursor page) {
        this.page = page;
    }

    @Override
    public void decode(Vector target, int count) {
        BinaryVector binaries = (BinaryVector) target;
        int[] starts = Portions.ints();
        int[] lengths = Portions.lengths();
        for (int rest = count; rest > 0; rest -= Portions.VALUES) {
            int portion = Math.min(rest, Portions.VALUES);
            locate(starts, lengths, portion);
            binaries.appendSlices(page.array(), starts, lengths, portion);
        }
    }

    private void locate(int[] starts, int[] lengths, int count) {
        byte[] array = page.array();
        int end = page.end();
        int position = page.position();
        for (int i = 0; i < count; i++) {
            // A length below 64 is one byte, twice the length. That byte may be padding, which the length of the rest
            // tells.
            int length = array[position] >> 1;
            if ((array[position] & 0x81) == 0 && length < end - position) {
                starts[i] = position + 1;
                lengths[i] = length;
            } else {
                page.moveTo(position);
                lengths[i] = page.readSignedVarInt("the length of a value");
                starts[i] = page.take(lengths[i], "a value");
            }
            position = starts[i] + lengths[i];
        }
        page.moveTo(position);
    }

    @Override
    public void skip(int count) {
        for (int i = 0; i < count; i++) {
            page.take(page.readSignedVarInt("the length of a value"), "a value");
        }
    }
}
