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

import io.tsfile.core.flush.StageStats;

/** Measures one stage of one job. Thread-safe. */
public final class StageMeter {
    private long steps;
    private long workNanos;
    private long firstStart;
    private long lastEnd;
    private boolean worked;
    private long waitingBytes;
    private long peakWaitingBytes;
    private int working;
    private int peakWorking;
    private long stalls;

    /** Work arrived that takes so many bytes while it waits. */
    public synchronized void arrived(long bytes) {
        waitingBytes += bytes;
        peakWaitingBytes = Math.max(peakWaitingBytes, waitingBytes);
    }

    /** It waits no more. */
    public synchronized void taken(long bytes) {
        waitingBytes -= bytes;
    }

    /** A thread begins to work. */
    public synchronized void begin() {
        working++;
        peakWorking = Math.max(peakWorking, working);
    }

    /** It has done so many steps; both times are of {@link System#nanoTime}. */
    public synchronized void end(int doneSteps, long start, long end) {
        working--;
        steps += doneSteps;
        workNanos += end - start;
        firstStart = worked && firstStart - start < 0 ? firstStart : start;
        lastEnd = worked && lastEnd - end > 0 ? lastEnd : end;
        worked = true;
    }

    /** Work that could be done waits for memory. */
    public synchronized void stall() {
        stalls++;
    }

    /** What was measured so far. */
    public synchronized StageStats stats() {
        return new StageStats(steps, workNanos, lastEnd - firstStart, peakWaitingBytes, peakWorking, stalls);
    }
}
