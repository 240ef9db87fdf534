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
import io.tsfile.benchmarks.Result;
import io.tsfile.benchmarks.process.ProgramProcess;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A folder for datasets, and what all comparisons need. Not thread-safe. */
final class Bench implements Closeable {
    private static final String HEAP = "2g";

    private final Path folder = Files.createTempDirectory("merge-benchmark");
    private final List<Result> results = new ArrayList<>();
    private int datasets;

    Bench() throws IOException {}

    /** What was measured so far. */
    List<Result> results() {
        return results;
    }

    void add(Result result) {
        results.add(result);
        System.out.println("  " + result);
    }

    /** Writes a dataset into a folder of its own. */
    Dataset dataset(Sensors sensors, Layout layout, Dealing dealing) throws IOException {
        Path own = folder.resolve("dataset-" + datasets++);
        Files.createDirectories(own);
        return DatasetWriter.write(own, sensors, layout, dealing);
    }

    /** Starts a program on a class path. */
    static ProgramProcess start(String classPath, String program) throws IOException {
        return new ProgramProcess(classPath, program, HEAP);
    }

    /** Starts a program of this JVM's class path. */
    static ProgramProcess start(Class<? extends MergeProgram> program) throws IOException {
        return start(System.getProperty("java.class.path"), program.getName());
    }

    static Answer ask(ProgramProcess program, String command, Dataset dataset) throws IOException {
        return Answer.parse(program.ask(command + " " + dataset.folder()));
    }

    /** Makes sure that the Apache library finds every merged point in what was written, and none twice; deletes it. */
    static void checkFiles(String what, Dataset dataset, Answer answer) throws IOException {
        PointSum found = LibrarySums.points(answer.files());
        Rounds.delete(answer);
        if (!found.equals(dataset.merged())) {
            throw new IllegalStateException(
                    "Cannot compare '" + what + "': the files have " + found + " instead of " + dataset.merged());
        }
    }

    static void checkSum(String what, double expected, Answer answer) {
        if (Math.abs(answer.sum() - expected) > 1e-9 * Math.abs(expected)) {
            throw new IllegalStateException(
                    "Cannot compare '" + what + "': the answer is " + answer.sum() + " instead of " + expected);
        }
    }

    @Override
    public void close() throws IOException {
        ProgramProcess.delete(folder);
    }
}
