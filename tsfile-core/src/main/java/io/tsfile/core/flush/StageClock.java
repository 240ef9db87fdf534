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
package io.tsfile.core.flush;

/** Sums up the work of a stage that one thread does. Not thread-safe. */
final class StageClock {
    private long tasks;
    private long nanos;

    /** Adds a piece of work that began at {@code start}, of {@link System#nanoTime}, and ends now. */
    void add(long start) {
        tasks++;
        nanos += System.nanoTime() - start;
    }

    StageStats stats() {
        return new StageStats(tasks, nanos, nanos, 0, tasks == 0 ? 0 : 1, 0);
    }
}
