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
package io.tsfile.core.testing;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A class of the tests that runs in a process of its own, to be killed at any moment. What it wrote to its standard output is
 * read all the time, and still there after its end; a line counts once its line feed has come. Thread-safe.
 */
public final class KilledProcess implements Closeable {
    private final Process process;
    private final Thread reader;
    /** Guards itself; notified of each line and of the end. */
    private final List<String> lines = new ArrayList<>();

    private boolean ended;

    private KilledProcess(Process process) {
        this.process = process;
        this.reader = new Thread(this::read, "output of process " + process.pid());
        reader.setDaemon(true);
        reader.start();
    }

    /** Runs the main method of {@code program} with the tests' class path. */
    public static KilledProcess start(Class<?> program, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                // The first one is Surefire's, whose own class path is a jar that only names others.
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                program.getName()));
        command.addAll(List.of(arguments));
        return new KilledProcess(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /**
     * Waits until there are {@code count} lines.
     *
     * @throws AssertionError if the process ends before
     */
    public void awaitLines(int count) throws InterruptedException {
        synchronized (lines) {
            while (lines.size() < count && !ended) {
                lines.wait();
            }
            if (lines.size() < count) {
                throw new AssertionError(
                        "The process ended after " + lines.size() + " of " + count + " lines: " + lines);
            }
        }
    }

    /** Ends the process without giving it a chance to do anything about it, and gives all lines that it had written. */
    public List<String> kill() throws InterruptedException {
        // Not through the process itself, which would also close the pipe with lines that nobody has read yet.
        process.toHandle().destroyForcibly();
        return end();
    }

    /** Waits for the process to end by itself, and gives its lines. */
    public List<String> end() throws InterruptedException {
        process.waitFor();
        reader.join();
        synchronized (lines) {
            return List.copyOf(lines);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private void read() {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        try (InputStream out = process.getInputStream()) {
            for (int b = out.read(); b >= 0; b = out.read()) {
                if (b == '\n') {
                    synchronized (lines) {
                        lines.add(line.toString(StandardCharsets.UTF_8));
                        lines.notifyAll();
                    }
                    line.reset();
                } else {
                    line.write(b);
                }
            }
        } catch (IOException e) {
            // The stream of a killed process may break instead of ending.
        } finally {
            synchronized (lines) {
                ended = true;
                lines.notifyAll();
            }
        }
    }
}
