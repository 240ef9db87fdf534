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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The files of a {@link Dataset}, for programs that know nothing of our tables.
 *
 * @param sequence files that share no time of a device with each other, the oldest first
 * @param late newer files, the oldest first
 */
public record FileList(List<Path> sequence, List<Path> late) {
    private static final String NAME = "files.txt";
    private static final String SEQUENCE = "sequence ";
    private static final String LATE = "late ";

    /** What {@link #write} wrote. */
    public static FileList read(Path folder) throws IOException {
        List<String> lines = Files.readAllLines(folder.resolve(NAME));
        return new FileList(paths(lines, SEQUENCE), paths(lines, LATE));
    }

    /** Writes a file into the dataset's folder. */
    void write(Path folder) throws IOException {
        List<String> lines = new ArrayList<>();
        sequence.forEach(path -> lines.add(SEQUENCE + path));
        late.forEach(path -> lines.add(LATE + path));
        Files.write(folder.resolve(NAME), lines);
    }

    /** The oldest first. */
    List<Path> all() {
        return Stream.concat(sequence.stream(), late.stream()).toList();
    }

    private static List<Path> paths(List<String> lines, String kind) {
        return lines.stream()
                .filter(line -> line.startsWith(kind))
                .map(line -> Path.of(line.substring(kind.length())))
                .toList();
    }
}
