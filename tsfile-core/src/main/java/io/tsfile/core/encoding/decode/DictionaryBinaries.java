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

import io.tsfile.core.encoding.PageBytes;
import io.tsfile.core.encoding.ValueDecoder;
import io.tsfile.core.vector.BinaryVector;
import io.tsfile.core.vector.Vector;

/**
 * DICTIONARY: how many entries (signed var-int), the entries as in PLAIN, and for every value the number of its entry in RLE.
 */
final class DictionaryBinaries implements ValueDecoder {
    private static final int MOST_VECTOR_BYTES = Integer.MAX_VALUE - 64;

    private final PageCursor page;
    private final int entries;
    private final int[] entryStarts;
    private final int[] entryLengths;
    private final IntSource numbers;
    /** Bytes of the values so far. */
    private long decodedBytes;

    DictionaryBinaries(PageCursor page) {
        this.page = page;
        this.entries = page.readSignedVarInt("the size of a dictionary");
        // An entry takes a byte at least.
        if (entries < 0 || entries > page.remaining()) {
            throw page.malformed("a dictionary of at most " + page.remaining() + " entries expected, and one of "
                    + entries + " found");
        }
        this.entryStarts = new int[entries];
        this.entryLengths = new int[entries];
        for (int i = 0; i < entries; i++) {
            entryLengths[i] = page.readSignedVarInt("the length of an entry of a dictionary");
            entryStarts[i] = page.take(entryLengths[i], "an entry of a dictionary");
        }
        this.numbers = new RleInts(page);
    }

    @Override
    public void decode(Vector target, int count) {
        BinaryVector binaries = (BinaryVector) target;
        int[] starts = Portions.ints();
        int[] lengths = Portions.lengths();
        for (int rest = count; rest > 0; rest -= Portions.VALUES) {
            int portion = Math.min(rest, Portions.VALUES);
            numbers.read(starts, 0, portion);
            long before = decodedBytes;
            for (int i = 0; i < portion; i++) {
                int entry = starts[i];
                if (Integer.compareUnsigned(entry, entries) >= 0) {
                    throw page.malformed(
                            "an entry of a dictionary of " + entries + " expected, and entry " + entry + " found");
                }
                starts[i] = entryStarts[entry];
                lengths[i] = entryLengths[entry];
                decodedBytes += lengths[i];
            }
            if (decodedBytes > PageBytes.MOST_DICTIONARY_BYTES
                    || binaries.start(binaries.size()) + decodedBytes - before > MOST_VECTOR_BYTES) {
                throw page.malformed("values of at most " + PageBytes.MOST_DICTIONARY_BYTES + " bytes expected, and "
                        + decodedBytes + " bytes found");
            }
            binaries.appendSlices(page.array(), starts, lengths, portion);
        }
    }

    @Override
    public void skip(int count) {
        numbers.skip(count);
    }
}
