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

/**
 * What a stage did.
 *
 * @param tasks pieces of work
 * @param workNanos time that threads spent on them, summed up
 * @param wallNanos time from the begin of the first to the end of the last one, summed up over flushes
 * @param peakQueueBytes most bytes that waited for the stage at once
 * @param peakWorkers most threads that worked in it at once, the caller's among them
 * @param stalls how often the stage could not go on because of the memory budget
 */
public record StageStats(
        long tasks, long workNanos, long wallNanos, long peakQueueBytes, int peakWorkers, long stalls) {
    /** Nothing done. */
    public static final StageStats NONE = new StageStats(0, 0, 0, 0, 0, 0);

    /** Both, one after the other. */
    public StageStats plus(StageStats other) {
        return new StageStats(
                tasks + other.tasks,
                workNanos + other.workNanos,
                wallNanos + other.wallNanos,
                Math.max(peakQueueBytes, other.peakQueueBytes),
                Math.max(peakWorkers, other.peakWorkers),
                stalls + other.stalls);
    }
}
