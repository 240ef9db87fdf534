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
package io.tsfile.core.compact;

import io.tsfile.core.table.TableMetadata;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks on an executor, a bounded number at once, and hands their results to one thread, which commits them. Used by that
 * thread.
 */
final class TaskQueue {
    private final Executor executor;
    private final TaskRunner runner;
    private final TableMetadata metadata;
    private final CompactionListener listener;
    private final BooleanSupplier cancelled;
    private final BlockingQueue<Outcome> outcomes = new LinkedBlockingQueue<>();
    private int running;

    /**
     * What became of a task.
     *
     * @param result of a task that ended well
     * @param progress what was last heard of it
     * @param failure of any other
     */
    record Outcome(
            @Nullable CompactionResult result,
            CompactionProgress progress,
            @Nullable Throwable failure) {}

    TaskQueue(
            Executor executor,
            TaskRunner runner,
            TableMetadata metadata,
            CompactionListener listener,
            BooleanSupplier cancelled) {
        this.executor = executor;
        this.runner = runner;
        this.metadata = metadata;
        this.listener = listener;
        this.cancelled = cancelled;
    }

    int running() {
        return running;
    }

    void start(CompactionTask task) {
        running++;
        try {
            executor.execute(() -> outcomes.add(run(task)));
        } catch (RuntimeException e) {
            running--;
            throw e;
        }
    }

    /** Waits for the next task to end. */
    Outcome take() throws InterruptedException {
        Outcome outcome = outcomes.take();
        running--;
        return outcome;
    }

    private Outcome run(CompactionTask task) {
        LastProgress last = new LastProgress(listener, cancelled);
        try {
            return new Outcome(runner.run(metadata, task, last), last.progress(), null);
        } catch (Throwable e) {
            // Also what is not declared, as engines of other languages throw it: somebody waits for the outcome.
            return new Outcome(null, last.progress(), e);
        }
    }

    /** Keeps what a task said last, and ends the task when all is to end. */
    private static final class LastProgress implements CompactionListener {
        private final CompactionListener listener;
        private final BooleanSupplier cancelled;
        private CompactionProgress progress = CompactionProgress.NOTHING;

        LastProgress(CompactionListener listener, BooleanSupplier cancelled) {
            this.listener = listener;
            this.cancelled = cancelled;
        }

        CompactionProgress progress() {
            return progress;
        }

        @Override
        public void progressed(CompactionProgress now) {
            progress = now;
            listener.progressed(now);
            // At its end, the outputs are there: what threw then would leave them behind.
            if (cancelled.getAsBoolean() && now.doneBytes() < now.totalBytes()) {
                throw new CancellationException("The compaction was cancelled");
            }
        }
    }
}
