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

/**
 * A comparison that was measured.
 *
 * @param name what was compared
 * @param unit of the two figures
 * @param ours our figure
 * @param peer the other one
 * @param ratio above 1 ours is better
 * @param goal the ratio to reach
 */
public record Result(String name, String unit, double ours, double peer, double ratio, double goal) {
    /** Speeds: the higher one is better. */
    public static Result speeds(String name, String unit, double ours, double peer, double goal) {
        return new Result(name, unit, round(ours), round(peer), round(ours / peer), goal);
    }

    /** Sizes, or what something costs: the lower one is better. */
    public static Result sizes(String name, String unit, double ours, double peer, double goal) {
        return new Result(name, unit, round(ours), round(peer), round(peer / ours), goal);
    }

    private static double round(double value) {
        return Math.round(value * 1000) / 1000.0;
    }
}
