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
import org.apache.flink.api.common.operators.ProcessingTimeService;

/** Has the buffer drained when its oldest row has waited too long. Owned by the task's thread, on which timers run, too. */
final class BufferAge {
    private static final long NONE = Long.MIN_VALUE;

    private final long millis;
    private final ProcessingTimeService clock;
    private final Drain drain;
    /** When the first row came into the empty buffer. */
    private long oldest = NONE;

    private boolean waiting;

    /** Empties the buffer. */
    interface Drain {
        void run() throws IOException;
    }

    /**
     * A limit of the buffer's age.
     *
     * @param limit zero for none
     * @param drain ends with {@link #emptied}
     */
    BufferAge(Duration limit, ProcessingTimeService clock, Drain drain) {
        this.millis = limit.toMillis();
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

    /** Takes note that the buffer is empty. */
    void emptied() {
        oldest = NONE;
    }

    private void await(long time) {
        waiting = true;
        clock.registerTimer(time, now -> {
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
