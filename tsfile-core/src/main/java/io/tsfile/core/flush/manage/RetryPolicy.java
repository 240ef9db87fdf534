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

import io.tsfile.core.flush.FlushException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;

/**
 * Whether and when to try again. Pure.
 *
 * @param attempts tries at most
 * @param firstPause after the first try, doubled after each further one
 * @param longestPause after any try at most
 */
record RetryPolicy(int attempts, Duration firstPause, Duration longestPause) {
    /** More doublings would overflow. */
    private static final int MOST_DOUBLINGS = 20;

    /** Whether one more try may help after so many. */
    boolean allows(int tries, Throwable failure) {
        return tries < attempts && isPassing(failure);
    }

    /** How long to wait after so many tries. */
    long pauseNanos(int tries) {
        long longest = longestPause.toNanos();
        int doublings = Math.min(tries - 1, MOST_DOUBLINGS);
        return firstPause.toNanos() > longest >> doublings ? longest : firstPause.toNanos() << doublings;
    }

    /** Storage and memory may be better the next time; what code says of the rows is said again. */
    private static boolean isPassing(Throwable failure) {
        // A target that throws anything unchecked means it, even if it is about storage.
        Throwable cause = failure instanceof FlushException ? failure.getCause() : failure;
        return cause instanceof IOException
                || (cause instanceof UncheckedIOException && cause != failure)
                || cause instanceof OutOfMemoryError;
    }
}
