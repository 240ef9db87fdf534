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

import io.tsfile.core.flush.FlushReason;
import io.tsfile.core.flush.memtable.MemTable;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Memtables that are installed as one. All but the future is immutable; that is guarded by the manager's lock. */
final class HandOver {
    private final List<MemTable> tables;
    private final FlushReason reason;
    private final long sequence;
    private final long bytes;
    private final long nanos = System.nanoTime();

    private CompletableFuture<FlushEvent> installed = new CompletableFuture<>();

    HandOver(List<MemTable> tables, FlushReason reason, long sequence) {
        this.tables = List.copyOf(tables);
        this.reason = reason;
        this.sequence = sequence;
        this.bytes = tables.stream().mapToLong(MemTable::bytes).sum();
    }

    List<MemTable> tables() {
        return tables;
    }

    FlushReason reason() {
        return reason;
    }

    long sequence() {
        return sequence;
    }

    /** Heap of the memtables when they were handed over. */
    long bytes() {
        return bytes;
    }

    /** When it was handed over, in {@link System#nanoTime}. */
    long nanos() {
        return nanos;
    }

    /** Done once it is installed, or its queue failed. */
    CompletableFuture<FlushEvent> installed() {
        return installed;
    }

    /** Gives out the future, which is about to fail, and makes another one for when it is installed after all. */
    CompletableFuture<FlushEvent> failing() {
        CompletableFuture<FlushEvent> failing = installed;
        installed = new CompletableFuture<>();
        return failing;
    }
}
