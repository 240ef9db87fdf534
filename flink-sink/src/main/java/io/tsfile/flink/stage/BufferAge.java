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

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import org.apache.flink.api.common.operators.ProcessingTimeService;

/** Has the buffer drained when its oldest row has waited too long. Owned by the task's thread, on which timers run, too. */
final class BufferAge {
    private static final long NONE = Long.MIN_VALUE;
    /** No job gets that old, and the sum of a time and this is a time. */
    private static final Duration LONGEST = Duration.ofDays(365 * 1_000);

    private final long millis;
    private final ProcessingTimeService clock;
    private final Drain drain;
    /** When the oldest row came, or before. */
    private long oldest = NONE;
    /** When all rows that had come began to leave. */
    private long left = NONE;

    private boolean waiting;

    /** Empties the buffer. */
    interface Drain {
        void run() throws IOException;
    }

    /**
     * A limit of the buffer's age.
     *
     * @param limit zero for none; counted in milliseconds, one at least
     * @param drain ends with {@link #emptied}
     */
    BufferAge(Duration limit, ProcessingTimeService clock, Drain drain) {
        Duration bounded = limit.compareTo(LONGEST) < 0 ? limit : LONGEST;
        this.millis = limit.isZero() ? 0 : Math.max(1, bounded.toMillis());
        this.clock = clock;
        this.drain = drain;
    }

    /** Takes note of the first row in the empty buffer. */
    void began() {
        if (millis > 0) {
            oldest = clock.getCurrentProcessingTime();
            if (!waiting) {
                await(oldest + millis);
            }
        }
    }

    /** Takes note that all rows so far begin to leave, while others may come. */
    void left() {
        if (millis > 0) {
            left = clock.getCurrentProcessingTime();
        }
    }

    /** Takes note that they are gone: what is in the buffer came behind them. */
    void gone() {
        oldest = left;
    }

    /** Takes note that the buffer is empty. */
    void emptied() {
        oldest = NONE;
    }

    private void await(long time) {
        waiting = true;
        // A timer that fails, fails the task.
        ScheduledFuture<?> unused = clock.registerTimer(time, now -> {
            waiting = false;
            // The buffer may have been emptied since, and have begun anew.
            if (oldest != NONE && clock.getCurrentProcessingTime() - oldest >= millis) {
                drain.run();
            } else if (oldest != NONE) {
                await(oldest + millis);
            }
        });
    }
}
