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

import java.util.Arrays;

/** RLE of 32-bit numbers. The value of a run is in as many bytes as it needs, the lowest first (unlike that of 64-bit numbers). */
final class RleInts implements IntSource {
    private final PageCursor page;
    private final RleRuns runs;
    private int repeated;

    RleInts(PageCursor page) {
        this.page = page;
        this.runs = new RleRuns(page, Integer.SIZE);
    }

    @Override
    public void read(int[] target, int offset, int count) {
        int end = offset + count;
        for (int at = offset; at < end; ) {
            openIfNone();
            int portion = Math.min(runs.left(), end - at);
            if (runs.isPacked()) {
                BitUnpacker.unpack(page.array(), runs.bit(), runs.width(), target, at, portion);
            } else {
                Arrays.fill(target, at, at + portion, repeated);
            }
            runs.advance(portion);
            at += portion;
        }
    }

    @Override
    public void skip(int count) {
        for (int rest = count; rest > 0; ) {
            openIfNone();
            int portion = Math.min(runs.left(), rest);
            runs.advance(portion);
            rest -= portion;
        }
    }

    private void openIfNone() {
        if (runs.left() == 0) {
            runs.next();
            repeated = 0;
            for (int i = 0; i < runs.valueBytes() && !runs.isPacked(); i++) {
                repeated |= (page.array()[runs.valuePosition() + i] & 0xff) << (8 * i);
            }
        }
    }
}
