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
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;

/** How much memory is in use, and which writers wait for some. The line is guarded by the manager's lock. */
final class ManagerMemory {
    private final MemoryBudget budget;
    private final MemoryPolicy policy;
    /** Writers, the first to come first, so that a large append is not overtaken for ever by small ones. */
    private final Deque<Waiter> line = new ArrayDeque<>();

    private volatile boolean lineForms;

    /** A writer that waits. Compared by identity. */
    static final class Waiter {
        private final long bytes;

        Waiter(long bytes) {
            this.bytes = bytes;
        }
    }

    ManagerMemory(MemoryBudget budget) {
        this.budget = budget;
        this.policy = new MemoryPolicy(budget.limit());
    }

    MemoryBudget budget() {
        return budget;
    }

    MemoryPolicy policy() {
        return policy;
    }

    /** Whether somebody waits already; any thread may ask. */
    boolean lineForms() {
        return lineForms;
    }

    void enter(Waiter waiter) {
        line.addLast(waiter);
        lineForms = true;
    }

    void leave(Waiter waiter) {
        line.remove(waiter);
        lineForms = !line.isEmpty();
    }

    boolean isFirst(Waiter waiter) {
        return line.peekFirst() == waiter;
    }

    /** Whether flushes should begin without waiting for more to do. */
    boolean isShort() {
        return !line.isEmpty() || state(1) != WriterState.OPEN;
    }

    /** How freely so many bytes may be added. */
    WriterState state(long bytes) {
        return policy.state(budget.used(), bytes);
    }

    /**
     * Counts bytes if there is room. If the writers of this manager have nothing in memory, any append goes through: waiting
     * could not make more room.
     */
    boolean tryTake(TableQueue queue, long bytes, Collection<TableQueue> all) {
        if (queue.lease().tryAdd(bytes)) {
            return true;
        }
        if (all.stream().anyMatch(other -> other.lease().bytes() > 0)) {
            return false;
        }
        queue.lease().add(bytes);
        return true;
    }

    /** Bytes in use, with those that the first writer in the line asks for. */
    long wanted() {
        Waiter first = line.peekFirst();
        return saturatedSum(budget.used(), first == null ? 0 : first.bytes);
    }

    private static long saturatedSum(long used, long bytes) {
        return bytes > Long.MAX_VALUE - Math.max(0, used) ? Long.MAX_VALUE : used + bytes;
    }
}
