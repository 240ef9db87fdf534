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
package io.tsfile.core.table;

import java.io.InterruptedIOException;
import java.util.concurrent.ThreadLocalRandom;

/** Growing pauses between the tries of one commit, drawn at random so that writers who met once do not meet again. */
final class Backoff {
    private static final long FIRST_MILLIS = 4;
    private static final long LONGEST_MILLIS = 500;

    private long limitMillis = FIRST_MILLIS;

    /** Waits. An interrupt is restored and ends the wait with an error. */
    void pause() throws InterruptedIOException {
        try {
            Thread.sleep(ThreadLocalRandom.current().nextLong(limitMillis) + 1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            InterruptedIOException interrupted = new InterruptedIOException("Cannot go on: the thread was interrupted");
            interrupted.initCause(e);
            throw interrupted;
        }
        limitMillis = Math.min(LONGEST_MILLIS, limitMillis * 2);
    }
}
