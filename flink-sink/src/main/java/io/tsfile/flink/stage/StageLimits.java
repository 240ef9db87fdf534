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
package io.tsfile.flink.stage;

import java.io.Serializable;
import java.time.Duration;

/**
 * How much one subtask may take.
 *
 * @param memoryBytes heap for all that waits in its stages, see {@link StageMemory}
 * @param bufferAge how long a row waits in the buffer at most; zero for as long as there is room and no barrier
 * @param encodeThreads threads that encode at once, the task's own among them
 */
public record StageLimits(long memoryBytes, Duration bufferAge, int encodeThreads) implements Serializable {
    /** What is used unless the user says otherwise. */
    public static final StageLimits DEFAULT = new StageLimits(128L << 20, Duration.ZERO, 1);

    private static final Duration PACK_AGE = Duration.ofMillis(100);

    /** Checks the bounds. */
    public StageLimits {
        if (memoryBytes < 1) {
            throw new IllegalArgumentException(
                    "Cannot buffer rows in " + memoryBytes + " bytes of memory: it must be 1 at least");
        }
        if (bufferAge.isNegative()) {
            throw new IllegalArgumentException(
                    "Cannot buffer rows for " + bufferAge + ": a time is positive, and zero stands for no limit");
        }
        if (encodeThreads < 1) {
            throw new IllegalArgumentException(
                    "Cannot encode with " + encodeThreads + " threads: there must be 1 at least");
        }
    }

    /** How long a row waits in front of the exchange at most: as long as Flink itself keeps rows that do not fill its buffers. */
    Duration packAge() {
        return bufferAge.isZero() || bufferAge.compareTo(PACK_AGE) > 0 ? PACK_AGE : bufferAge;
    }

    /** These limits with another memory. */
    public StageLimits withMemoryBytes(long bytes) {
        return new StageLimits(bytes, bufferAge, encodeThreads);
    }

    /** These limits with another age of rows. */
    public StageLimits withBufferAge(Duration age) {
        return new StageLimits(memoryBytes, age, encodeThreads);
    }

    /** These limits with another number of threads. */
    public StageLimits withEncodeThreads(int threads) {
        return new StageLimits(memoryBytes, bufferAge, threads);
    }
}
