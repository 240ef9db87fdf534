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
package io.tsfile.core.flush.work;

/**
 * How many workers a crew may have, and how fast their number changes.
 *
 * @param workers at most
 * @param windowNanos how far back the time that workers were idle counts
 * @param observationNanos how long a number of workers is watched before it changes
 */
public record CrewLimits(int workers, long windowNanos, long observationNanos) {
    private static final long WINDOW_NANOS = 100_000_000;
    private static final long OBSERVATION_NANOS = 10_000_000;

    /** So many workers at most, whose number changes as is usual. */
    public static CrewLimits of(int workers) {
        return new CrewLimits(workers, WINDOW_NANOS, OBSERVATION_NANOS);
    }
}
