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
package io.tsfile.core.flush.staged;

import io.tsfile.core.flush.FlushException;
import io.tsfile.core.flush.FlushStage;
import io.tsfile.core.flush.work.FailureLatch;
import java.util.ArrayList;
import java.util.List;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.jspecify.annotations.Nullable;

/** What ended a flush: the first failure of any of its threads; the later ones are kept beside it. Thread-safe. */
final class FirstFailure {
    private final List<Throwable> later = new ArrayList<>();
    private FlushStage stage = FlushStage.SORT;
    private @Nullable IDeviceID device;
    private volatile @Nullable Throwable first;

    /** Takes nothing of the heap for the first one: there may be nothing left, and nobody may wait for a task that is lost. */
    synchronized void report(FlushStage failed, @Nullable IDeviceID at, Throwable cause) {
        if (first == null) {
            stage = failed;
            device = at;
            first = cause;
        } else if (first != cause) {
            later.add(cause);
        }
    }

    /** For the threads of a stage. */
    FailureLatch at(FlushStage failed) {
        return new FailureLatch() {
            @Override
            public void report(@Nullable IDeviceID device, Throwable cause) {
                FirstFailure.this.report(failed, device, cause);
            }

            @Override
            public boolean happened() {
                return FirstFailure.this.happened();
            }
        };
    }

    boolean happened() {
        return first != null;
    }

    /** Throws the failure if there is one. */
    synchronized void rethrow() throws FlushException {
        Throwable cause = first;
        if (cause != null) {
            FlushException thrown = FlushException.of(stage, device, cause);
            later.forEach(thrown::addSuppressed);
            throw thrown;
        }
    }
}
