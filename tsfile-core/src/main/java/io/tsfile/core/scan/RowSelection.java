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
package io.tsfile.core.scan;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * Which rows of a task matter; a reader may leave out others, or give them all the same. Travels to the workers of an engine.
 *
 * @param conditions what rows must meet that matter
 * @param end of which rows: only so many of them matter; of no end, all do
 * @param rows how many of that end
 */
public record RowSelection(ArrayList<ValueCondition> conditions, End end, int rows) implements Serializable {
    /** All rows. */
    public static final RowSelection ALL = meeting(List.of());

    /** An end of the rows in the order of time, whatever device they are of. */
    public enum End {
        /** None: all of them. */
        NONE,
        /** Those with the first times. */
        FIRST,
        /** Those with the last times. */
        LAST
    }

    /** Rows that meet all conditions. */
    public static RowSelection meeting(List<ValueCondition> conditions) {
        return new RowSelection(new ArrayList<>(conditions), End.NONE, 0);
    }

    /** So many rows with the first or the last times, and all others that have the same time as one of these. */
    public static RowSelection of(End end, int rows) {
        if (end != End.NONE && rows < 1) {
            throw new IllegalArgumentException("Cannot select " + rows + " rows");
        }
        return new RowSelection(new ArrayList<>(), end, rows);
    }
}
