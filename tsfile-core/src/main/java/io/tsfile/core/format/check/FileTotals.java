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
package io.tsfile.core.format.check;

import io.tsfile.core.index.ChunkEntry;
import io.tsfile.core.index.DeviceChunks;
import io.tsfile.core.index.RowChunk;
import io.tsfile.core.model.DataFile;
import io.tsfile.core.model.TimeRange;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a file's index adds up to, against what the log says. Not thread-safe. */
final class FileTotals {
    private @Nullable TimeRange times;
    private long rows;
    private long points;
    private long chunks;

    void add(DeviceChunks device) {
        for (RowChunk chunk : device.rows(List.of())) {
            times = times == null ? chunk.times() : times.union(chunk.times());
            rows += chunk.main().count();
        }
        for (String measurement : device.types().keySet()) {
            for (ChunkEntry chunk : device.chunks(measurement)) {
                points += chunk.count();
                chunks++;
            }
        }
    }

    void compare(DataFile file, List<String> problems) {
        if (times != null && !file.times().contains(times)) {
            problems.add("it has times from " + times.start() + " to " + times.end() + ", and the log says from "
                    + file.times().start() + " to " + file.times().end());
        }
        compare("rows", rows, file.rows(), problems);
        // Of a file of another writer, the log knows no more than a bound.
        if (file.ordered()) {
            compare("values", points, file.points(), problems);
        }
        if (file.chunks() != DataFile.UNKNOWN_CHUNKS) {
            compare("chunks", chunks, file.chunks(), problems);
        }
    }

    private static void compare(String what, long found, long said, List<String> problems) {
        if (found != said) {
            problems.add("it has " + found + " " + what + ", and the log says " + said);
        }
    }
}
