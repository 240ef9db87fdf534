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
package io.tsfile.core.vector;

/** Sums up the bytes of heap that many vectors take, as their arrays come and grow. Not thread-safe. */
public final class HeapMeter {
    private long bytes;

    /** Adds bytes; negative ones are no longer there. */
    public void add(long more) {
        bytes += more;
    }

    /** The sum. */
    public long bytes() {
        return bytes;
    }
}
