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
package io.tsfile.flink.source;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.state.CheckpointListener;
import org.apache.flink.types.Row;

/** Lets rows pass as fast as the test wants, remembers them, and fails after checkpoints as often as it wants. One job at a time. */
final class Pace extends RichMapFunction<Row, Row> implements CheckpointListener {
    private static final Semaphore PERMITS = new Semaphore(0);
    private static final AtomicInteger FAILURES = new AtomicInteger();
    private static final AtomicInteger FAILED = new AtomicInteger();
    private static final List<Row> PASSED = Collections.synchronizedList(new ArrayList<>());

    private static volatile CountDownLatch reached = new CountDownLatch(0);

    private boolean failing;

    /**
     * Starts anew.
     *
     * @param reach after how many rows {@link #reached} is done
     */
    static void reset(int permits, int failures, int reach) {
        reached = new CountDownLatch(reach);
        PERMITS.drainPermits();
        PERMITS.release(permits);
        FAILURES.set(failures);
        FAILED.set(0);
        PASSED.clear();
    }

    /** How often it failed. */
    static int failed() {
        return FAILED.get();
    }

    /** What passed. */
    static List<Row> passed() {
        return List.copyOf(PASSED);
    }

    /** Lets rows pass until as many have as the test wanted. */
    static void untilReached() throws InterruptedException {
        while (!reached.await(1, TimeUnit.MILLISECONDS)) {
            PERMITS.release(2);
        }
    }

    /** Lets rows pass until the future is done: two by two, and one by one while it is to fail; none in advance. */
    static <T> T until(Future<T> future) throws InterruptedException, ExecutionException {
        while (true) {
            if (PERMITS.availablePermits() == 0) {
                PERMITS.release(FAILURES.get() > 0 ? 1 : 2);
            }
            try {
                return future.get(1, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                // A few more.
            }
        }
    }

    @Override
    public Row map(Row row) throws InterruptedException {
        PERMITS.acquire();
        // Of two subtasks that are to fail at once, the second one may be stopped before it does.
        if (failing && FAILURES.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            FAILED.incrementAndGet();
            throw new IllegalStateException("planned failure");
        }
        PASSED.add(row);
        reached.countDown();
        return row;
    }

    @Override
    public void notifyCheckpointComplete(long checkpoint) {
        failing = true;
    }
}
