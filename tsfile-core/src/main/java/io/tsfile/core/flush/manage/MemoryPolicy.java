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

/**
 * What bytes in memory mean for writers and flushes. Pure.
 *
 * <pre>
 *  0                                   7/8          limit
 *  |------------- open -----------------|--- slow ---|--- blocked
 * </pre>
 *
 * @param limit bytes that all may take together
 */
record MemoryPolicy(long limit) {
    /** What a writer waits for each byte where the limit is reached: 16 MiB a second. */
    private static final double NANOS_PER_BYTE = 60;

    private static final long LONGEST_PAUSE = Duration.ofMillis(100).toNanos();

    /** How freely {@code bytes} may be added to those that are {@code used}. */
    WriterState state(long used, long bytes) {
        if (bytes > limit - used) {
            return WriterState.BLOCKED;
        }
        return bytes > highMark() - used ? WriterState.SLOW : WriterState.OPEN;
    }

    /** How long who added {@code bytes} waits: the longer, the less is left until the limit. */
    long pauseNanos(long used, long bytes) {
        double over = (double) (used - highMark()) / Math.max(1, limit - highMark());
        double nanos = Math.min(1, Math.max(0, over)) * NANOS_PER_BYTE * bytes;
        return Math.min(LONGEST_PAUSE, (long) nanos);
    }

    /**
     * Whether a memtable that takes in rows is to be handed over for want of memory. One is if those memtables fill most of
     * the memory, or at least half of it while all of it is in use. It would be of no use while memtables that are being
     * flushed hold most of the memory: each next one would be smaller, and the memory is freed without it. But if nothing is on
     * its way out, nothing else frees any.
     *
     * @param wanted bytes in use, with those that the first waiting writer asks for
     * @param active bytes of memtables that take in rows and were not asked for
     * @param leaving bytes of memtables that are being flushed, or were asked for
     */
    boolean needsHandOver(long wanted, long active, long leaving) {
        if (active <= 0) {
            return false;
        }
        boolean full = wanted >= limit;
        return active > highMark() || (full && (active >= limit - limit / 2 || leaving <= 0));
    }

    private long highMark() {
        return limit - limit / 8;
    }
}
