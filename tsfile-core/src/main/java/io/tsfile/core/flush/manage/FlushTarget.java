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

import io.tsfile.core.flush.FlushEngine;
import io.tsfile.core.flush.FlushReason;
import io.tsfile.core.model.DataFile;
import java.io.IOException;
import java.util.List;

/**
 * What a queue flushes for: makes engines, publishes files, and owns the memtables that still take in rows. All methods are
 * called on threads of the manager, without any of its locks.
 */
public interface FlushTarget {
    /** A new engine for one flush; the manager closes it. */
    FlushEngine engine() throws IOException;

    /**
     * Makes files visible, all or none, and returns when they are. Called for one flush after the other, in the order of
     * hand-over; again with the same arguments until it succeeds, so a call whose predecessor succeeded without saying so must
     * do nothing.
     *
     * @param files complete and durable; none if the flush had no rows
     * @param sequence of the last hand-over that the files hold; all up to it are held by these or earlier files
     * @param reason why, for people
     * @throws IOException if it failed, perhaps without effect, and may succeed later
     * @throws RuntimeException if it will never succeed, or nobody can tell whether it did: the files are kept
     */
    void install(List<DataFile> files, long sequence, FlushReason reason) throws IOException;

    /**
     * Deletes files that were never given to {@link #install}, and never will be: their queue is closed after a failure. Called
     * on the thread that closes it. Without this they stay, seen by nobody, until the table is cleaned up.
     */
    default void discard(List<DataFile> files) throws IOException {}

    /** Bytes of the memtables that still take in rows. */
    long activeBytes();

    /** When the oldest row in them came, in {@link System#nanoTime}; {@link Long#MAX_VALUE} if there is none. */
    long oldestNanos();

    /**
     * Asks to hand over what is in memory now. Returns soon, because others are asked afterwards, and does not call {@link
     * FlushQueue#admit}, which may wait for what is asked for here. May do nothing if there is no row. It is not asked again before
     * the hand-over came, or some seconds passed.
     */
    void handOver(FlushReason reason);
}
