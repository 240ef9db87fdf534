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
package io.tsfile.core.flush.sort;

import io.tsfile.core.vector.LongVector;
import io.tsfile.core.vector.Vector;
import org.jspecify.annotations.Nullable;

/**
 * Columns that share their times, in the order of arrival. Nobody changes what it holds.
 *
 * @param times one per row, in any order, any number of times
 * @param columns each as long as the times; null where no row has a value
 * @param ascending true only if each time is above the one before
 */
public record ArrivedSeries(LongVector times, @Nullable Vector[] columns, boolean ascending) {
    /** Bytes of heap of the arrays. */
    public long bytes() {
        long bytes = times.bytes();
        for (Vector column : columns) {
            bytes += column == null ? 0 : column.bytes();
        }
        return bytes;
    }
}
