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

/** ZIGZAG of 32-bit numbers: how many bytes and how many values, both unsigned var-ints, and the values. */
final class ZigzagInts implements IntEncoding {
    private static final int LONGEST_HEAD = 10;

    @Override
    public void encode(int[] values, int from, int to, PageBuffer target) {
        if (from == to) {
            return;
        }
        long longest = LONGEST_HEAD + (long) VarInts.LONGEST_INT * (to - from);
        byte[] array = target.reserve(longest);
        int bodyStart = target.size() + LONGEST_HEAD;
        int length = VarInts.write(values, from, to, array, bodyStart) - bodyStart;
        target.putVarInt(length);
        target.putVarInt(to - from);
        System.arraycopy(array, bodyStart, array, target.size(), length);
        target.advance(length);
    }
}
