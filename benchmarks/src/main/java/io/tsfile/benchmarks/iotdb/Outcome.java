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
package io.tsfile.benchmarks.iotdb;

import java.nio.file.Path;

/**
 * What one run took, in nanoseconds.
 *
 * @param insert points into the memtable
 * @param flush from the memtable to a complete, durable file
 * @param sort part of the flush; 0 if stages ran side by side, as the next two
 * @param encode part of the flush
 * @param io part of the flush
 * @param file what was written
 */
public record Outcome(long insert, long flush, long sort, long encode, long io, Path file) {
    /** On one line, for {@link #parse}. */
    String format() {
        return insert + " " + flush + " " + sort + " " + encode + " " + io + " " + file;
    }

    static Outcome parse(String line) {
        String[] words = line.split(" ", 6);
        return new Outcome(
                Long.parseLong(words[0]),
                Long.parseLong(words[1]),
                Long.parseLong(words[2]),
                Long.parseLong(words[3]),
                Long.parseLong(words[4]),
                Path.of(words[5]));
    }
}
