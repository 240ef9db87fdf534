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
import org.jspecify.annotations.Nullable;

/** The sum of floating point numbers, added up chunk by chunk. Not thread-safe. */
final class DoubleSum extends DoubleAccumulator {
    private boolean found;
    private double sum;

    @Override
    boolean add(ChunkEntry chunk) {
        if (chunk.count() > 0) {
            add(chunk.statistics().getSumDoubleValue());
        }
        return true;
    }

    @Override
    void add(double value) {
        sum += value;
        found = true;
    }

    @Override
    @Nullable
    Double result() {
        return found ? sum : null;
    }
}
