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

import io.tsfile.core.model.TableSchema;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.state.CheckpointListener;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.types.Row;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the rows that passed a subtask in its state, so that they go back with it when it fails alone, which the first subtask does
 * after some checkpoints. One job at a time.
 */
final class Keeper extends RichMapFunction<Row, Row> implements CheckpointedFunction, CheckpointListener {
    private static final Semaphore PERMITS = new Semaphore(0);
    private static final Map<Integer, List<String>> KEPT = new ConcurrentHashMap<>();
    private static final AtomicInteger FAILURES = new AtomicInteger();
    private static final AtomicInteger STARTS = new AtomicInteger();

    private final TableSchema schema;
    private List<String> kept = List.of();
    private @Nullable ListState<String> state;
    private boolean failing;

    Keeper(TableSchema schema) {
        this.schema = schema;
    }

    static void reset(int failures) {
        PERMITS.drainPermits();
        KEPT.clear();
        FAILURES.set(failures);
        STARTS.set(0);
    }

    /** How often a subtask was started. */
    static int starts() {
        return STARTS.get();
    }

    /** How many failures are still to come. */
    static int failuresLeft() {
        return FAILURES.get();
    }

    /** What all subtasks have. */
    static List<String> kept() {
        List<String> all = new ArrayList<>();
        KEPT.values().forEach(list -> {
            synchronized (list) {
                all.addAll(list);
            }
        });
        return all;
    }

    /** Lets rows pass, a few at a time, until so many are kept, but not for more than a minute. */
    static void untilKept(int rows, Future<?> jobResult) throws InterruptedException, ExecutionException {
        long start = System.nanoTime();
        while (kept().size() < rows && System.nanoTime() - start < TimeUnit.MINUTES.toNanos(1)) {
            PERMITS.release(5);
            try {
                jobResult.get(3, TimeUnit.MILLISECONDS);
                throw new AssertionError("the job has ended");
            } catch (TimeoutException e) {
                // A few more.
            }
        }
    }

    @Override
    public void initializeState(FunctionInitializationContext context) throws Exception {
        ListState<String> restored =
                context.getOperatorStateStore().getListState(new ListStateDescriptor<>("kept", Types.STRING));
        List<String> rows = Collections.synchronizedList(new ArrayList<>());
        for (String row : restored.get()) {
            rows.add(row);
        }
        STARTS.incrementAndGet();
        state = restored;
        kept = rows;
        KEPT.put(getRuntimeContext().getTaskInfo().getIndexOfThisSubtask(), rows);
    }

    @Override
    public void snapshotState(FunctionSnapshotContext context) throws Exception {
        if (state != null) {
            state.update(List.copyOf(kept));
        }
    }

    @Override
    public Row map(Row row) throws InterruptedException {
        PERMITS.acquire();
        if (failing) {
            FAILURES.decrementAndGet();
            throw new IllegalStateException("planned failure");
        }
        kept.add(ReadFixture.line(row, schema));
        return row;
    }

    @Override
    public void notifyCheckpointComplete(long checkpoint) {
        failing = getRuntimeContext().getTaskInfo().getIndexOfThisSubtask() == 0 && FAILURES.get() > 0;
    }
}
