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
import java.util.Objects;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Queries in turn, so that all meet the same machine.
 *
 * @param warmUp rounds that do not count
 * @param measured rounds that do
 */
record Rounds(int warmUp, int measured) {
    private static final double NANOS = 1e9;

    /**
     * Runs pairs of queries that ask the same of two tables. Every other round goes through them backwards.
     *
     * @return the shortest time of each, in seconds, in their order
     * @throws IllegalStateException if two of a pair have other answers, beyond what the order of adding up explains
     */
    double[] measure(SparkSession spark, String... pairs) {
        double[] best = new double[pairs.length];
        Arrays.fill(best, Double.MAX_VALUE);
        Timed[] timed = new Timed[pairs.length];
        for (int round = -warmUp; round < measured; round++) {
            for (int i = 0; i < pairs.length; i++) {
                int next = round % 2 == 0 ? i : pairs.length - 1 - i;
                timed[next] = Timed.of(spark, pairs[next]);
                if (round >= 0) {
                    best[next] = Math.min(best[next], timed[next].seconds);
                }
            }
            for (int i = 0; i < pairs.length; i += 2) {
                if (!timed[i].answers(timed[i + 1])) {
                    throw new IllegalStateException("Cannot compare '" + pairs[i] + "' and '" + pairs[i + 1]
                            + "': they answer " + timed[i].rows() + " and " + timed[i + 1].rows());
                }
            }
        }
        return best;
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
            return Objects.equals(one, other);
        }
    }
}
