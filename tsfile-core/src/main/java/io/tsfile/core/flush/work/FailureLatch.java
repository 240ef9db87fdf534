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

import org.apache.tsfile.file.metadata.IDeviceID;
import org.jspecify.annotations.Nullable;

/** Where the threads of one job say that they failed: the first failure ends it. Thread-safe. */
public interface FailureLatch {
    /**
     * Takes a failure. Takes nothing of the heap for the first one: there may be nothing left.
     *
     * @param device whose rows were worked on, as far as that is known
     */
    void report(@Nullable IDeviceID device, Throwable cause);

    /** Whether there was a failure. */
    boolean happened();
}
