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

/** The types that a column of a CSV file can have, by the names that TsFile gives them. */
public enum CellType {
    /** {@code true} or {@code false}, in any case. */
    BOOLEAN,
    /** Whole numbers of 32 bits. */
    INT32,
    /** Whole numbers of 64 bits. */
    INT64,
    /** Binary fractions of 32 bits. */
    FLOAT,
    /** Binary fractions of 64 bits. */
    DOUBLE,
    /** Text. */
    STRING,
    /** Text, by TsFile's older name. */
    TEXT,
    /** A day such as {@code 2026-11-21}. */
    DATE,
    /** A moment as ISO-8601 or as milliseconds since the epoch. */
    TIMESTAMP;

    /** Whether it makes sense to average the values. */
    public boolean isNumeric() {
        return this == INT32 || this == INT64 || isFloating();
    }

    /** Whether values are binary fractions. */
    public boolean isFloating() {
        return this == FLOAT || this == DOUBLE;
    }

    /** Whether values are texts. */
    public boolean isText() {
        return this == STRING || this == TEXT;
    }
}
