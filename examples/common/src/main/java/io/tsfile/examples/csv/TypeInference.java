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
package io.tsfile.examples.csv;

import java.util.EnumSet;

/**
 * Finds the narrowest type that holds every cell of a column. Looks at the whole column: a value far down never
 * contradicts what was inferred from the first lines.
 */
final class TypeInference {
    /** From the most to the least special; what is left at the end is the type. */
    private final EnumSet<CellType> candidates =
            EnumSet.of(CellType.BOOLEAN, CellType.INT64, CellType.DOUBLE, CellType.DATE, CellType.TIMESTAMP);

    private boolean empty = true;

    /** Takes in a cell that is not empty. */
    void accept(String text) {
        empty = false;
        if (!candidates.isEmpty()) {
            candidates.removeIf(type -> !couldBe(type, text));
        }
    }

    /** The type; a column without any value is text. */
    CellType type() {
        if (empty || candidates.isEmpty()) {
            return CellType.STRING;
        }
        return candidates.iterator().next();
    }

    private static boolean couldBe(CellType type, String text) {
        return switch (type) {
            case INT64 ->
                Cells.WHOLE.matcher(text).matches() && Cells.bits(type, text).isPresent();
            // A whole number beyond 64 bits is rather an identifier than a value that may lose its last digits.
            case DOUBLE -> Cells.FRACTION.matcher(text).matches() && !isHugeWhole(text);
            // Milliseconds are whole numbers: only ISO-8601 shows that a moment is meant.
            case TIMESTAMP ->
                IsoTimes.instant(text).isPresent() && Cells.millis(text).isPresent();
            default -> Cells.bits(type, text).isPresent();
        };
    }

    private static boolean isHugeWhole(String text) {
        boolean digitsOnly = text.chars().allMatch(c -> (c >= '0' && c <= '9') || c == '-' || c == '+');
        return digitsOnly && Cells.bits(CellType.INT64, text).isEmpty();
    }
}
