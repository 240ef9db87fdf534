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
package io.tsfile.core.index.bytes;

import java.util.Arrays;

/**
 * Names that repeat: the measurements of one device after the other, mostly the same at the same place. Keeps the last name
 * of each place, and makes no second string of the same bytes. Not thread-safe.
 */
public final class NameCache {
    private static final int PLACES = 1024;
    /** Longer names are rare, and not worth the memory. */
    private static final int MOST_BYTES = 256;

    private byte[][] encoded = new byte[8][];
    private String[] names = new String[8];

    /** Reads the name at the position, which is the {@code place}-th of its kind. */
    public String read(IndexBytes bytes, int place) {
        if (place < names.length) {
            byte[] last = encoded[place];
            if (last != null && bytes.startsWith(last)) {
                bytes.skip(last.length, "a name");
                return names[place];
            }
        }
        int start = bytes.position();
        String name = bytes.readName();
        if (place < PLACES && bytes.position() - start <= MOST_BYTES) {
            if (place >= names.length) {
                int places = Math.min(PLACES, Math.max(place + 1, 2 * names.length));
                encoded = Arrays.copyOf(encoded, places);
                names = Arrays.copyOf(names, places);
            }
            encoded[place] = bytes.copy(start, bytes.position());
            names[place] = name;
        }
        return name;
    }
}
