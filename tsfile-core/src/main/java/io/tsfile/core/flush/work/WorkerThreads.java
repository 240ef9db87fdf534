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

import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Threads for workers, as many as are asked for. */
final class WorkerThreads {
    static final String NAME = "tsfile-worker-";

    private WorkerThreads() {}

    /** Daemon threads that end when they had no worker for a while. They keep nothing of whoever caused them. */
    static Executor endingAfter(long idleMillis) {
        AtomicLong number = new AtomicLong();
        return new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, idleMillis, TimeUnit.MILLISECONDS, new SynchronousQueue<>(), worker -> {
                    Thread thread = new Thread(null, worker, NAME + number.incrementAndGet(), 0, false);
                    thread.setDaemon(true);
                    // The first job of a process may be unloaded long before its last one.
                    thread.setContextClassLoader(WorkerThreads.class.getClassLoader());
                    return thread;
                });
    }
}
