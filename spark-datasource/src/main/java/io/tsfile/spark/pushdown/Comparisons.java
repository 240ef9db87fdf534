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
package io.tsfile.spark.pushdown;

import io.tsfile.core.scan.TimeBounds;

/** What Spark's names of comparisons mean. */
public final class Comparisons {
    private Comparisons() {}

    /** The operator between the same two, the other way round. */
    public static String mirrored(String operator) {
        return switch (operator) {
            case "<" -> ">";
            case "<=" -> ">=";
            case ">" -> "<";
            case ">=" -> "<=";
            default -> operator;
        };
    }

    /** Adds the comparison with a constant; false, and nothing is changed, if it leaves no range. */
    public static boolean narrow(TimeBounds bounds, String operator, long shown) {
        switch (operator) {
            case "=", "<=>" -> bounds.equalTo(shown);
            case ">" -> bounds.above(shown);
            case ">=" -> bounds.atLeast(shown);
            case "<" -> bounds.below(shown);
            case "<=" -> bounds.atMost(shown);
            default -> {
                return false;
            }
        }
        return true;
    }
}
