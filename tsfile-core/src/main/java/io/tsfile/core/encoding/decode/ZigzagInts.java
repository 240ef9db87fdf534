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

/** ZIGZAG of 32-bit numbers. */
final class ZigzagInts implements IntSource {
    private static final int LONGEST = 5;

    private final PageCursor page;
    private final ZigzagBlock block;

    ZigzagInts(PageCursor page) {
        this.page = page;
        this.block = new ZigzagBlock(page);
    }

    @Override
    public void read(int[] target, int offset, int count) {
        for (int done = 0; done < count; ) {
            int portion = block.take(count - done);
            VarInts.read(page, block.end(), target, offset + done, portion);
            done += portion;
        }
    }

    @Override
    public void skip(int count) {
        for (int rest = count; rest > 0; ) {
            int portion = block.take(rest);
            VarInts.skip(page, block.end(), portion, LONGEST);
            rest -= portion;
        }
    }
}
