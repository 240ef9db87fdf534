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

import io.tsfile.flink.BadRowException;
import org.jspecify.annotations.Nullable;

/** What is said about a row that does not fit (N7). */
final class BadRow {
    private static final int LONGEST_ROW = 500;

    private BadRow() {}

    static BadRowException nullTime(Object row, String column) {
        return of(
                row,
                column,
                null,
                "a row without a time is no measurement; filter such rows (WHERE " + column + " IS NOT NULL)");
    }

    static BadRowException of(Object row, String column, @Nullable Object value, String advice) {
        String type = value == null ? "" : " (" + value.getClass().getSimpleName() + ")";
        return new BadRowException(
                "Cannot write row " + shown(row) + ": column '" + column + "' has value " + value + type + "; "
                        + advice,
                column,
                value);
    }

    private static String shown(Object row) {
        String text = String.valueOf(row);
        return text.length() <= LONGEST_ROW ? text : text.substring(0, LONGEST_ROW) + "...";
    }
}
