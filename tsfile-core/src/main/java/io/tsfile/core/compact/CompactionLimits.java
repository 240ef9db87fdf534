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
package io.tsfile.core.compact;

import java.time.Duration;

/**
 * When a compaction stops, although there may be more to do. A task that was begun is finished, so the limits are exceeded by what runs
 * at once.
 *
 * @param maxBytes of the inputs of all tasks
 * @param maxTime since it began
 * @param maxRounds plans that are carried out; appends of others may make new work for ever
 */
public record CompactionLimits(long maxBytes, Duration maxTime, int maxRounds) {
    /** As good as none. */
    public static final CompactionLimits NONE =
            new CompactionLimits(Long.MAX_VALUE, Duration.ofNanos(Long.MAX_VALUE), 1_000);

    /** Checks the numbers. */
    public CompactionLimits {
        if (maxBytes < 1 || maxTime.isNegative() || maxTime.isZero() || maxRounds < 1) {
            throw new IllegalArgumentException("Cannot limit a compaction to " + maxBytes + " bytes, " + maxTime
                    + " and " + maxRounds + " rounds: all must be positive");
        }
    }

    /** The same with another bound of bytes. */
    public CompactionLimits withMaxBytes(long bytes) {
        return new CompactionLimits(bytes, maxTime, maxRounds);
    }

    /** The same with another bound of time. */
    public CompactionLimits withMaxTime(Duration time) {
        return new CompactionLimits(maxBytes, time, maxRounds);
    }

    /** The same with another number of rounds. */
    public CompactionLimits withMaxRounds(int rounds) {
        return new CompactionLimits(maxBytes, maxTime, rounds);
    }
}
