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

/** What is computed of the values of a column that are not null. */
public enum AggregateFunction {
    /** How many there are. */
    COUNT,

    /**
     * The least; null if there is none. NaN is greater than all others. -0.0 and 0.0 are equal: where both are least, either of
     * them.
     */
    MIN,

    /** The greatest, in the order of {@link #MIN}; null if there is none. */
    MAX,

    /**
     * The sum; null if there are no values. Of whole numbers as a long, and an error where that is too short; of others as a
     * double, added up in no particular order.
     */
    SUM,

    /** The sum; as {@link #SUM}, but whole numbers are added modulo 2^64. */
    WRAPPING_SUM
}
