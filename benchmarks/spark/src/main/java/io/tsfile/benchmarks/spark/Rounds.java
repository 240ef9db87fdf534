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
package io.tsfile.benchmarks.spark;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Two queries in turn, so that both meet the same machine.
 *
 * @param warmUp rounds that do not count
 * @param measured rounds that do
 */
record Rounds(int warmUp, int measured) {
    private static final double NANOS = 1e9;

    /** The medians of both, in seconds. */
    record Medians(double first, double second) {}

    /**
     * Runs both.
     *
     * @throws IllegalStateException if they have other answers, beyond what the order of adding up explains
     */
    Medians measure(SparkSession spark, String first, String second) {
        double[] firsts = new double[measured];
        double[] seconds = new double[measured];
        for (int round = -warmUp; round < measured; round++) {
            boolean inOrder = round % 2 == 0;
            Timed one = Timed.of(spark, inOrder ? first : second);
            Timed other = Timed.of(spark, inOrder ? second : first);
            if (!one.answers(other)) {
                throw new IllegalStateException("Cannot compare '" + first + "' and '" + second + "': they answer "
                        + one.rows() + " and " + other.rows());
            }
            if (round >= 0) {
                firsts[round] = (inOrder ? one : other).seconds;
                seconds[round] = (inOrder ? other : one).seconds;
            }
        }
        return new Medians(median(firsts), median(seconds));
    }

    private static double median(double[] seconds) {
        Arrays.sort(seconds);
        return seconds[seconds.length / 2];
    }

    private record Timed(List<Row> rows, double seconds) {
        private static final double TOLERANCE = 1e-9;

        static Timed of(SparkSession spark, String query) {
            long start = System.nanoTime();
            List<Row> rows = spark.sql(query).collectAsList();
            return new Timed(rows, (System.nanoTime() - start) / NANOS);
        }

        boolean answers(Timed other) {
            if (rows.size() != other.rows.size()) {
                return false;
            }
            for (int i = 0; i < rows.size(); i++) {
                for (int column = 0; column < rows.get(i).length(); column++) {
                    if (!isSame(rows.get(i).get(column), other.rows.get(i).get(column))) {
                        return false;
                    }
                }
            }
            return true;
        }

        private static boolean isSame(Object one, Object other) {
            if (one instanceof Double a && other instanceof Double b) {
                return a.equals(b) || Math.abs(a - b) <= TOLERANCE * Math.max(Math.abs(a), Math.abs(b));
            }
            return one.equals(other);
        }
    }
}
