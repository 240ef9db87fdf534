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
package io.tsfile.core.flush.staged;

import java.io.Closeable;
import java.util.concurrent.Executor;

/**
 * The threads that help the flushes of a process: how many may do so at once, and where they come from. Thread-safe.
 *
 * <p>A flush makes progress on its caller's thread alone, so it needs no worker to end: an executor that is busy, small, or
 * refuses work makes flushes slower, and never stops them.
 */
public final class FlushWorkers implements Closeable {
    /** Workers of all flushes at once, as many as there are processors, on threads of their own that end when idle. */
    public static FlushWorkers common() {
        throw new UnsupportedOperationException();
    }

    /**
     * Workers on the caller's threads.
     *
     * @param executor runs a worker until it has been idle for a while; not shut down by this
     * @param cap workers at once, of all flushes and stages together; 0 leaves all to the callers of flushes
     */
    public FlushWorkers(Executor executor, int cap) {
        throw new UnsupportedOperationException();
    }

    /** Workers at once, at most. */
    public int cap() {
        throw new UnsupportedOperationException();
    }

    /** Workers at this moment; 0 once no flush runs. */
    public int active() {
        throw new UnsupportedOperationException();
    }

    /** Starts no more workers. Flushes go on without. */
    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
