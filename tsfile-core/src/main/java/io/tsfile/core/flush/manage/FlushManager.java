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

import io.tsfile.core.flush.MemoryBudget;
import java.io.Closeable;
import java.io.IOException;

/**
 * Flushes the memtables of many tables of one process, within one memory budget. Thread-safe; owns its threads.
 */
public final class FlushManager implements Closeable {
    /**
     * A manager without tables.
     *
     * @param budget what the memtables of all tables, and their flushes, may take together
     * @param listener hears of every flush
     */
    public FlushManager(FlushManagerOptions options, MemoryBudget budget, FlushListener listener) {
        throw new UnsupportedOperationException();
    }

    /**
     * A queue for one writer of a table.
     *
     * @param table its name, for people
     */
    public FlushQueue register(String table, FlushTarget target) {
        throw new UnsupportedOperationException();
    }

    /** The memory that its tables share. */
    public MemoryBudget budget() {
        throw new UnsupportedOperationException();
    }

    /** Waits for the flushes that run, starts no more, and ends its threads. Queues that still wait fail. */
    @Override
    public void close() throws IOException {
        throw new UnsupportedOperationException();
    }
}
