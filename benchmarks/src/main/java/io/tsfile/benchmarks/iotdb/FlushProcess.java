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

import io.tsfile.benchmarks.process.ProgramProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A {@link FlushProgram} in a JVM of its own, which ends with this one. Not thread-safe. */
final class FlushProcess implements AutoCloseable {
    private final ProgramProcess process;

    /** Starts a program. */
    FlushProcess(String classPath, String program) throws IOException {
        this.process = new ProgramProcess(classPath, program, "3g");
    }

    /** Makes ready what is to be written. */
    void load(Work work) throws IOException {
        process.ask(FlushProgram.LOAD + work.format());
    }

    /** Writes what was loaded, and no file of an earlier run is left. */
    Outcome run(boolean stagesApart) throws IOException {
        Path files = process.folder().resolve("files");
        ProgramProcess.delete(files);
        Files.createDirectories(files);
        return Outcome.parse(process.ask(FlushProgram.RUN + stagesApart + " " + files));
    }

    @Override
    public void close() throws IOException {
        process.close();
    }
}
