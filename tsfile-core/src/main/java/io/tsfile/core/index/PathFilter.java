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
package io.tsfile.core.index;

import io.tsfile.core.index.bytes.DeviceKeys;
import io.tsfile.core.index.bytes.IndexBytes;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.apache.tsfile.utils.Murmur128Hash;

/**
 * A file's Bloom filter over the full paths of its series: says for sure that one is not there, or that it may be. Reads the
 * bits where they stand.
 *
 * <p>The form, as the library's {@code BloomFilter} has it: number of bytes; bits, the lowest of a byte first; then, unless
 * there are none, the number of bits and the number of hashes.
 *
 * @param bytes the file's metadata
 * @param from where the bits start in it
 * @param to where they end; bits behind are 0
 * @param bits how many the hashes are spread over; 0 if the file has no filter
 * @param hashes how many bits each path sets
 */
record PathFilter(IndexBytes bytes, int from, int to, int bits, int hashes) {
    private static final int[] SEEDS = {5, 7, 11, 19, 31, 37, 43, 59};

    /** Reads the filter, and moves behind it. */
    static PathFilter read(IndexBytes bytes, DeviceKeys format) {
        int length = bytes.readCount();
        int from = bytes.position();
        bytes.skip(length, "a Bloom filter");
        int to = bytes.position();
        if (length == 0 && format == DeviceKeys.SEGMENTS) {
            return new PathFilter(bytes, from, to, 0, 0);
        }
        int bits = bytes.readCount();
        int hashes = Math.min(SEEDS.length, bytes.readCount());
        if (8L * length > bits + 63L) {
            throw bytes.damaged(
                    "a Bloom filter of at most " + bits + " bits before this, and not " + length + " bytes");
        }
        return new PathFilter(bytes, from, to, length == 0 ? 0 : bits, hashes);
    }

    /** Whether the series may be in the file. */
    boolean mayContain(IDeviceID device, String measurement) {
        if (bits == 0) {
            return true;
        }
        String path = device + "." + measurement;
        for (int i = 0; i < hashes; i++) {
            int hash = Murmur128Hash.hash(path, SEEDS[i]);
            int bit = (hash == Integer.MIN_VALUE ? 0 : Math.abs(hash)) % bits;
            int at = from + (bit >>> 3);
            if (at >= to || (bytes.byteAt(at) >>> (bit & 7) & 1) == 0) {
                return false;
            }
        }
        return true;
    }
}
