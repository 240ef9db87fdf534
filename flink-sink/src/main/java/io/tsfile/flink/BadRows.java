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
package io.tsfile.flink;

import io.tsfile.core.io.StoreLocation;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** What becomes of rows that cannot be written: a null time, a value of a wrong type, a device that cannot be (N7). */
public sealed interface BadRows extends Serializable {
    /** The job fails, with row, column, value and advice. */
    static BadRows fail() {
        return new Fail();
    }

    /** They go to files in the table's folder {@code _tsfile/dead-letter}, where neither readers nor vacuums look. */
    static BadRows deadLetters() {
        return new DeadLetters(null);
    }

    /** They go to files in that folder of the local file system or, as a URI, of another one. */
    static BadRows deadLetters(String folder) {
        return deadLetters(StoreLocation.of(folder));
    }

    /** They go to files in that folder. */
    static BadRows deadLetters(StoreLocation folder) {
        return new DeadLetters(folder);
    }

    /** The job fails. */
    record Fail() implements BadRows {}

    /**
     * Files of lines, one JSON object each: {@code at} (when), {@code reason}, {@code kind}, {@code row} (as text), {@code column}
     * and {@code value} (as text, or null). A checkpoint completes only once the lines of its rows are durable; after a failure
     * some come again.
     *
     * @param folder null for the table's own
     */
    record DeadLetters(@Nullable StoreLocation folder) implements BadRows {}

    /** The same lines as a stream. */
    record SideOutput() implements BadRows {}
}
