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
package io.tsfile.core.aggregate;

import io.tsfile.core.index.ChunkEntry;
import io.tsfile.core.vector.Vector;

/** How many there are. Not thread-safe. */
final class CountOf extends Accumulator {
    private long count;

    @Override
    boolean add(ChunkEntry chunk) {
        count += chunk.count();
        return true;
    }

    @Override
    void add(Vector values) {
        count += values.size() - values.nullCount();
    }

    @Override
    Long result() {
        return count;
    }
}
