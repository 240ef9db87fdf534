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
package io.tsfile.core.flush.manage;

/**
 * Hears of flushes. Called without a lock on the manager's threads, or on the one that closes a queue that failed; what it
 * throws is logged and changes nothing.
 */
@FunctionalInterface
public interface FlushListener {
    /** Hears nothing. */
    FlushListener NONE = event -> {};

    /** A flush ended, well or not; told once per flush. */
    void flushed(FlushEvent event);
}
