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

/** RLBE of 64-bit numbers. Sums overflow as they do in the library. */
final class RlbeLongs implements LongSource {
    private final PageCursor page;
    private final RlbeRuns runs;
    private long value;

    RlbeLongs(PageCursor page) {
        this.page = page;
        this.runs = new RlbeRuns(page, Long.SIZE);
    }

    @Override
    public void read(long[] target, int offset, int count) {
        int end = offset + count;
        for (int at = offset; at < end; ) {
            if (runs.left() == 0 && runs.next()) {
                value = 0;
            }
            int portion = Math.min(runs.left(), end - at);
            BitUnpacker.unpack(page.array(), runs.bit(), runs.width(), target, at, portion);
            if (runs.width() == Long.SIZE) {
                negate(target, at, portion);
            }
            sum(target, at, portion);
            runs.advance(portion);
            at += portion;
        }
    }

    /** Turns the highest bit, which is 0 in the page and 1 in the number. */
    private static void negate(long[] target, int offset, int count) {
        for (int i = offset; i < offset + count; i++) {
            target[i] ^= Long.MIN_VALUE;
        }
    }

    private void sum(long[] target, int offset, int count) {
        long sum = value;
        for (int i = offset; i < offset + count; i++) {
            sum += target[i];
            target[i] = sum;
        }
        value = sum;
    }
}
