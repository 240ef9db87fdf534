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

import static org.assertj.core.api.Assertions.assertThat;

import io.tsfile.core.encoding.PageBuffer;
import io.tsfile.core.vector.IntVector;
import io.tsfile.core.vector.Vector;
import java.nio.ByteBuffer;
import java.util.Random;
import org.apache.tsfile.enums.TSDataType;
import org.junit.jupiter.api.Test;

class NullBitmapTest {
    @Test
    void hasABitForEachValue() {
        for (long seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            IntVector values = (IntVector) Vector.of(TSDataType.INT32, 1);
            int size = random.nextInt(300);
            int oneIn = 1 + random.nextInt(20);
            for (int i = 0; i < size; i++) {
                if (random.nextInt(oneIn) == 0 && oneIn < 20) {
                    values.appendNull();
                } else {
                    values.append(i);
                }
            }
            int from = random.nextInt(size + 1);
            int to = from + random.nextInt(size - from + 1);
            ByteBuffer expected = ByteBuffer.allocate(4 + (to - from + 7) / 8).putInt(0, to - from);
            for (int i = from; i < to; i++) {
                int at = 4 + (i - from) / 8;
                int bit = values.isNull(i) ? 0 : 0x80 >>> (i - from) % 8;
                expected.put(at, (byte) (expected.get(at) | bit));
            }
            PageBuffer target = new PageBuffer(0);
            target.putByte(42);

            NullBitmap.write(values, from, to, target);

            assertThat(target.toByteArray()).as("seed %d", seed).startsWith(42).endsWith(expected.array());
            assertThat(target.size()).isEqualTo(1 + expected.capacity());
        }
    }
}
