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

import io.tsfile.core.index.ValueFilter;
import io.tsfile.core.index.ValueStatistics;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.tsfile.file.metadata.statistics.Statistics;
import org.apache.tsfile.file.metadata.statistics.StringStatistics;
import org.jspecify.annotations.Nullable;

/**
 * What a row must have in one field. Statistics tell of many chunks and pages that no value of theirs does; whether a row really does
 * is for the engine to find out. A null never does.
 */
public sealed interface ValueCondition extends ValueFilter, Serializable {
    /** The field. */
    String field();

    /** Its form in SQL. */
    String describe();

    /**
     * There is a value.
     *
     * @param field of any type
     */
    record Present(String field) implements ValueCondition {
        @Override
        public boolean mayMeet(ValueStatistics values) {
            return values.count() > 0;
        }

        @Override
        public boolean mayFail(ValueStatistics values) {
            return false;
        }

        @Override
        public String describe() {
            return field + " IS NOT NULL";
        }
    }

    /**
     * A whole number, date or time, as it is stored, lies in a closed range.
     *
     * @param field of type INT32, INT64, DATE or TIMESTAMP
     */
    record Longs(String field, long low, long high) implements ValueCondition {
        @Override
        public boolean mayMeet(ValueStatistics values) {
            if (values.count() == 0) {
                return false;
            }
            Statistics<? extends Serializable> statistics = values.statistics();
            return least(statistics) <= high && greatest(statistics) >= low;
        }

        @Override
        public boolean mayFail(ValueStatistics values) {
            if (values.count() == 0) {
                return false;
            }
            Statistics<? extends Serializable> statistics = values.statistics();
            return least(statistics) < low || greatest(statistics) > high;
        }

        private static long least(Statistics<? extends Serializable> statistics) {
            return ((Number) statistics.getMinValue()).longValue();
        }

        private static long greatest(Statistics<? extends Serializable> statistics) {
            return ((Number) statistics.getMaxValue()).longValue();
        }

        @Override
        public String describe() {
            return field + " in [" + (low == Long.MIN_VALUE ? "" : low) + ".." + (high == Long.MAX_VALUE ? "" : high)
                    + "]";
        }
    }

    /**
     * A floating point number lies in a closed range, or is NaN.
     *
     * @param field of type FLOAT or DOUBLE
     * @param low least number; negative infinity for none
     * @param high greatest number; infinity for none
     */
    record Doubles(String field, double low, double high) implements ValueCondition {
        @Override
        public boolean mayMeet(ValueStatistics values) {
            if (values.count() == 0) {
                return false;
            }
            Statistics<? extends Serializable> statistics = values.statistics();
            return mayHaveNaN(statistics) || (least(statistics) <= high && greatest(statistics) >= low);
        }

        @Override
        public boolean mayFail(ValueStatistics values) {
            if (values.count() == 0) {
                return false;
            }
            Statistics<? extends Serializable> statistics = values.statistics();
            // Of a NaN in one page, the statistics of others know nothing.
            return mayHaveNaN(statistics) || least(statistics) < low || greatest(statistics) > high;
        }

        /** Bounds of statistics ignore a NaN, or are NaN if it came first. A sum with a NaN in it is NaN. */
        private static boolean mayHaveNaN(Statistics<? extends Serializable> statistics) {
            return Double.isNaN(statistics.getSumDoubleValue());
        }

        private static double least(Statistics<? extends Serializable> statistics) {
            return ((Number) statistics.getMinValue()).doubleValue();
        }

        private static double greatest(Statistics<? extends Serializable> statistics) {
            return ((Number) statistics.getMaxValue()).doubleValue();
        }

        @Override
        public String describe() {
            return field + " in [" + (low == Double.NEGATIVE_INFINITY ? "" : low) + ".."
                    + (high == Double.POSITIVE_INFINITY ? "" : high) + "]";
        }
    }

    /**
     * A truth value.
     *
     * @param field of type BOOLEAN
     */
    record Flag(String field, boolean value) implements ValueCondition {
        @Override
        public boolean mayMeet(ValueStatistics values) {
            return has(values, value);
        }

        @Override
        public boolean mayFail(ValueStatistics values) {
            return has(values, !value);
        }

        /** The sum of statistics is how many are true. */
        private static boolean has(ValueStatistics values, boolean wanted) {
            if (values.count() == 0) {
                return false;
            }
            long trues = values.statistics().getSumLongValue();
            return wanted ? trues > 0 : trues < values.count();
        }

        @Override
        public String describe() {
            return field + " = " + value;
        }
    }

    /**
     * A text lies in a closed range, in the order of its bytes in UTF-8.
     *
     * @param field of type STRING or TEXT; statistics of TEXT tell nothing of it
     * @param low least text; the empty one for none
     * @param high greatest text; null for none
     */
    record Texts(String field, String low, @Nullable String high) implements ValueCondition {
        /** That begin so. */
        public static Texts startingWith(String field, String prefix) {
            return new Texts(field, prefix, next(prefix));
        }

        /** The first text behind all that begin so; null if there is none. */
        private static @Nullable String next(String prefix) {
            int end = prefix.length();
            while (end > 0) {
                int last = prefix.codePointBefore(end);
                end -= Character.charCount(last);
                if (last < Character.MAX_CODE_POINT) {
                    int next = last + 1 == Character.MIN_SURROGATE ? Character.MAX_SURROGATE + 1 : last + 1;
                    return prefix.substring(0, end) + Character.toString(next);
                }
            }
            return null;
        }

        /** The texts that are in both ranges. */
        public Texts and(Texts other) {
            if (high == null || other.high == null) {
                return new Texts(field, last(low, other.low), high == null ? other.high : high);
            }
            return new Texts(field, last(low, other.low), first(high, other.high));
        }

        /** The texts from the first to the last one of both ranges. */
        public Texts hull(Texts other) {
            return new Texts(
                    field, first(low, other.low), high == null || other.high == null ? null : last(high, other.high));
        }

        private static String first(String one, String other) {
            return compare(bytes(one), other) <= 0 ? one : other;
        }

        private static String last(String one, String other) {
            return compare(bytes(one), other) <= 0 ? other : one;
        }

        @Override
        public boolean mayMeet(ValueStatistics values) {
            if (values.count() == 0) {
                return false;
            }
            if (!(values.statistics() instanceof StringStatistics statistics)) {
                return true;
            }
            // Not every writer compares an empty text with others: its bounds may leave it out, or stay with it if it
            // came first.
            byte[] greatest = statistics.getMaxValue().getValues();
            if (low.isEmpty() || greatest.length == 0) {
                return true;
            }
            return compare(greatest, low) >= 0
                    && (high == null || compare(statistics.getMinValue().getValues(), high) <= 0);
        }

        @Override
        public boolean mayFail(ValueStatistics values) {
            return values.count() > 0
                    && values.statistics() instanceof StringStatistics statistics
                    && !low.isEmpty()
                    && (compare(statistics.getMinValue().getValues(), low) < 0
                            || (high != null && compare(statistics.getMaxValue().getValues(), high) > 0));
        }

        private static int compare(byte[] value, String bound) {
            return Arrays.compareUnsigned(value, bytes(bound));
        }

        private static byte[] bytes(String text) {
            return text.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public String describe() {
            return field + " in [" + low + ".." + (high == null ? "" : high) + "]";
        }
    }
}
