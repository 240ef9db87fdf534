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
package io.tsfile.core.flush.manage;

import java.time.Duration;

/** Options of a manager, changed one at a time: pauses of a millisecond, no age. */
final class ManagerOptions {
    private int concurrentFlushes = 2;
    private int flushesPerTable = 1;
    private int queuedPerTable = 4;
    private int minToMerge = 1;
    private long mergeBytes;
    private int attempts = 3;
    private Duration pause = Duration.ofMillis(1);
    private Duration blockTimeout = Duration.ofMinutes(1);
    private Duration maxAge = Duration.ZERO;

    ManagerOptions flushes(int concurrent, int perTable) {
        concurrentFlushes = concurrent;
        flushesPerTable = perTable;
        return this;
    }

    ManagerOptions queued(int perTable) {
        queuedPerTable = perTable;
        return this;
    }

    ManagerOptions merge(int least, long bytes) {
        minToMerge = least;
        mergeBytes = bytes;
        return this;
    }

    ManagerOptions attempts(int most) {
        attempts = most;
        return this;
    }

    ManagerOptions pause(Duration duration) {
        pause = duration;
        return this;
    }

    ManagerOptions blockTimeout(Duration duration) {
        blockTimeout = duration;
        return this;
    }

    ManagerOptions maxAge(Duration duration) {
        maxAge = duration;
        return this;
    }

    FlushManagerOptions options() {
        return new FlushManagerOptions(
                concurrentFlushes,
                flushesPerTable,
                queuedPerTable,
                minToMerge,
                mergeBytes,
                attempts,
                pause,
                pause.multipliedBy(10),
                blockTimeout,
                maxAge);
    }
}
