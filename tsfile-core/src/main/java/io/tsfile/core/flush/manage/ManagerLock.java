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

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The one lock of a manager, and the news that something under it changed. Never held while a target, an engine, a listener or
 * a future's dependents run.
 *
 * <p>Everything that makes a flush startable, or a writer free, changes under this lock and is followed by a look at all
 * queues under the same lock, so that nothing can be overlooked between the two.
 */
@SuppressWarnings("WaitNotInLoop") // the loops are the callers'
final class ManagerLock {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    void lock() {
        lock.lock();
    }

    void unlock() {
        lock.unlock();
    }

    boolean isHeld() {
        return lock.isHeldByCurrentThread();
    }

    /** Wakes all who wait. */
    void changed() {
        changed.signalAll();
    }

    /** Waits for a change; returns earlier by chance, so the caller looks again. */
    void await() throws InterruptedException {
        changed.await();
    }

    /** Waits for a change, not longer than {@code nanos}. */
    void await(long nanos) throws InterruptedException {
        changed.await(nanos, TimeUnit.NANOSECONDS);
    }
}
