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
package io.tsfile.core.flush.staged;

import io.tsfile.core.flush.work.CrewLimits;

/**
 * How finely a flush is cut into tasks, and how far its workers may be ahead of what is written.
 *
 * @param taskBytes what a task works on, about: less makes hand-over expensive, more leaves workers without one
 * @param taskDevices devices that one sort task has at most
 * @param unwritten encode tasks that are admitted and not written, at most
 * @param stageWorkers workers of one stage of one flush, at most
 * @param windowNanos how far back the time that workers were idle counts
 * @param observationNanos how long a number of workers is watched before it changes
 */
record Tuning(
        long taskBytes, int taskDevices, int unwritten, int stageWorkers, long windowNanos, long observationNanos) {
    static final Tuning DEFAULT = new Tuning(512 << 10, 1024, 256, 8, 100_000_000, 10_000_000);

    /** What concerns the workers of one stage. */
    CrewLimits crew() {
        return new CrewLimits(stageWorkers, windowNanos, observationNanos);
    }
}
