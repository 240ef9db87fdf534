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

import io.tsfile.core.flush.work.FailureLatch;
import io.tsfile.core.io.Cleanup;
import java.io.IOException;
import org.apache.tsfile.file.metadata.IDeviceID;
import org.jspecify.annotations.Nullable;

/** The first failure of the threads of one task, with the others. It says itself where it happened. Thread-safe. */
final class SharedFailure implements FailureLatch {
    private volatile @Nullable Throwable first;

    @Override
    public synchronized void report(@Nullable IDeviceID device, Throwable cause) {
        Throwable before = first;
        if (before == null) {
            first = cause;
        } else if (before != cause) {
            before.addSuppressed(cause);
        }
    }

    @Override
    public boolean happened() {
        return first != null;
    }

    /** Throws the failure if there is one. */
    void rethrow() throws IOException {
        Throwable cause = first;
        if (cause != null) {
            throw Cleanup.rethrown(cause);
        }
    }
}
