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
package io.tsfile.core.flush.work;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Where the threads of one job meet: its lock, and how its caller learns that something changed. Thread-safe. */
public final class Desk {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition change = lock.newCondition();
    /** Guarded by the lock. */
    private long changes;

    /** A lock for what the job's threads share; held for moments only. */
    ReentrantLock lock() {
        return lock;
    }

    /** Something changed that the caller may wait for. */
    public void changed() {
        lock.lock();
        try {
            changes++;
            change.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** How many changes there were. */
    public long changes() {
        lock.lock();
        try {
            return changes;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until there were more changes than those. */
    public void await(long seen) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (changes == seen) {
                change.await();
            }
        } finally {
            lock.unlock();
        }
    }

    /** As {@link #await}; an interrupt waits, too. */
    void awaitUninterruptibly(long seen) {
        lock.lock();
        try {
            while (changes == seen) {
                change.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }
}
