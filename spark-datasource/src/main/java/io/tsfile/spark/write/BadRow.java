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
package io.tsfile.spark.write;

import io.tsfile.core.TsFileConnectorException;
import org.jspecify.annotations.Nullable;

/** What is said about a row that does not fit (N7). */
final class BadRow {
    private static final int LONGEST_ROW = 500;

    private BadRow() {}

    static TsFileConnectorException of(String row, String column, @Nullable Object value, String advice) {
        String type = value == null ? "" : " (" + value.getClass().getSimpleName() + ")";
        return new TsFileConnectorException("Cannot write row " + shown(row) + ": column '" + column + "' has value "
                + value + type + "; " + advice);
    }

    static TsFileConnectorException nullTime(String row, String column) {
        return of(
                row,
                column,
                null,
                "a row without a time is no measurement; filter such rows (WHERE `" + column + "` IS NOT NULL)");
    }

    static TsFileConnectorException duplicate(String first, String second, String advice) {
        return new TsFileConnectorException("Cannot write two different rows of one device and time in one job: "
                + shown(first) + " and " + shown(second) + "; " + advice);
    }

    private static String shown(String row) {
        return row.length() <= LONGEST_ROW ? row : row.substring(0, LONGEST_ROW) + "...";
    }
}
