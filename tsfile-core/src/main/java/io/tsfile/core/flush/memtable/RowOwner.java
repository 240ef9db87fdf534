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
package io.tsfile.core.flush.memtable;

import org.jspecify.annotations.Nullable;

/** Who gets some of the rows that arrived together with those of others. */
abstract class RowOwner {
    /** Rows that wait; while they are grouped, where the owner's positions begin, then where they end. */
    int expected;

    /** For rows that are nobody's yet. */
    RowOwner() {}

    /**
     * Groups rows by their owner, stable: the positions of each owner's rows end at {@link #expected}, which the caller sets
     * back to 0, and begin where those of the owner before it end.
     *
     * @param owners of rows 0 to {@code count}, exclusive; none of them waits for anything
     * @param distinct gets all owners, in the order of their first rows; as long as there are rows
     * @param positions gets the rows; as long as there are
     * @return how many owners there are
     */
    static int group(@Nullable RowOwner[] owners, int count, @Nullable RowOwner[] distinct, int[] positions) {
        int found = 0;
        for (int i = 0; i < count; i++) {
            RowOwner owner = require(owners[i]);
            if (owner.expected++ == 0) {
                distinct[found++] = owner;
            }
        }
        // From counts to where each owner's positions begin, and, by filling them in, to where they end.
        int start = 0;
        for (int i = 0; i < found; i++) {
            RowOwner owner = require(distinct[i]);
            int expected = owner.expected;
            owner.expected = start;
            start += expected;
        }
        for (int i = 0; i < count; i++) {
            positions[require(owners[i]).expected++] = i;
        }
        return found;
    }

    private static RowOwner require(@Nullable RowOwner owner) {
        if (owner == null) {
            throw new IllegalStateException("Cannot group a row of nobody");
        }
        return owner;
    }
}
