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
import java.util.ArrayList;
import java.util.List;

/**
 * A table of ours in a folder, and what is in it.
 *
 * @param folder the table's
 * @param files those of its first snapshot, the oldest first
 * @param merged the points that a merged read finds
 * @param mergedSum the sum of the values of these
 * @param stored points in all files
 * @param storedSum the sum of the values of these
 */
record Dataset(Path folder, List<Path> files, PointSum merged, double mergedSum, long stored, double storedSum)
        implements AutoCloseable {
    private static final String LIST = "files.txt";
    private static final String SEQUENCE = "sequence ";
    private static final String LATE = "late ";

    /** Bytes of all files. */
    long bytes() throws IOException {
        long bytes = 0;
        for (Path file : files) {
            bytes += Files.size(file);
        }
        return bytes;
    }

    /** Tells programs that know nothing of tables which files there are. */
    static void writeList(Path folder, List<Path> files, int sequence) throws IOException {
        List<String> lines = new ArrayList<>();
        for (Path file : files) {
            lines.add((lines.size() < sequence ? SEQUENCE : LATE) + file);
        }
        Files.write(folder.resolve(LIST), lines);
    }

    /** The files of a folder, the oldest first. */
    static List<Path> readList(Path folder) throws IOException {
        return Files.readAllLines(folder.resolve(LIST)).stream()
                .map(line -> Path.of(line.substring(line.indexOf(' ') + 1)))
                .toList();
    }

    @Override
    public void close() throws IOException {
        ProgramProcess.delete(folder);
    }
}
