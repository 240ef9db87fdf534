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
package io.tsfile.flink.row;

import io.tsfile.core.model.TimePrecision;
import java.time.LocalDate;

/** Times and dates in the forms that files store. */
final class Times {
    private static final int FIRST_YEAR = 1000;
    private static final int LAST_YEAR = 9999;

    private Times() {}

    /**
     * A time in the table's unit.
     *
     * @param nanosOfMilli 0 to 999,999
     * @throws ArithmeticException if the unit is too coarse for it, or 64 bits too few
     */
    static long of(long millis, int nanosOfMilli, TimePrecision precision) {
        int nanosPerUnit = switch (precision) {
            case MILLIS -> 1_000_000;
            case MICROS -> 1_000;
            case NANOS -> 1;
        };
        if (nanosOfMilli % nanosPerUnit != 0) {
            throw new ArithmeticException("it is finer than the table's unit (" + precision
                    + "); cast the column to a coarser TIMESTAMP, or create the table with a finer unit");
        }
        try {
            return Math.addExact(
                    Math.multiplyExact(millis, (long) (1_000_000 / nanosPerUnit)), nanosOfMilli / nanosPerUnit);
        } catch (ArithmeticException e) {
            throw new ArithmeticException("it does not fit 64 bits in the table's unit (" + precision
                    + "); correct it, or create the table with a coarser unit");
        }
    }

    /**
     * A date as {@code yyyymmdd}.
     *
     * @throws ArithmeticException if the year does not have four digits
     */
    static int ofDate(LocalDate date) {
        if (date.getYear() < FIRST_YEAR || date.getYear() > LAST_YEAR) {
            throw new ArithmeticException("TsFile stores dates of the years " + FIRST_YEAR + " to " + LAST_YEAR
                    + "; correct it, or store it as a TIMESTAMP");
        }
        return date.getYear() * 10_000 + date.getMonthValue() * 100 + date.getDayOfMonth();
    }
}
