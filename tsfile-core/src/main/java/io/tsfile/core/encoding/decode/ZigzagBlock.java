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

/**
 * The blocks of a ZIGZAG page: number of bytes, number of values (both unsigned var-ints), values. The library writes one per
 * page, and reads any number of them.
 */
final class ZigzagBlock {
    private final PageCursor page;
    private int end;
    private int left;

    ZigzagBlock(PageCursor page) {
        this.page = page;
    }

    /** Behind the last byte of this block. */
    int end() {
        return end;
    }

    /** How many values may be taken now, at most {@code wanted}; they count as taken. */
    int take(int wanted) {
        if (left == 0) {
            open();
        }
        int taken = Math.min(left, wanted);
        left -= taken;
        return taken;
    }

    private void open() {
        // The bytes of the block before that no value took are not looked at.
        page.moveTo(Math.max(page.position(), end));
        int bytes = page.readVarInt("the number of bytes of a ZIGZAG block");
        left = page.readVarInt("the number of values of a ZIGZAG block");
        if (bytes < 0 || bytes > page.remaining() || left <= 0 || left > bytes) {
            throw page.malformed("a ZIGZAG block of at most " + page.remaining() + " bytes expected, and one of " + left
                    + " values in " + bytes + " bytes found");
        }
        end = page.position() + bytes;
    }
}
