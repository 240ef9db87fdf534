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
package io.tsfile.flink.stage;

import java.io.Closeable;
import java.io.IOException;

/** Where lines about bad rows go. Not thread-safe. */
interface BadRowOutput extends Closeable {
    /** Takes a line over, without its end. */
    void add(String line) throws IOException;

    /** Makes durable what was added; called before each barrier and at the end of input. */
    default void flush() throws IOException {}

    @Override
    default void close() throws IOException {}
}
