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

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The aggregates of some devices that follow each other and have the same key. Not thread-safe. */
final class Group {
    private final List<@Nullable String> key;
    private final Accumulator[] accumulators;
    private boolean rows;

    Group(List<@Nullable String> key, Accumulator[] accumulators) {
        this.key = key;
        this.accumulators = accumulators;
    }

    List<@Nullable String> key() {
        return key;
    }

    Accumulator accumulator(int aggregate) {
        return accumulators[aggregate];
    }

    /** Whether a row is known to be there: without one, there is no group. */
    boolean hasRows() {
        return rows;
    }

    void foundRows() {
        rows = true;
    }

    List<@Nullable Object> results() {
        return Arrays.asList(
                Arrays.stream(accumulators).map(Accumulator::result).toArray());
    }
}
