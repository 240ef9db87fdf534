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
package io.tsfile.benchmarks.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A {@link ServedProgram} in a JVM of its own, which ends with this one. Not thread-safe. */
public final class ProgramProcess implements AutoCloseable {
    private final Path folder;
    private final String program;
    private final Process process;
    private final PrintStream commands;
    private final BufferedReader answers;

    /**
     * Starts a program, in a folder for what it leaves behind.
     *
     * @param heap as {@code -Xmx} takes it
     */
    public ProgramProcess(String classPath, String program, String heap) throws IOException {
        this.folder = Files.createTempDirectory("benchmark-program");
        this.program = program;
        this.process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xms" + heap,
                        "-Xmx" + heap,
                        "-cp",
                        classPath,
                        program))
                .directory(folder.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        this.commands = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
        this.answers = process.inputReader(StandardCharsets.UTF_8);
    }

    /** The program's working folder, which is deleted with it. */
    public Path folder() {
        return folder;
    }

    /** Has the program do something, and waits for its answer. */
    public String ask(String command) throws IOException {
        commands.println(command);
        String answer = answers.readLine();
        if (answer == null) {
            throw new IOException("Cannot go on: " + program + " ended at '" + command + "'; see above what it said");
        }
        return answer;
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly().onExit().join();
        delete(folder);
    }

    /** Deletes a folder and all in it, if it is there. */
    public static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
