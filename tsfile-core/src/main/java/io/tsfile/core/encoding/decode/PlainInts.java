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

/** PLAIN of 32-bit numbers, which have a variable length (unlike all others in PLAIN). */
record PlainInts(PageCursor page) implements IntSource {
    private static final int LONGEST = 5;

    @Override
    public void read(int[] target, int offset, int count) {
        VarInts.read(page, page.end(), target, offset, count);
    }

    @Override
    public void skip(int count) {
        VarInts.skip(page, page.end(), count, LONGEST);
    }
}
