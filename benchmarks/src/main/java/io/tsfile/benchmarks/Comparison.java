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
package io.tsfile.benchmarks;

import java.util.Map;
import java.util.function.Supplier;

/** Two ways of doing the same work. */
sealed interface Comparison {
    /** What is compared. */
    String name();

    /** The ratio to reach; above 1 we are better. */
    double goal();

    /**
     * Two benchmark methods.
     *
     * @param name what is compared
     * @param benchmarks the class with the methods
     * @param ours the method of our way; the other way's has the same name and ends in {@code Peer}
     * @param parameters values of the class's parameters
     * @param things what a call works on: rows, points, chunks
     * @param count how many of them
     * @param goal the ratio to reach; above 1 we are faster
     */
    record Timed(
            String name,
            Class<?> benchmarks,
            String ours,
            Map<String, String> parameters,
            String things,
            long count,
            double goal)
            implements Comparison {
        String peer() {
            return ours + "Peer";
        }
    }

    /**
     * How many bytes the same values take.
     *
     * @param name what is compared
     * @param sizes measures both
     * @param goal how many times larger the other way's bytes are
     */
    record Sized(String name, Supplier<Sizes> sizes, double goal) implements Comparison {}

    /** Bytes of a point, ours and the other way's. */
    record Sizes(double ours, double peer) {}
}
