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
package io.tsfile.core.scan;

import io.tsfile.core.io.Cleanup;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Asks a store for many things at once, with a few threads that end with the work.
 *
 * <p>The first thing that fails ends it, and its error is thrown; of several it is the same one in every run, because things are
 * begun in their order, and what is begun is ended.
 */
final class InParallel {
    /** Stores answer slowly and many at a time; more would only wait for the processors. */
    private static final int THREADS = 8;

    private InParallel() {}

    /** Asks a store. */
    interface Question<T, R> {
        R answer(T thing) throws IOException;
    }

    /** The answers, in the order of the things. */
    static <T, R> List<R> map(List<T> things, String name, Question<T, R> question) throws IOException {
        Work<T, R> work = new Work<>(things, question);
        if (things.size() <= 1) {
            work.run();
            return work.answers();
        }
        int threads = Math.min(THREADS, things.size());
        ExecutorService executor = Executors.newFixedThreadPool(threads, task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
        IntStream.range(0, threads).forEach(i -> executor.execute(work));
        executor.shutdown();
        try {
            if (!executor.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS)) {
                throw new IllegalStateException("Cannot wait any longer for " + name);
            }
        } catch (InterruptedException e) {
            work.stop();
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Cannot go on with " + name + ": interrupted");
        }
        return work.answers();
    }

    private static final class Work<T, R> implements Runnable {
        private final List<T> things;
        private final Question<T, R> question;
        private final AtomicInteger next = new AtomicInteger();
        /** An answer or what was thrown instead, for each thing. */
        private final AtomicReferenceArray<@Nullable Object> outcomes;

        private record Failure(Throwable cause) {}

        Work(List<T> things, Question<T, R> question) {
            this.things = things;
            this.question = question;
            this.outcomes = new AtomicReferenceArray<>(things.size());
        }

        @Override
        // A thread must hand over whatever ends it.
        @SuppressWarnings("IllegalCatch")
        public void run() {
            for (int i = next.getAndIncrement(); i < things.size(); i = next.getAndIncrement()) {
                try {
                    outcomes.set(i, question.answer(things.get(i)));
                } catch (Throwable e) {
                    outcomes.set(i, new Failure(e));
                    stop();
                    return;
                }
            }
        }

        void stop() {
            next.set(things.size());
        }

        @SuppressWarnings("unchecked")
        List<R> answers() throws IOException {
            for (int i = 0; i < things.size(); i++) {
                if (outcomes.get(i) instanceof Failure failure) {
                    throw Cleanup.rethrown(failure.cause);
                }
            }
            return IntStream.range(0, things.size())
                    .mapToObj(i -> (R) outcomes.get(i))
                    .toList();
        }
    }
}
