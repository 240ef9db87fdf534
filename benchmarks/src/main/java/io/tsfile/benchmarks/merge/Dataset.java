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
package io.tsfile.benchmarks.merge;

import io.tsfile.benchmarks.PointSum;
import io.tsfile.benchmarks.process.ProgramProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A table of ours in a folder, and what is in it.
 *
 * @param folder the table's
 * @param files those of its snapshot
 * @param merged the points that a merged read finds
 * @param mergedSum the sum of the values of these
 * @param stored points in all files
 * @param storedSum the sum of the values of these
 */
record Dataset(Path folder, FileList files, PointSum merged, double mergedSum, long stored, double storedSum)
        implements AutoCloseable {
    /** Bytes of all files. */
    long bytes() throws IOException {
        long bytes = 0;
        for (Path file : files.all()) {
            bytes += Files.size(file);
        }
        return bytes;
    }

    @Override
    public void close() throws IOException {
        ProgramProcess.delete(folder);
    }
}
