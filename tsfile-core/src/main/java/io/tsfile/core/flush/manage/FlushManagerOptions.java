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
 * How a manager flushes.
 *
 * @param concurrentFlushes flushes that run at once, of all tables
 * @param flushesPerTable flushes of one table that run at once; they are installed in order all the same
 * @param queuedPerTable hand-overs of a table that wait or run, at most; further ones block its writers
 * @param minToMerge hand-overs that must wait before a flush begins, unless its reason is pressing (everything but
 *     {@link io.tsfile.core.flush.FlushReason#SIZE} and {@link io.tsfile.core.flush.FlushReason#POINTS}); they are then one flush
 * @param mergeBytes memtables are merged into one flush up to so many bytes
 * @param attempts tries of a flush, and of an installation, before the queue fails
 * @param firstPause between the first two tries; doubles from then on, up to {@code longestPause}
 * @param longestPause the longest pause
 * @param blockTimeout how long a writer waits for memory before it gets an error
 * @param maxAge how long a row waits to be handed over, and a hand-over to be merged; {@link Duration#ZERO} for as long as
 *     they like
 */
public record FlushManagerOptions(
        int concurrentFlushes,
        int flushesPerTable,
        int queuedPerTable,
        int minToMerge,
        long mergeBytes,
        int attempts,
        Duration firstPause,
        Duration longestPause,
        Duration blockTimeout,
        Duration maxAge) {
    // Before the default, which is checked against it.
    private static final Duration LONGEST = Duration.ofDays(36_500);

    /** What is used unless the user says otherwise. */
    public static final FlushManagerOptions DEFAULT = new FlushManagerOptions(
            2,
            1,
            4,
            1,
            16L << 20,
            5,
            Duration.ofMillis(100),
            Duration.ofSeconds(10),
            Duration.ofSeconds(60),
            Duration.ofMinutes(10));

    /** Checks the bounds. */
    public FlushManagerOptions {
        if (concurrentFlushes < 1 || flushesPerTable < 1 || queuedPerTable < 1 || minToMerge < 1 || attempts < 1) {
            throw new IllegalArgumentException("Cannot flush with " + concurrentFlushes + " flushes at once, "
                    + flushesPerTable + " of one table, " + queuedPerTable + " hand-overs in a queue, " + minToMerge
                    + " to merge and " + attempts + " attempts: all must be positive");
        }
        if (minToMerge > 1 && minToMerge >= queuedPerTable) {
            throw new IllegalArgumentException("Cannot wait for " + minToMerge + " hand-overs to merge where "
                    + queuedPerTable + " fill the queue and block the writers: it must be fewer");
        }
        if (mergeBytes < 0) {
            throw new IllegalArgumentException(
                    "Cannot merge memtables of up to " + mergeBytes + " bytes: it must not be negative");
        }
        checkDuration("firstPause", firstPause);
        checkDuration("longestPause", longestPause);
        checkDuration("blockTimeout", blockTimeout);
        checkDuration("maxAge", maxAge);
    }

    /** These options with another number of flushes at once: of all tables, and of one. */
    public FlushManagerOptions withFlushes(int concurrent, int perTable) {
        return new FlushManagerOptions(
                concurrent,
                perTable,
                queuedPerTable,
                minToMerge,
                mergeBytes,
                attempts,
                firstPause,
                longestPause,
                blockTimeout,
                maxAge);
    }

    /** These options with another number of hand-overs of a table that wait or run. */
    public FlushManagerOptions withQueuedPerTable(int count) {
        return new FlushManagerOptions(
                concurrentFlushes,
                flushesPerTable,
                count,
                minToMerge,
                mergeBytes,
                attempts,
                firstPause,
                longestPause,
                blockTimeout,
                maxAge);
    }

    /** These options with flushes of {@code least} hand-overs or more, up to so many bytes. */
    public FlushManagerOptions withMerging(int least, long bytes) {
        return new FlushManagerOptions(
                concurrentFlushes,
                flushesPerTable,
                queuedPerTable,
                least,
                bytes,
                attempts,
                firstPause,
                longestPause,
                blockTimeout,
                maxAge);
    }

    /** These options with so many tries, and pauses that grow from {@code first} to {@code longest}. */
    public FlushManagerOptions withRetries(int most, Duration first, Duration longest) {
        return new FlushManagerOptions(
                concurrentFlushes,
                flushesPerTable,
                queuedPerTable,
                minToMerge,
                mergeBytes,
                most,
                first,
                longest,
                blockTimeout,
                maxAge);
    }

    /** These options with another time that writers wait for memory. */
    public FlushManagerOptions withBlockTimeout(Duration timeout) {
        return new FlushManagerOptions(
                concurrentFlushes,
                flushesPerTable,
                queuedPerTable,
                minToMerge,
                mergeBytes,
                attempts,
                firstPause,
                longestPause,
                timeout,
                maxAge);
    }

    /** These options with another age of rows; {@link Duration#ZERO} for any. */
    public FlushManagerOptions withMaxAge(Duration age) {
        return new FlushManagerOptions(
                concurrentFlushes,
                flushesPerTable,
                queuedPerTable,
                minToMerge,
                mergeBytes,
                attempts,
                firstPause,
                longestPause,
                blockTimeout,
                age);
    }

    private static void checkDuration(String name, Duration duration) {
        if (duration.isNegative() || duration.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("Cannot flush with " + name + " of " + duration
                    + ": it must not be negative, nor above " + LONGEST);
        }
    }
}
