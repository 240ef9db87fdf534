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

import io.tsfile.core.io.Cleanup;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** The first failure of several tasks, with the others. That tasks end because all is cancelled is none. Not thread-safe. */
final class Failure {
    private @Nullable Throwable first;
    private boolean interrupted;

    boolean isSet() {
        return first != null;
    }

    void add(Throwable failure) {
        if (failure instanceof CancellationException) {
            return;
        }
        if (first == null) {
            first = failure;
        } else if (first != failure) {
            first.addSuppressed(failure);
        }
    }

    /** The next outcome. An interrupt is a failure, and yet all tasks are waited for: they have files open. */
    TaskQueue.Outcome take(TaskQueue queue) {
        while (true) {
            try {
                return queue.take();
            } catch (InterruptedException e) {
                interrupted = true;
                add(new InterruptedIOException("Interrupted while waiting for the tasks of a compaction"));
            }
        }
    }

    void rethrow() throws IOException {
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (first != null) {
            throw Cleanup.rethrown(first);
        }
    }
}
